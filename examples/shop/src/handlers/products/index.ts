import type { Conflict, Handler, Status } from '@gati-framework/core';

import type { Product, ProductQuery } from '../../types.js';

/** GET /products?search=mug&inStock=true */
export const GET: Handler<{ query: ProductQuery; response: Product[] }> = (req, _res, gctx) =>
  gctx.modules.catalog.list(req.query);

/** POST /products */
export const POST: Handler<{ body: Product; response: Status<201, Product> | Conflict }> = (req, res, gctx) => {
  if (!gctx.modules.catalog.add(req.body)) return res.status(409).json({ error: `${req.body.sku} exists already` });
  return res.status(201).json(req.body);
};
