/** Being told by PostgreSQL, and looking now and then in case it did not: a pooler in between passes no notifications on. */

import { watchByPolling } from '../polling.js';
import type { WatchOptions } from '../registry.js';
import { connectionOptions, unreachable, type Pg, type PgClient } from './client.js';

/** What is listened for. */
export interface ListenOptions extends WatchOptions {
  readonly connection: string;
  readonly channel: string;
  readonly place: string;
  /** The newest revision. */
  readonly last: () => Promise<number>;
}

const betweenLooks = 5000;
const betweenConnections = 2000;

/** Watches until the answer is called. A connection that breaks is made again. */
export async function listen(pg: Pg, options: ListenOptions): Promise<() => Promise<void>> {
  const { connection, channel, place, last, onRevision, pollMilliseconds = betweenLooks } = options;
  const onError = (error: unknown): void => options.onError?.(unreachable(place, error));
  let client: PgClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const polling = await watchByPolling(last, { onRevision, onError, pollMilliseconds });

  const again = (): void => {
    client = undefined;
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), betweenConnections);
    timer.unref();
  };
  const connect = async (): Promise<void> => {
    const made = new pg.Client(connectionOptions(connection));
    client = made;
    made.on('error', onError);
    made.on('end', again);
    made.on('notification', polling.look);
    try {
      await made.connect();
      await made.query(`listen "${channel}"`);
      // What was recorded before anybody listened is seen now.
      polling.look();
    } catch (error) {
      onError(error);
      await made.end().catch(() => undefined);
      if (client === made) again();
    }
  };
  await connect();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    polling.stop();
    await client?.end().catch(() => undefined);
  };
}
