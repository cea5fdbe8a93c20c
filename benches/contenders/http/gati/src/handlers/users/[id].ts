import { asBrand, type Handler, type Integer } from '@gati-framework/core';

import type { User, UserId } from '../../types.js';

export const handler: Handler<{ params: { id: UserId }; response: User }> = async (req) => ({
  id: asBrand<number & Integer>(req.params.id),
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  active: true,
  roles: ['admin', 'author'],
});
