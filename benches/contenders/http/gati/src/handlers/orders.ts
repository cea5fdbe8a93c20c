import { asBrand, type Handler, type Integer } from '@gati-framework/core';

import type { Accepted, Order } from '../types.js';

export const POST: Handler<{ body: Order; response: Accepted }> = async (req) => {
  let total = 0;
  let count = 0;
  for (const item of req.body.items) {
    total += item.quantity * item.price;
    count += item.quantity;
  }
  return {
    id: `order-${count}`,
    customer: req.body.customer.name,
    count: asBrand<number & Integer>(count),
    total,
    state: 'accepted',
  };
};
