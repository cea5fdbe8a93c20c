import type { Handler } from '@gati-framework/core';

/** GET /hello */
export const handler: Handler<{ response: { message: string } }> = () => ({ message: 'Hello, world' });
