import type { Conflict, Handler, Status } from '@gati-framework/core';

import type { NewOrder, OpenOrder } from '../../types.js';

export const METHOD = 'POST';
export const ROUTE = '/orders';

/** Places an order. The status comes from the contract. */
export const handler: Handler<{ body: NewOrder; response: Status<201, OpenOrder> | Conflict }> = async (
  req,
  res,
  gctx,
  lctx,
) => {
  const order = gctx.modules.orders.place(req.body);
  lctx.logger.info({ order: order.id, total: order.total }, 'order placed');
  res.header('location', `/orders/${order.id}`);
  return order;
};
