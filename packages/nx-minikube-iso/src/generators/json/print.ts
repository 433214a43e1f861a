// How JSON is written into files that people read.

export interface JsonLayout {
  /** Of one level. */
  readonly indent: string;
  readonly lineEnd: '\n' | '\r\n';
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"';

/** A list of nothing but strings, as `JSON.stringify` writes it: one in each line. */
const LIST_OF_STRINGS = new RegExp(`\\[\\n\\s*(${STRING}(?:,\\n\\s*${STRING})*)\\n\\s*\\]`, 'g');

/** The JSON of a value: objects over several lines, lists of strings on one, as Prettier leaves them. */
export function printJson(
  value: unknown,
  { indent, lineEnd }: JsonLayout = { indent: '  ', lineEnd: '\n' },
): string {
  return JSON.stringify(value, undefined, indent)
    .replace(LIST_OF_STRINGS, (_, items: string) => `[${items.replace(/,\n\s*/g, ', ')}]`)
    .replaceAll('\n', lineEnd);
}

/** How a text is laid out already. */
export function layoutOf(text: string): JsonLayout {
  return {
    indent: /^([ \t]+)"/m.exec(text)?.[1] ?? '  ',
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
