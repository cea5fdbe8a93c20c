import { randomUUID } from 'node:crypto';

import { asBrand, Conflict, defineModule, type GlobalContext, type Uuid } from '@gati-framework/core';

import type { NewOrder, OpenOrder, Order } from '../types.js';

const orders = new Map<string, Order>();
let shop: GlobalContext;

/** The orders. They take goods from the catalog and are paid through the ledger. */
export default defineModule({
  name: 'orders',
  version: '1.0.0',
  dependencies: ['catalog', 'ledger'],
  init(gctx: GlobalContext): void {
    shop = gctx;
  },
  exports: {
    place(order: NewOrder): OpenOrder {
      const { catalog } = shop.modules;
      let total = 0;
      for (const line of order.lines) {
        const product = catalog.find(line.sku);
        if (product === undefined) throw new Conflict(`there is no ${line.sku}`, { code: 'UNKNOWN_SKU' });
        if (!catalog.take(line.sku, line.quantity))
          throw new Conflict(`too few of ${line.sku}`, { code: 'OUT_OF_STOCK' });
        total += product.price * line.quantity;
      }
      const placed: OpenOrder = {
        state: 'open',
        id: asBrand<Uuid>(randomUUID()),
        email: order.email,
        lines: order.lines,
        total,
      };
      orders.set(placed.id, placed);
      return placed;
    },
    find: (id: string): Order | undefined => orders.get(id),
    /** Marks an order as paid; `false` when it is not open or the amount is wrong. */
    pay(id: string, amount: number): boolean {
      const order = orders.get(id);
      if (order?.state !== 'open' || order.total !== amount || !shop.modules.ledger.capture(id, amount)) return false;
      orders.set(id, { ...order, state: 'paid', receipt: `R-${orders.size}` });
      return true;
    },
  },
});
