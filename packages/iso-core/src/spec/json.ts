// Reads strict JSON (RFC 8259) and remembers where everything stands, so that an error names its line.
import { IsoError } from '../runtime/index.js';
import { quoted } from './quoted.js';
import { positionAt, type TextPosition } from './text-position.js';

export interface JsonDocument {
  readonly value: unknown;
  /** Where the value at a path of keys and indexes begins; for a missing one, its nearest parent. */
  positionOf(path: readonly PropertyKey[]): TextPosition;
}

interface Node {
  readonly offset: number;
  readonly value: unknown;
  readonly children?: ReadonlyMap<PropertyKey, Node>;
}

/** Deeper nesting is refused; no spec needs a tenth of it. */
const MAX_DEPTH = 64;

/**
 * Parses `text` as JSON; `name` is how errors call the file.
 *
 * @throws IsoError `SPEC_NOT_JSON` with the line, the column and what was expected there
 */
export function parseJson(text: string, name: string): JsonDocument {
  const root = new JsonReader(text, name).document();
  return {
    value: root.value,
    positionOf(path) {
      let node = root;
      for (const key of path) node = node.children?.get(key) ?? node;
      return positionAt(text, node.offset);
    },
  };
}

class JsonReader {
  private offset = 0;

  constructor(
    private readonly text: string,
    private readonly name: string,
  ) {}

  document(): Node {
    if (this.text.startsWith('\uFEFF')) this.offset = 1;
    const node = this.valueNode(0);
    this.skipSpace();
    if (this.offset < this.text.length) this.fail('the end of the file');
    return node;
  }

  private valueNode(depth: number): Node {
    this.skipSpace();
    const offset = this.offset;
    if (depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} levels of nesting`);
    const next = this.text[offset];
    if (next === '{') return this.objectNode(depth);
    if (next === '[') return this.arrayNode(depth);
    if (next === '"') return { offset, value: this.string() };
    const literal = this.match(/(?:true|false|null)(?![\w$])/y) ?? this.number();
    if (literal === undefined) this.fail('a value');
    return { offset, value: JSON.parse(literal) };
  }

  private objectNode(depth: number): Node {
    const offset = this.offset;
    const children = new Map<string, Node>();
    this.offset += 1;
    this.skipSpace();
    if (!this.take('}')) {
      do {
        this.skipSpace();
        if (this.text[this.offset] !== '"') this.fail('a key in double quotes');
        const keyOffset = this.offset;
        const key = this.string();
        if (children.has(key)) this.fail('every key once', keyOffset);
        this.skipSpace();
        if (!this.take(':')) this.fail('a colon');
        children.set(key, this.valueNode(depth + 1));
        this.skipSpace();
      } while (this.take(','));
      if (!this.take('}')) this.fail('a comma or a closing brace');
    }
    const value = Object.fromEntries([...children].map(([key, node]) => [key, node.value]));
    return { offset, value, children };
  }

  private arrayNode(depth: number): Node {
    const offset = this.offset;
    const children: Node[] = [];
    this.offset += 1;
    this.skipSpace();
    if (!this.take(']')) {
      do {
        children.push(this.valueNode(depth + 1));
        this.skipSpace();
      } while (this.take(','));
      if (!this.take(']')) this.fail('a comma or a closing bracket');
    }
    const value = children.map((node) => node.value);
    return { offset, value, children: new Map(children.entries()) };
  }

  private string(): string {
    const start = this.offset;
    for (this.offset += 1; this.text[this.offset] !== '"'; this.offset += 1) {
      const code = this.text.charCodeAt(this.offset);
      if (Number.isNaN(code) || code === 0x0a || code === 0x0d) this.fail('a closing double quote');
      if (code < 0x20) this.fail('no control character in a text');
      if (code === 0x5c && this.match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y, -1) === undefined) {
        this.fail('an escape such as \\" or \\n');
      }
    }
    this.offset += 1;
    return JSON.parse(this.text.slice(start, this.offset)) as string;
  }

  private number(): string | undefined {
    return this.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.])/y);
  }

  /** Steps over what `pattern` (sticky) matches here, less or more by `adjust` characters. */
  private match(pattern: RegExp, adjust = 0): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length + adjust;
    return found;
  }

  private take(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset += 1;
    return true;
  }

  private skipSpace(): void {
    while (' \t\r\n'.includes(this.text[this.offset] ?? '.')) this.offset += 1;
  }

  private fail(expected: string, offset = this.offset): never {
    const { line, column } = positionAt(this.text, offset);
    const found = describe(this.text, offset);
    throw new IsoError(
      'SPEC_NOT_JSON',
      `${this.name}:${line}:${column}: expected ${expected}, found ${found}`,
      { hint: hintFor(this.text, offset), details: { line, column, expected, found } },
    );
  }
}

function describe(text: string, offset: number): string {
  const rest = text.slice(offset, offset + 200);
  if (rest === '') return 'the end of the file';
  if (/^\/[/*]/.test(rest)) return 'a comment';
  const [token = ''] = /^(?:"[^"\n]+"|[\w$]+|[^])/u.exec(rest) ?? [];
  return quoted(token.replace(/^"(.+)"$/, '$1'));
}

function hintFor(text: string, offset: number): string {
  const next = text[offset];
  if (/^(?:\/[/*]|#)/.test(text.slice(offset, offset + 2))) {
    return 'JSON has no comments: remove it.';
  }
  if ((next === '}' || next === ']') && text.slice(0, offset).trimEnd().endsWith(',')) {
    return 'JSON has no trailing commas: remove the comma before it.';
  }
  if (next === "'") return 'JSON quotes with double quotes: replace the single ones.';
  return 'Correct the file; an editor that knows JSON shows the place.';
}
