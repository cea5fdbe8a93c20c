import type { Handler } from '@gati-framework/core';

/** GET /reports/stock, one line of JSON for each product, sent as they come. */
export const handler: Handler = (_req, res, gctx) => {
  async function* lines() {
    for (const { sku, stock } of gctx.modules.catalog.list({ limit: 100 })) yield { sku, stock };
  }
  return res.stream(lines(), 'application/x-ndjson');
};
