import type { Handler, NotFound, Uuid } from '@gati-framework/core';

import type { Order } from '../../types.js';

/** GET /orders/:id */
export const handler: Handler<{ params: { id: Uuid }; response: Order | NotFound }> = async (req, res, gctx) => {
  const order = gctx.modules.orders.find(req.params.id);
  return order ?? res.status(404).json({ error: 'no such order' });
};
