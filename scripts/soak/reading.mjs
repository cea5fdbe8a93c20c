/** Answers of a connection one after another, whose lengths are told or that come in chunks. */

export class Answers {
  #pieces = [];
  #text = '';
  #isOver = false;
  #wake = () => undefined;

  constructor(socket) {
    socket.on('data', (piece) => {
      this.#pieces.push(piece);
      this.#wake();
    });
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** The body of the next one, behind its status if that is not 200; nothing if the connection ends before. */
  async next() {
    const end = await this.#find('\r\n\r\n', 0);
    if (end === -1) return undefined;
    const head = this.#text.slice(0, end).toLowerCase();
    this.#text = this.#text.slice(end + 4);
    const body = head.includes('transfer-encoding: chunked')
      ? await this.#chunks()
      : await this.#take(Number(/content-length: (\d+)/.exec(head)?.[1]));
    const status = head.slice('http/1.1 '.length, 'http/1.1 200'.length);
    return status === '200' || body === undefined ? body : `${status} ${body}`;
  }

  async #chunks() {
    let body = '';
    for (;;) {
      const line = await this.#find('\r\n', 0);
      if (line === -1) return undefined;
      const size = Number.parseInt(this.#text.slice(0, line), 16);
      this.#text = this.#text.slice(line + 2);
      const chunk = await this.#take(size + 2);
      if (chunk === undefined || !chunk.endsWith('\r\n')) return undefined;
      if (size === 0) return body;
      body += chunk.slice(0, -2);
    }
  }

  async #take(length) {
    while (this.#text.length < length) {
      if (!(await this.#more())) return undefined;
    }
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return taken;
  }

  async #find(part, from) {
    for (;;) {
      const at = this.#text.indexOf(part, from);
      if (at !== -1) return at;
      if (!(await this.#more())) return -1;
    }
  }

  /** False where there is nothing more. */
  async #more() {
    if (this.#pieces.length === 0 && !this.#isOver) await new Promise((resolve) => (this.#wake = resolve));
    if (this.#pieces.length === 0) return false;
    this.#text += this.#pieces.join('');
    this.#pieces = [];
    return true;
  }
}
