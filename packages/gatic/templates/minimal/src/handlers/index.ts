import type { Handler } from '@gati-framework/core';

/** GET / */
export const handler: Handler<{ response: { message: string } }> = () => ({ message: 'Hello from Gati' });
