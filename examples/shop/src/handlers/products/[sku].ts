import { NotFound, type Handler } from '@gati-framework/core';

import type { Product, ProductChange, Sku } from '../../types.js';

/** GET /products/:sku, with an error that is returned. */
export const GET: Handler<{ params: { sku: Sku }; response: Product | NotFound }> = (req, _res, gctx) =>
  gctx.modules.catalog.find(req.params.sku) ?? new NotFound('no such product');

/** PATCH /products/:sku, with an error that is thrown. */
export const PATCH: Handler<{ params: { sku: Sku }; body: ProductChange; response: Product | NotFound }> = (
  req,
  _res,
  gctx,
) => {
  const product = gctx.modules.catalog.change(req.params.sku, req.body);
  if (product === undefined) throw new NotFound('no such product');
  return product;
};

/** DELETE /products/:sku answers 204, because it finishes without saying anything. */
export const DELETE: Handler<{ params: { sku: Sku } }> = (req, _res, gctx) => {
  if (!gctx.modules.catalog.remove(req.params.sku)) throw new NotFound('no such product');
};
