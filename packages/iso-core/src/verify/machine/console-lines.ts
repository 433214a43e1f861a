// The lines of a console, each with the time at which its first character came.
import { StringDecoder } from 'node:string_decoder';
import { cleanText } from '../../runtime/index.js';

export interface ConsoleLine {
  /** When its first character came, in seconds since the machine was started. */
  readonly at: number;
  /** Without control sequences, without a line end, never empty. */
  readonly text: string;
}

/** Characters after which a line is broken: a console that floods need not end any. */
const LONGEST_LINE = 4096;

/** Cuts pieces of a console into lines; lines that show nothing are left out. */
export class ConsoleLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #restSince = 0;

  /** The lines that end with `piece`, which came `at` so many seconds. */
  push(piece: Uint8Array, at: number): ConsoleLine[] {
    return this.#take(this.#decoder.write(Buffer.from(piece)), at);
  }

  /** What of a line is there so far; a prompt never ends its line. */
  unfinished(): ConsoleLine | undefined {
    return consoleLine({ text: this.#rest, at: this.#restSince });
  }

  /** The last line, at the end of the console. */
  end(at: number): ConsoleLine[] {
    return this.#take(`${this.#decoder.end()}\n`, at);
  }

  #take(text: string, at: number): ConsoleLine[] {
    const since = this.unfinished()?.at ?? at;
    const lines = (this.#rest + text).split(/[\r\n]/).map((line, index) => ({
      text: line,
      at: index === 0 ? since : at,
    }));
    const parts = lines.flatMap(broken);
    // What is left of the last one may go on.
    const open = parts.pop();
    this.#rest = open?.text ?? '';
    this.#restSince = open?.at ?? at;
    return parts.flatMap((part) => consoleLine(part) ?? []);
  }
}

function broken({ text, at }: ConsoleLine): ConsoleLine[] {
  const parts: ConsoleLine[] = [{ text: text.slice(0, LONGEST_LINE), at }];
  for (let from = LONGEST_LINE; from < text.length; from += LONGEST_LINE) {
    parts.push({ text: text.slice(from, from + LONGEST_LINE), at });
  }
  return parts;
}

function consoleLine({ text: raw, at }: ConsoleLine): ConsoleLine | undefined {
  const text = cleanText(raw).replaceAll('\n', ' ').trimEnd();
  return text === '' ? undefined : { at, text };
}
