/** `@gati-framework/core/workers`: an application in several processes that share its port and nothing else. */

export { startWorkers, type WorkerCount, type WorkersOptions } from './workers/start-workers.js';
