import type { Handler, Integer, Positive } from '@gati-framework/core';

/** GET /users/:id, where the id is a whole number above zero and arrives as one. */
export const handler: Handler<{
  params: { id: number & Integer & Positive };
  response: { id: number; name: string };
}> = (req) => ({ id: req.params.id, name: `user ${req.params.id}` });
