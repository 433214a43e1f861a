// Reads what the driver of the probes told on a console, between whatever else was printed there.
import { cleanLine } from '../../runtime/index.js';
import type { ConsoleLine } from '../machine/index.js';
import type { Measured, ProbeRun } from './probe.js';

/** The last lines of a probe's output that are kept. */
const MAX_OUTPUT_LINES = 40;

const LABEL = /^[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}$/;
const UNIT = /^\S{1,20}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A run while its lines come in. */
interface OpenRun {
  readonly name: string;
  readonly startedAt: number;
  readonly measured: Measured[];
  readonly output: string[];
  unable?: string;
  refused?: string;
}

/**
 * What became of each probe that began, by its name. `token` is the one that the guest was given: lines
 * with another one are output. A probe that begins before the last one has ended has no exit code for
 * that one; of several runs of one probe the first counts.
 */
export function readProbeRuns(
  lines: readonly ConsoleLine[],
  token: string,
): ReadonlyMap<string, ProbeRun> {
  const runs = new Map<string, ProbeRun>();
  let open: OpenRun | undefined;
  const close = (more: Pick<ProbeRun, 'exitCode' | 'seconds'> = {}): void => {
    if (open !== undefined && !runs.has(open.name)) runs.set(open.name, closed(open, more));
    open = undefined;
  };
  for (const { at, text } of lines) {
    const { printed, told } = parted(text, token);
    if (open !== undefined && printed !== '') print(open, printed);
    if (told === undefined) continue;
    const line = cleanLine(told);
    const [verb = '', ...words] = line.split(' ');
    if (verb === 'begin' && words.length === 1) {
      close();
      open = { name: words[0] ?? '', startedAt: at, measured: [], output: [] };
    } else if (open === undefined) {
      continue;
    } else if (verb === 'end' && words[0] === open.name && /^\d{1,3}$/.test(words[1] ?? '')) {
      close({ exitCode: Number(words[1]), seconds: Math.max(0, at - open.startedAt) });
    } else if ((verb === 'measure' && line !== told) || !tell(open, verb, words)) {
      // A blank too many, which cleaning takes away, stands where a number is missing.
      print(open, line);
    }
  }
  close();
  return runs;
}

/**
 * What another program left on the line comes before what the driver told, which is as it came; its token
 * is in nothing else.
 */
function parted(text: string, token: string): { printed: string; told: string | undefined } {
  const mark = `@nmi:${token} `;
  const at = text.indexOf(mark);
  return at === -1
    ? { printed: cleanLine(text), told: undefined }
    : { printed: cleanLine(text.slice(0, at)), told: text.slice(at + mark.length) };
}

/** Whether it was a line of the protocol. */
function tell(open: OpenRun, verb: string, words: readonly string[]): boolean {
  switch (verb) {
    case 'measure': {
      const measured = readMeasured(words);
      if (measured !== undefined) open.measured.push(measured);
      return measured !== undefined;
    }
    case 'unable':
      open.unable ??= words.join(' ');
      return true;
    case 'refused':
      open.refused ??= words.join(' ');
      return true;
    case 'start':
    case 'done':
      return true;
    default:
      return false;
  }
}

function readMeasured([label, unit, ...numbers]: readonly string[]): Measured | undefined {
  if (label === undefined || !LABEL.test(label)) return undefined;
  if (unit === undefined || !UNIT.test(unit)) return undefined;
  if (!numbers.every((number) => NUMBER.test(number))) return undefined;
  const [after, before, ...more] = numbers.map(Number);
  if (after === undefined || more.length > 0) return undefined;
  if (![after, before ?? 0].every(Number.isFinite)) return undefined;
  return { label, unit, after, ...(before === undefined ? {} : { before }) };
}

function print(open: OpenRun, line: string): void {
  open.output.push(line);
  if (open.output.length > MAX_OUTPUT_LINES) open.output.shift();
}

function closed(
  { measured, output, unable, refused }: OpenRun,
  more: Pick<ProbeRun, 'exitCode' | 'seconds'>,
): ProbeRun {
  return {
    measured,
    output,
    ...(unable === undefined ? {} : { unable }),
    ...(refused === undefined ? {} : { refused }),
    ...more,
  };
}
