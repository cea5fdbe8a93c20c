/** Serves a project and follows its edits. Prints nothing: everything worth saying is an event. */

import { relative, sep } from 'node:path';

import type { GatiApp } from '@gati-framework/core';
import {
  createProject,
  type AppDefinition,
  type Diagnostic,
  type Loaded,
  type Project,
  type Reloaded,
} from '@gati-framework/core/tooling';

import { outputFailure } from '../system-error.js';
import { loadEnvironment, type Environment } from './environment.js';
import { statesOf, untilWritten, watchProject, type Changes, type Watch } from './watch.js';
import { typescriptAsking } from './typescript-asking.js';

/** What to serve, and where. */
export interface DevOptions {
  readonly root: string;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly onEvent: (event: DevEvent) => void;
}

/** What happened. */
export type DevEvent =
  /** The app is listening, for the first time or after it had been down. */
  | {
      readonly kind: 'listening';
      readonly url: string;
      readonly definition: AppDefinition;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** An edit is being served. */
  | {
      readonly kind: 'reloaded';
      readonly files: readonly string[];
      readonly handlers: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
      readonly milliseconds: number;
    }
  /** The app started over because of these files and, for `.env` files, these variables. */
  | { readonly kind: 'restarted'; readonly cause: string; readonly url: string; readonly milliseconds: number }
  /** The errors are gone, and what is served already is what the files say. */
  | { readonly kind: 'mended' }
  /** The project has errors. `serving` says whether the last good version still answers. */
  | {
      readonly kind: 'broken';
      readonly files: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
      readonly thrown: unknown;
      readonly serving: boolean;
    };

/** A running development server. */
export interface DevServer {
  /** Absent while the project has never been good. */
  readonly url: string | undefined;
  readonly close: () => Promise<void>;
}

/** Starts serving. Resolves when the app listens, or when it is known why it cannot; edits are followed either way. */
export async function startDev(options: DevOptions): Promise<DevServer> {
  const server = new Server(options);
  await server.start();
  return server;
}

class Server implements DevServer {
  readonly #options: DevOptions;
  readonly #project: Project;
  #environment: Environment;
  #app: GatiApp | undefined;
  #url: string | undefined;
  #watch: Watch | undefined;
  /** Edits are worked on one after the other; a new one never meets a half-swapped app. */
  #queue: Promise<void> = Promise.resolve();
  #behind = false;
  /** Whether the last thing said was that the project has errors. */
  #isBroken = false;
  #closed = false;
  /** Whether a configuration that is good by itself was put together with the variables of the environment. */
  #metEnvironment = false;

  constructor(options: DevOptions) {
    this.#options = options;
    this.#environment = loadEnvironment(options.root, 'development', overrides(options));
    this.#project = createProject({ root: options.root, mode: 'development', typescript: typescriptAsking() });
  }

  get url(): string | undefined {
    return this.#url;
  }

  async start(): Promise<void> {
    const watching = watchProject(this.#options.root, (changes) => this.#enqueue(changes));
    try {
      // The runtime is imported while the project is being compiled.
      const [loaded] = await Promise.all([this.#project.load(), import('@gati-framework/core')]);
      if (!loaded.ok && outputFailure(loaded.thrown) !== undefined) throw loaded.thrown;
      await this.#begin(loaded, []);
    } catch (thrown) {
      this.#watch = await watching;
      if (!this.#isFatal(thrown)) return this.#broken([], [], thrown);
      await this.close();
      throw thrown;
    }
    this.#watch = await watching;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#watch?.close();
    await this.#queue;
    await this.#app?.close();
    this.#environment.restore();
  }

  #enqueue(changes: Changes): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#closed) return;
      const started = performance.now();
      try {
        await this.#follow(changes, started);
      } catch (thrown) {
        this.#broken(changes.files, [], thrown);
      }
    });
  }

  async #follow(changes: Changes, started: number): Promise<void> {
    if (changes.environment.length > 0) {
      const changed = this.#environment.reload();
      if (changed.length > 0)
        return this.#restart(`${changes.environment.join(', ')}: ${changed.join(', ')}`, changes.files, started);
    }
    if (changes.tsconfig) return this.#restart(this.#names(changes.files).join(', '), changes.files, started);
    const { loaded, changed, changedFiles, changedHandlers, configChanged } = await this.#reload(changes);
    if (!loaded.ok) return this.#broken(changedFiles, loaded.diagnostics, loaded.thrown);
    if (this.#app === undefined) return this.#begin(loaded, changedFiles);
    if (configChanged) return this.#restart(this.#names(changedFiles).join(', '), changes.files, started);
    if (!changed && !this.#behind) {
      if (this.#isBroken) this.#say({ kind: 'mended' });
      return;
    }
    // Set while the app does not serve what was loaded last, so that even a save without a change tries again.
    this.#behind = true;
    await this.#app.replace(loaded.definition);
    this.#behind = false;
    this.#say({
      kind: 'reloaded',
      files: this.#names(changedFiles),
      handlers: changedHandlers,
      diagnostics: loaded.diagnostics,
      milliseconds: performance.now() - started,
    });
  }

  /** Loads the project anew, from files that nobody was writing while they were read. */
  async #reload({ files, structural }: Changes): Promise<Reloaded> {
    let earlier: Reloaded | undefined;
    for (let attempt = 1; ; attempt += 1) {
      await untilWritten(files);
      const before = statesOf(files);
      const isFinal = (): boolean => attempt === maximumReads || statesOf(files) === before;
      try {
        const reloaded = joined(earlier, await this.#project.reload(files, structural));
        if (isFinal()) return reloaded;
        earlier = reloaded;
      } catch (thrown) {
        if (isFinal()) throw thrown;
      }
    }
  }

  /** Whether no edit can mend it, so that waiting for one would be waiting for ever. */
  #isFatal(thrown: unknown): boolean {
    const code = codeOf(thrown);
    if (fatal.has(code) || outputFailure(thrown) !== undefined) return true;
    // The project's own configuration was good before it met the environment.
    return (
      code === 'GATI_CONFIG_INVALID' && this.#metEnvironment && !settingVariables.some(this.#environment.isFromFile)
    );
  }

  /** Listens with a definition, or says why that is impossible. */
  async #begin(loaded: Loaded, files: readonly string[]): Promise<void> {
    if (!loaded.ok) return this.#broken(files, loaded.diagnostics, loaded.thrown);
    const { createApp } = await import('@gati-framework/core');
    this.#metEnvironment = true;
    await this.#listen(createApp(loaded.definition));
    this.#say({
      kind: 'listening',
      url: this.#url!,
      definition: loaded.definition,
      diagnostics: loaded.diagnostics,
    });
  }

  async #listen(app: GatiApp): Promise<void> {
    try {
      const { url } = await app.listen();
      this.#app = app;
      this.#url = url;
    } catch (error) {
      await app.close().catch(() => undefined);
      throw error;
    }
  }

  /** Starts over: every module is evaluated anew. The old app answers until the new one is known to load. */
  async #restart(cause: string, files: readonly string[], started: number): Promise<void> {
    const loaded = await this.#project.restart();
    if (!loaded.ok) return this.#broken(files, loaded.diagnostics, loaded.thrown);
    const { createApp } = await import('@gati-framework/core');
    const app = createApp(loaded.definition);
    const old = this.#app;
    this.#app = undefined;
    await old?.close();
    await this.#listen(app);
    this.#behind = false;
    this.#say({ kind: 'restarted', cause, url: this.#url!, milliseconds: performance.now() - started });
  }

  #broken(files: readonly string[], diagnostics: readonly Diagnostic[], thrown: unknown): void {
    this.#say({
      kind: 'broken',
      files: this.#names(files),
      diagnostics,
      thrown,
      serving: this.#app !== undefined,
    });
  }

  #say(event: DevEvent): void {
    this.#isBroken = event.kind === 'broken';
    this.#options.onEvent(event);
  }

  #names(files: readonly string[]): string[] {
    return files.map((file) => relative(this.#options.root, file).split(sep).join('/'));
  }
}

/** How often files that change while they are read are read. */
const maximumReads = 4;

/** Variables that are settings. */
const settingVariables = ['PORT', 'HOST', 'LOG_LEVEL'];

/** Two reloads without anything between them, as one. */
function joined(first: Reloaded | undefined, second: Reloaded): Reloaded {
  if (first === undefined) return second;
  return {
    loaded: second.loaded,
    changedFiles: [...new Set([...first.changedFiles, ...second.changedFiles])],
    changedHandlers: [...new Set([...first.changedHandlers, ...second.changedHandlers])],
    changed: first.changed || second.changed,
    configChanged: first.configChanged || second.configChanged,
  };
}

/** What no edit can mend: the command ends. */
const fatal: ReadonlySet<string> = new Set([
  'GATI_PORT_TAKEN',
  'GATI_LISTEN_FAILED',
  'GATI_NATIVE_MISSING',
  'GATI_NATIVE_VERSION',
]);

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** Flags are the strongest word on where to listen, so they take the place of the variables. */
function overrides(options: DevOptions): Readonly<Record<string, string>> {
  return {
    ...(options.port === undefined ? {} : { PORT: options.port }),
    ...(options.host === undefined ? {} : { HOST: options.host }),
  };
}
