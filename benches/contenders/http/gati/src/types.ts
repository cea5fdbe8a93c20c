import type { Integer, Max, MaxItems, MaxLen, Min, MinItems, MinLen, Pattern } from '@gati-framework/core';

export type UserId = number & Integer & Min<1> & Max<1000000>;

export interface User {
  id: number & Integer;
  name: string;
  email: string;
  active: boolean;
  roles: string[];
}

export interface OrderItem {
  sku: string & Pattern<'^[A-Z]{3}-[0-9]{4}$'>;
  name: string & MinLen<1> & MaxLen<100>;
  quantity: number & Integer & Min<1> & Max<100>;
  price: number & Min<0>;
  tags: string[];
}

export interface Order {
  customer: {
    name: string & MinLen<1> & MaxLen<100>;
    email: string & MinLen<1> & MaxLen<200>;
    address: {
      street: string & MinLen<1> & MaxLen<200>;
      city: string & MinLen<1> & MaxLen<100>;
      zip: string & Pattern<'^[0-9]{5}$'>;
      country: 'DE' | 'FR' | 'GB';
    };
  };
  items: OrderItem[] & MinItems<1> & MaxItems<50>;
  note: string & MaxLen<500>;
  express: boolean;
}

export interface Accepted {
  id: string;
  customer: string;
  count: number & Integer;
  total: number;
  state: string;
}

export interface Batch {
  orders: Order[] & MinItems<1> & MaxItems<100>;
}

export interface AcceptedBatch {
  accepted: number & Integer;
  total: number;
}

export interface FoundOrder {
  id: number & Integer;
  customer: number & Integer;
  total: number;
  state: string;
}

export interface Article {
  sku: string;
  name: string;
  price: number;
  stock: number & Integer;
  tags: string[];
}
