/** Waiting for somebody else's code, but not forever. */

/** Runs a function; after `limit` milliseconds (0 is no limit) rejects with what `late` makes. The timer never stays. */
export async function within<T>(limit: number, run: () => T | PromiseLike<T>, late: () => Error): Promise<T> {
  const started = (async () => run())();
  if (limit === 0) return started;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), limit);
  });
  try {
    return await Promise.race([started, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
