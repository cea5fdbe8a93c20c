import { defineModule } from '@gati-framework/core';

import type { Product, ProductChange, ProductQuery } from '../types.js';

const products = new Map<string, Product>();

/** The products, in memory. */
export default defineModule({
  name: 'catalog',
  version: '1.0.0',
  init() {
    products.set('MUG-0001', { sku: 'MUG-0001', name: 'Enamel mug', price: 1450, stock: 12, tags: ['kitchen'] });
    products.set('TEA-0042', {
      sku: 'TEA-0042',
      name: 'Darjeeling, 100 g',
      price: 990,
      stock: 40,
      tags: ['kitchen', 'food'],
    });
    products.set('LMP-0007', { sku: 'LMP-0007', name: 'Desk lamp', price: 5900, stock: 0, tags: ['office'] });
  },
  shutdown() {
    products.clear();
  },
  healthCheck: () => products.size > 0,
  exports: {
    list({ search, tag, inStock, limit = 20 }: ProductQuery): Product[] {
      const wanted = search?.toLowerCase();
      return [...products.values()]
        .filter((product) => wanted === undefined || product.name.toLowerCase().includes(wanted))
        .filter((product) => tag === undefined || product.tags.includes(tag))
        .filter((product) => inStock === undefined || product.stock > 0 === inStock)
        .slice(0, limit);
    },
    find: (sku: string): Product | undefined => products.get(sku),
    add(product: Product): boolean {
      if (products.has(product.sku)) return false;
      products.set(product.sku, product);
      return true;
    },
    change(sku: string, change: ProductChange): Product | undefined {
      const product = products.get(sku);
      return product === undefined ? undefined : Object.assign(product, change);
    },
    remove: (sku: string): boolean => products.delete(sku),
    /** Takes goods off the shelf, or none at all when there are too few. */
    take(sku: string, quantity: number): boolean {
      const product = products.get(sku);
      if (product === undefined || product.stock < quantity) return false;
      product.stock -= quantity;
      return true;
    },
  },
});
