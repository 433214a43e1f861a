// The one place that turns an error into what a person reads.
import { IsoError } from '../errors.js';
import { cleanLine, cleanText } from './clean-text.js';

/**
 * `CODE: message`, then indented the message's further lines, the last lines of a failed command's output
 * if it has any, the cause and the hint. Anything but an IsoError is a bug and is shown with its stack.
 */
export function formatError(error: unknown): string {
  if (!(error instanceof IsoError)) return cleanText(stackOf(error));
  const [message = '', ...more] = cleanText(error.message).trimEnd().split('\n');
  const lines = [`${cleanLine(error.code)}: ${cleanLine(message, 2000)}`];
  for (const line of more) lines.push(`  ${indentOf(line)}${cleanLine(line, 2000)}`);
  for (const line of lastLines(error)) lines.push(`  | ${cleanLine(line, 2000)}`);
  const cause = causeOf(error);
  if (cause !== undefined) lines.push(`  cause: ${cleanLine(cause, 2000)}`);
  const [hint = '', ...rest] = cleanText(error.hint).trimEnd().split('\n');
  lines.push(`  hint: ${hint}`, ...rest.map((line) => `        ${line}`));
  return lines.join('\n');
}

/** Lists within a message are indented; nothing is gained by a deep indentation from outside. */
function indentOf(line: string): string {
  return (/^ */.exec(line)?.[0] ?? '').slice(0, 16);
}

function lastLines(error: IsoError): readonly string[] {
  const { lastLines } = error.details;
  if (!Array.isArray(lastLines)) return [];
  return lastLines.filter((line): line is string => typeof line === 'string');
}

function causeOf(error: IsoError): string | undefined {
  const { cause } = error;
  if (!(cause instanceof Error) || cause.message === '') return undefined;
  const text = cause instanceof IsoError ? `${cause.code}: ${cause.message}` : cause.message;
  return error.message.includes(cause.message) ? undefined : text;
}

function stackOf(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : `A value was thrown: ${JSON.stringify(error)}`;
}
