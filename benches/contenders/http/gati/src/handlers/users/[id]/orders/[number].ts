import { asBrand, type Handler, type Integer } from '@gati-framework/core';

import type { FoundOrder, UserId } from '../../../../types.js';

export const handler: Handler<{ params: { id: UserId; number: UserId }; response: FoundOrder }> = async ({
  params,
}) => ({
  id: asBrand<number & Integer>(params.number),
  customer: asBrand<number & Integer>(params.id),
  total: 378,
  state: 'accepted',
});
