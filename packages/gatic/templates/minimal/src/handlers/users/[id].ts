import type { Handler, NotFound, Uuid } from '@gati-framework/core';

import type { User } from '../../types.js';

/** GET /users/:id, because of where this file is. */
export const handler: Handler<{ params: { id: Uuid }; response: User | NotFound }> = (req, res, gctx) =>
  gctx.modules.users.findById(req.params.id) ?? res.status(404).json({ error: 'no such user' });
