import { defineModule } from '@gati-framework/core';

const captured = new Map<string, number>();

/** Remembers which payments were captured. A payment is captured once. */
export const module = defineModule({
  name: 'ledger',
  version: '1.0.0',
  exports: {
    capture(id: string, amount: number): boolean {
      if (captured.has(id)) return false;
      captured.set(id, amount);
      return true;
    },
  },
});
