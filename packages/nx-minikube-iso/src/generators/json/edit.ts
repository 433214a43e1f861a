// Changes one place of a JSON file and no other byte: comments, order, line ends and indentation stay, and
// what is added is laid out like what is there.
import { cleanLine, IsoError } from 'iso-core';
import { childOf, jsonNodes, type JsonNode } from './nodes.js';
import { layoutOf, printJson } from './print.js';

export interface JsonFile {
  /** How errors call it. */
  readonly path: string;
  readonly text: string;
}

/**
 * Puts a value at a path of keys; the objects around it are added where they are missing. Both functions
 * return the new text. Error: `JSON_OF_OTHER_KIND`.
 */
export function setJson(file: JsonFile, path: readonly string[], value: unknown): string {
  const { text } = file;
  let node = jsonNodes(text);
  for (const [depth, key] of path.entries()) {
    const child = childOf(node, key);
    if (child === undefined) {
      const inner = path.slice(depth + 1).reduceRight<unknown>((of, at) => ({ [at]: of }), value);
      return append(file, node, inner, key);
    }
    node = child;
  }
  const printed = indented(text, value, indentAt(text, node.start));
  return `${text.slice(0, node.start)}${printed}${text.slice(node.end)}`;
}

/** Puts a value at the end of the list at a path of keys, which is added where it is missing. */
export function appendJson(file: JsonFile, path: readonly string[], value: unknown): string {
  const list = path.reduce<JsonNode | undefined>(
    (node, key) => (node === undefined ? undefined : childOf(node, key)),
    jsonNodes(file.text),
  );
  return list === undefined ? setJson(file, path, [value]) : append(file, list, value);
}

/** Adds the last child of an object or a list, behind the comments that belong to the one before. */
function append(file: JsonFile, node: JsonNode, value: unknown, key?: string): string {
  const { text } = file;
  assertHolds(file, node, key === undefined ? '[' : '{');
  const { indent: step, lineEnd } = layoutOf(text);
  const { children = [], end } = node;
  const close = end - 1;
  const at = text.slice(0, close).trimEnd().length;
  const last = children.at(-1)?.value;
  const closesOnOwnLine = text.slice(at, close).includes('\n');
  const opensUp = !closesOnOwnLine && last === undefined && key !== undefined;
  const outer = indentAt(text, close);
  const indent = last === undefined ? outer + step : indentAt(text, last.start);

  const name = key === undefined ? '' : `${JSON.stringify(key)}: `;
  const onOwnLine = closesOnOwnLine || opensUp;
  const added = [
    onOwnLine ? lineEnd + indent : at === node.start + 1 ? '' : ' ',
    name,
    onOwnLine ? indented(text, value, indent) : printJson(value).replace(/\n\s*/g, ' '),
    node.trailingComma === true ? ',' : '',
    opensUp ? lineEnd + outer : '',
  ].join('');
  const comma = last === undefined || node.trailingComma === true ? '' : ',';
  const commaAt = last?.end ?? at;
  return `${text.slice(0, commaAt)}${comma}${text.slice(commaAt, at)}${added}${text.slice(at)}`;
}

function assertHolds({ path, text }: JsonFile, { start, end }: JsonNode, bracket: '[' | '{'): void {
  if (text[start] === bracket) return;
  const expected = bracket === '[' ? 'a list' : 'an object';
  const line = text.slice(0, start).split('\n').length;
  const found = cleanLine(text.slice(start, end), 80);
  throw new IsoError(
    'JSON_OF_OTHER_KIND',
    `${path}:${line}: expected ${expected}, found ${found}`,
    {
      hint: `Correct ${path}, and run this again.`,
      details: { path, line, expected, found },
    },
  );
}

/** A value as the text would have it, the lines after its first indented further. */
function indented(text: string, value: unknown, indent: string): string {
  const layout = layoutOf(text);
  return printJson(value, layout).replaceAll(layout.lineEnd, layout.lineEnd + indent);
}

/** The indentation of the line in which `offset` lies. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
