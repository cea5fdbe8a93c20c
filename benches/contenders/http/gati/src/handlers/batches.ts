import { asBrand, type Handler, type Integer } from '@gati-framework/core';

import type { AcceptedBatch, Batch } from '../types.js';

export const POST: Handler<{ body: Batch; response: AcceptedBatch }> = async (req) => {
  let total = 0;
  for (const order of req.body.orders) for (const item of order.items) total += item.quantity * item.price;
  return { accepted: asBrand<number & Integer>(req.body.orders.length), total };
};
