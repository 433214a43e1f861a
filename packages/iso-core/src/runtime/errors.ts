// The one error type of the project. Everything that a user can cause or mend is an IsoError; any
// other exception is a bug.

export interface IsoErrorOptions {
  /** The next thing to do, as one sentence or a command. */
  hint: string;
  cause?: unknown;
  /** Expected and found values, names, paths: for machines and tests; never secrets. */
  details?: Readonly<Record<string, unknown>>;
}

/** What an error says of itself, as it is written down or told elsewhere. */
export interface IsoErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error with a stable code, a one-line message and a hint with the next step. */
export class IsoError extends Error {
  /** Stable, upper case, documented in the troubleshooting page: `BASE_NOT_AN_ISO`. */
  readonly code: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: IsoErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'IsoError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  /** The error that was written down, with its own code. */
  static restored({ code, message, hint, details }: IsoErrorRecord): IsoError {
    return new this(code, message, { hint, details });
  }
}

/** Whether `error` is an IsoError with one of `codes` (with any code when none is given). */
export function isIsoError(error: unknown, ...codes: string[]): error is IsoError {
  return error instanceof IsoError && (codes.length === 0 || codes.includes(error.code));
}
