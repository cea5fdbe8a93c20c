import type { Handler } from '@gati-framework/core';

export const handler: Handler<{ response: { message: string } }> = () => ({ message: 'hello' });
