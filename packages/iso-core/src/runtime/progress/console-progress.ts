// Progress on a console: one live line on a terminal, plain and few lines in CI and in files.
import { cleanLine, cleanText } from '../text/clean-text.js';
import type { Progress } from './progress.js';
import { LiveLine } from './live-line.js';
import { duration, StepState } from './step-state.js';

/** Where progress is written; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ConsoleProgressOptions {
  readonly stream?: ProgressStream;
  /** Whether to keep one line alive. Default: a terminal that is not dumb, outside CI. */
  readonly isTty?: boolean;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** In CI a step is heard of at most this often between its beginning and end. */
const PLAIN_MILLISECONDS = 15_000;

/** Writes progress to `stream` (standard error by default); all text is cleaned. */
export function consoleProgress(options: ConsoleProgressOptions = {}): Progress {
  const stream = options.stream ?? process.stderr;
  const now = options.now ?? (() => performance.now());
  const live = options.isTty ?? isLive(stream, options.env ?? process.env);
  return live ? liveProgress(stream, now) : plainProgress(stream, now);
}

function isLive(
  stream: ProgressStream,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const { CI, TERM } = env;
  const inCi = CI !== undefined && !['', '0', 'false'].includes(CI);
  return stream.isTTY === true && !inCi && TERM !== 'dumb';
}

function plainProgress(stream: ProgressStream, now: () => number): Progress {
  const say = (line: string) => stream.write(`${cleanLine(line, 1000)}\n`);
  return {
    note: (text) => stream.write(`${noteText(text)}\n`),
    step(title) {
      const state = new StepState(title, now());
      let open = true;
      let saidAt = state.startedAt;
      say(`${state.title} …`);
      const end = (word: string, detail?: string) => {
        if (!open) return;
        open = false;
        say(ending(state, now(), word, detail));
      };
      return {
        update(update) {
          const at = now();
          state.update(update, at);
          if (!open || at - saidAt < PLAIN_MILLISECONDS) return;
          saidAt = at;
          say(`${state.title}: ${state.describe(at)}`);
        },
        done: (detail) => end('done', detail),
        fail: (detail) => end('failed', detail),
      };
    },
  };
}

/** Cleaned and on one line, with its indentation and columns as they are. */
function noteText(text: string): string {
  return cleanText(cleanText(text).trimEnd().replaceAll('\n', ' ')).slice(0, 1000);
}

function liveProgress(stream: ProgressStream, now: () => number): Progress {
  const open = new Set<StepState>();
  const line = new LiveLine(stream, () => {
    const current = [...open].at(-1);
    return current && `${current.title}: ${current.describe(now())}`;
  });
  return {
    note: (text) => line.above(noteText(text)),
    step(title) {
      const state = new StepState(title, now());
      open.add(state);
      line.refresh(now());
      const end = (mark: string, word: string, detail?: string) => {
        if (!open.delete(state)) return;
        line.above(`${mark} ${ending(state, now(), word, detail)}`);
      };
      return {
        update(update) {
          const at = now();
          state.update(update, at);
          if (open.has(state)) line.refresh(at);
        },
        done: (detail) => end('✔', 'done', detail),
        fail: (detail) => end('✖', 'failed', detail),
      };
    },
  };
}

function ending(state: StepState, at: number, word: string, detail = ''): string {
  const more = detail === '' ? '' : `, ${cleanLine(detail, 200)}`;
  return `${state.title}: ${word} in ${duration(at - state.startedAt)}${more}`;
}
