// What a command prints: the tail that is kept in memory, and its lines as they appear.
import { StringDecoder } from 'node:string_decoder';

/** Keeps the last `limit` bytes of what is pushed (whole pieces, so a little more for a while). */
export class OutputTail {
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(private readonly limit: number) {}

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    for (let first = this.#pieces[0]; first !== undefined; first = this.#pieces[0]) {
      if (this.#bytes - first.length < this.limit) return;
      this.#bytes -= first.length;
      this.#pieces.shift();
    }
  }

  /** The kept bytes as UTF-8, invalid bytes replaced. */
  text(): string {
    const bytes = Buffer.concat(this.#pieces);
    return bytes.subarray(Math.max(0, bytes.length - this.limit)).toString('utf8');
  }
}

const LONGEST_LINE = 64 * 1024;

/** Cuts pieces of output into lines; a carriage return ends a line too, as progress displays use it. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  push(piece: Uint8Array): void {
    this.#take(this.#decoder.write(Buffer.from(piece)));
  }

  /** Gives out what is left after the last line end. */
  end(): void {
    this.#take(this.#decoder.end());
    const last = this.#rest.replace(/\r$/, '');
    this.#rest = '';
    if (last !== '') this.onLine(last);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.onLine(line);
    if (this.#rest.length <= LONGEST_LINE) return;
    this.onLine(this.#rest);
    this.#rest = '';
  }
}
