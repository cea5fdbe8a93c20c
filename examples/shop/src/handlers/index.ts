import type { Handler } from '@gati-framework/core';

/** GET / */
export const handler: Handler<{ response: { shop: string; currency: string } }> = (_req, _res, gctx) => ({
  shop: 'Gati',
  currency: String(gctx.config['currency']),
});
