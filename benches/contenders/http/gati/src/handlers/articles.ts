import { asBrand, type Handler, type Integer } from '@gati-framework/core';

import type { Article } from '../types.js';

const articles: Article[] = Array.from({ length: 100 }, (_, index) => ({
  sku: `ABC-${1000 + index}`,
  name: `Article number ${index}`,
  price: 9.5 + index,
  stock: asBrand<number & Integer>(index),
  tags: ['kitchen', 'new'],
}));

export const GET: Handler<{ response: Article[] }> = async () => articles;
