// The URL of a file whose path make or the shell puts together: `file://$(CURDIR)/dist/minikube.iso`.
import type { TextValue } from './expand.js';
import { type Expression, maskedText } from './expression.js';
import type { Assignment } from './makefile.js';

/** Masked, so that what make expands is any character; of the shell's there are variables and `$(pwd)`. */
const FILE_URL = /^\s*(["']?)(file:\/\/(?:[^\s"'`;|&<>()$,]|\$\$(?:\w+|\{\w+\}|\(pwd\)))+)\1\s*$/;

/** The whole URL as it is written; undefined for anything else, and where a comma could end it. */
export function fileUrl(
  expression: Expression,
  assignment: Assignment | undefined,
  depth: number,
): TextValue | undefined {
  const [whole, , url] = FILE_URL.exec(maskedText(expression)) ?? [];
  if (whole === undefined || url === undefined) return undefined;
  const { source } = expression;
  const from = expression.from + whole.indexOf(url);
  const text = source.text.slice(from, from + url.length);
  if (text.includes(',')) return undefined;
  const [start, end] = [source.offsetOf(from), source.offsetOf(from + url.length - 1) + 1];
  const about = assignment === undefined ? {} : { assignment };
  const piece = { file: source.file, start, end, text, depth, ...about };
  return { kind: 'text', pieces: [piece], home: expression };
}
