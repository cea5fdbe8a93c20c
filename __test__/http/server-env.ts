/**
 * The environment of applications under test: nothing but the host that speaks HTTP, which is another one when the same
 * tests run again (`GATI_SERVER=native npx vitest run __test__/http`).
 */

const { GATI_SERVER: server, GATI_SERVER_THREAD: thread } = process.env;

/** Given to `createApp` as its environment. */
export const serverEnv: Readonly<Record<string, string>> = {
  ...(server === undefined ? {} : { GATI_SERVER: server }),
  ...(thread === undefined ? {} : { GATI_SERVER_THREAD: thread }),
};

/** Whether the native host serves. */
export const isNative: boolean = server === 'native';
