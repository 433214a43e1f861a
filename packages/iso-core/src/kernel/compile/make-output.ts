// What a compiling make prints: how far it is, and why it failed.
import { cleanLine, IsoError, writeError } from '../../runtime/index.js';

export interface MakeProgress {
  /** Objects compiled so far. */
  readonly steps: number;
  /** How many there are to compile; only in a tree where nothing is compiled yet. */
  readonly expected?: number;
  /** The file that is being made. */
  readonly file: string;
}

const KEPT_ERRORS = 8;

/** A line of kbuild's short log: `  CC [M]  net/sched/sch_prio.o`. */
const STEP = /^ {2}([A-Z][A-Z0-9_]*)(?: \[M\])? +(\S+)/;

const ERROR =
  /(?:^|\s)(?:fatal )?error:|undefined reference to|No rule to make target|No space left on device|Killed signal terminated|: Error: |^ERROR: |^FAILED:|: not found$|internal compiler error/;

/** make's own word on what failed; of use only where nothing else is. */
const MAKE_ERROR = /^make(?:\[\d+\])?: \*\*\*/;

/** Whether a line says why something was not made; make's own lines do not. */
export function isErrorLine(line: string): boolean {
  return ERROR.test(line);
}

/** Reads the lines of a make as they appear. */
export class MakeOutput {
  #steps = 0;
  readonly #errors: string[] = [];
  readonly #makeErrors: string[] = [];

  constructor(
    private readonly onProgress: (progress: MakeProgress) => void,
    private readonly expected?: number,
  ) {}

  line(line: string): void {
    const [, action, target] = STEP.exec(line) ?? [];
    if (action !== undefined && target !== undefined) this.#step(action, target);
    else if (MAKE_ERROR.test(line)) keep(this.#makeErrors, line);
    else if (isErrorLine(line)) keep(this.#errors, line);
  }

  /** The first errors, or make's own when there are no others. */
  get errors(): readonly string[] {
    return this.#errors.length > 0 ? this.#errors : this.#makeErrors;
  }

  #step(action: string, file: string): void {
    if (action === 'CC' || action === 'AS') this.#steps += 1;
    const { expected } = this;
    this.onProgress({ steps: this.#steps, file, ...(expected === undefined ? {} : { expected }) });
  }
}

/**
 * `COMPILE_FAILED` with the first errors and where the whole log is; `DISK_FULL` when that is why.
 *
 * @param what what was being compiled: `the kernel`
 */
export function compileError(
  what: string,
  output: MakeOutput,
  log: string,
  cause: unknown,
): unknown {
  const { errors } = output;
  if (errors.some((line) => line.includes('No space left on device'))) {
    return writeError(Object.assign(new Error(what), { code: 'ENOSPC' }), log);
  }
  const killed = errors.some((line) => line.includes('Killed signal terminated'));
  return new IsoError(
    'COMPILE_FAILED',
    `Compiling ${what} failed: ${errors[0] ?? 'make gave no reason'}`,
    {
      hint: killed
        ? `The compiler was killed, often for lack of memory: use fewer jobs ("kernel.compiler.jobs"). The whole log: ${log}`
        : `The whole log: ${log}`,
      cause,
      details: { errors, log },
    },
  );
}

function keep(lines: string[], line: string): void {
  if (lines.length < KEPT_ERRORS) lines.push(cleanLine(line, 300));
}
