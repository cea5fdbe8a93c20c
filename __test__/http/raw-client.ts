/** A client that says what a test tells it, byte for byte. */

import { connect, type Socket } from 'node:net';

/** What a client does, one after the other. */
export type Step =
  | { readonly say: string | Buffer }
  /** Waits for this text, and forgets everything up to its end. */
  | { readonly hear: string }
  /** Everything that comes up to the end is this. */
  | { readonly hearAll: string | RegExp }
  /** Says that nothing more comes. */
  | { readonly end: true }
  /** Leaves without a word. */
  | { readonly reset: true };

/** One connection. */
export class RawClient {
  readonly socket: Socket;
  /** What came and was not heard yet, as Latin-1. */
  text = '';
  readonly ended: Promise<void>;
  #wake: () => void = () => undefined;
  #isOver = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
      this.#wake();
    });
    this.socket.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      const over = (): void => {
        this.#isOver = true;
        this.#wake();
        resolve();
      };
      this.socket.once('end', over);
      this.socket.once('close', over);
    });
  }

  say(text: string | Buffer): void {
    this.socket.write(text, 'latin1');
  }

  /** Waits for a text; gives what came before it. */
  async hear(text: string): Promise<string> {
    for (;;) {
      const at = this.text.indexOf(text);
      if (at !== -1) {
        const before = this.text.slice(0, at);
        this.text = this.text.slice(at + text.length);
        return before;
      }
      if (this.#isOver) throw new Error(`the connection ended after ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Does everything, and leaves. Gives what came at last and was not asked for. */
  async run(steps: readonly Step[]): Promise<string> {
    for (const step of steps) {
      if ('say' in step) this.say(step.say);
      else if ('hear' in step) await this.hear(step.hear);
      else if ('end' in step) this.socket.end();
      else if ('reset' in step) this.socket.resetAndDestroy();
      else {
        await this.ended;
        const { text } = this;
        const fits = typeof step.hearAll === 'string' ? text === step.hearAll : step.hearAll.test(text);
        if (!fits) throw new Error(`${JSON.stringify(text)} is not ${String(step.hearAll)}`);
      }
    }
    this.socket.destroy();
    return this.text;
  }
}
