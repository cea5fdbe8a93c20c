/** The native reader for the pipeline, where the addon of this platform is installed; nothing is said if it is not. */

import type { Logger } from '../api/contexts.js';
import { reasonOf } from '../errors/gati-error.js';
import type { CompiledContracts } from '../manifest/compiled.js';
import { addon } from '../native/index.js';
import type { OpenBodyReader } from '../pipeline/body-readers.js';
import { openReader } from './thread.js';

/**
 * How the bodies of an application are read. `GATI_NATIVE=off` leaves them to `JSON.parse`. Who does it is settled, and
 * said once, as soon as there are contracts with readers: now or when a reader is opened.
 */
export function bodyReaders(contracts: CompiledContracts, env: NodeJS.ProcessEnv, logger: Logger): OpenBodyReader {
  let native: boolean | undefined;
  const settle = (): boolean => {
    const reason = whyNotNative(env);
    if (reason === undefined) logger.debug({ engine: 'native' }, 'JSON bodies are read natively');
    else logger.debug({ engine: 'JSON.parse', reason }, 'JSON bodies are parsed and then checked');
    return reason === undefined;
  };
  if (Object.values(contracts).some(({ reader }) => reader !== undefined)) native = settle();
  return (source, depth) => {
    if (!(native ??= settle())) return undefined;
    try {
      return openReader(source, depth === 0 ? undefined : depth);
    } catch (error) {
      // Contracts that another version wrote: they are served as those without a reader.
      logger.warn({ err: error }, 'the reader of a body cannot be used; build again');
      return undefined;
    }
  };
}

/** Why nothing is read natively, if it is not: it is switched off, or there is no addon for this platform. */
export function whyNotNative(env: NodeJS.ProcessEnv): string | undefined {
  if (env['GATI_NATIVE'] === 'off') return 'GATI_NATIVE is off';
  try {
    addon();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
