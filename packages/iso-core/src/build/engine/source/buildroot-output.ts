// What Buildroot prints: which package it is at, and of that package alone the last lines and the errors.
// With several commands at once an error is not among the last lines: the others go on for a while.
import { isErrorLine } from '../../../kernel/index.js';
import { cleanLine, cleanText } from '../../../runtime/index.js';

/** The package and the step of a line such as `>>> linux 6.6.95 Building`. */
export interface BuildrootStep {
  /** Empty for what belongs to no package: `>>>   Finalizing target directory`. */
  readonly name: string;
  /** Empty where it has none. */
  readonly version: string;
  /** `Building` */
  readonly action: string;
}

/** Name, version and message with one space between each (MESSAGE in Buildroot's package/pkg-utils.mk). */
const STEP = /^>>> (\S*) (\S*) (\S.*)$/;

const KEPT_LINES = 15;
const KEPT_ERRORS = 5;

/** Reads the lines of a make as they appear. */
export class BuildrootOutput {
  #step: BuildrootStep | undefined;
  #lines: string[] = [];
  #errors: string[] = [];

  constructor(private readonly onStep: (step: BuildrootStep) => void) {}

  line(raw: string): void {
    // Steps are printed in bold where there is a type of terminal.
    const [, name, version, action] = STEP.exec(cleanText(raw)) ?? [];
    if (name === undefined || version === undefined || action === undefined) {
      const line = cleanLine(raw, 300);
      if (line === '') return;
      this.#lines = [...this.#lines.slice(1 - KEPT_LINES), line];
      if (isErrorLine(line) && this.#errors.length < KEPT_ERRORS) this.#errors.push(line);
      return;
    }
    [this.#lines, this.#errors] = [[], []];
    this.#step = { name, version, action };
    this.onStep(this.#step);
  }

  /** Where it is; undefined before Buildroot has begun. */
  get step(): BuildrootStep | undefined {
    return this.#step;
  }

  /** The last lines since then, after the first errors that are not among them. */
  get lastLines(): readonly string[] {
    return [...this.#errors.filter((line) => !this.#lines.includes(line)), ...this.#lines];
  }
}

/** `linux 6.6.95: Building`, as a person reads it. */
export function describeStep({ name, version, action }: BuildrootStep): string {
  const what = [name, version].filter((word) => word !== '').join(' ');
  return what === '' ? action : `${what}: ${action}`;
}
