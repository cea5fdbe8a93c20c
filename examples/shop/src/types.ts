import type {
  Email,
  Integer,
  Max,
  MaxItems,
  MaxLen,
  Min,
  MinItems,
  MinLen,
  Pattern,
  Trim,
  Uuid,
} from '@gati-framework/core';

/** A stock keeping unit: three capital letters, a dash, four digits. */
export type Sku = string & Pattern<'^[A-Z]{3}-[0-9]{4}$'>;

/** Money in the smallest unit, so that nothing is ever rounded. */
export type Cents = number & Integer & Min<0>;

/** Something that can be bought. */
export interface Product {
  sku: Sku;
  name: string & Trim & MinLen<1> & MaxLen<120>;
  price: Cents;
  /** How many are there. */
  stock: number & Integer & Min<0>;
  tags: string[];
}

/** What may be changed about a product. */
export interface ProductChange {
  name?: string & Trim & MinLen<1> & MaxLen<120>;
  price?: Cents;
  stock?: number & Integer & Min<0>;
  tags?: string[] & MaxItems<10>;
}

/** Which products to list. */
export interface ProductQuery {
  /** A part of the name. */
  search?: string & Trim;
  tag?: string;
  inStock?: boolean;
  /** @default 20 */
  limit?: number & Integer & Min<1> & Max<100>;
}

/** One line of an order. */
export interface OrderLine {
  sku: Sku;
  quantity: number & Integer & Min<1> & Max<100>;
}

/** What a customer sends. */
export interface NewOrder {
  email: Email;
  lines: OrderLine[] & MinItems<1> & MaxItems<50>;
  note?: (string & MaxLen<500>) | null;
}

/** What every order has. */
interface OrderBase {
  id: Uuid;
  email: Email;
  lines: OrderLine[];
  total: Cents;
}

/** An order that waits for its payment. */
export interface OpenOrder extends OrderBase {
  state: 'open';
}

/** An order that was paid. */
export interface PaidOrder extends OrderBase {
  state: 'paid';
  receipt: string;
}

/** An order in any state. */
export type Order = OpenOrder | PaidOrder;
