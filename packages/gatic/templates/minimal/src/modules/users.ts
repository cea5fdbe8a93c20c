import { asBrand, defineModule, type Email, type Uuid } from '@gati-framework/core';

import type { User } from '../types.js';

const ada: User = {
  id: asBrand<Uuid>('7f9c24e8-3b12-4fef-91e0-56a2d5a1c0de'),
  name: 'Ada Lovelace',
  email: asBrand<Email>('ada@example.com'),
};

/** Keeps the users in memory. Handlers reach it as `gctx.modules.users`. */
export default defineModule({
  name: 'users',
  version: '1.0.0',
  exports: {
    users: new Map<string, User>([[ada.id, ada]]),
    findById(id: Uuid): User | undefined {
      return this.users.get(id);
    },
  },
});
