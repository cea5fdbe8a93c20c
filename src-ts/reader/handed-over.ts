/** What a reader gives back for bytes that `JSON.parse` and the ordinary check have to look at. */
export const handedOver: unique symbol = Symbol('handed over');
