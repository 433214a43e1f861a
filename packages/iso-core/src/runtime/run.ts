// The one process runner. Commands are argument arrays; nothing is ever given to a shell.
/** What to run: decided by one part of the core, run by a build host. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute folder to run in. */
  readonly cwd?: string;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Given to standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array;
  /** Whether standard input stays open after `input`, for as long as this process and the command live. */
  readonly holdsInput?: boolean;
  /** Exit codes that are not an error. Default: 0 alone. */
  readonly okExitCodes?: readonly number[];
  /** How it is asked to end before it is killed. Default: by SIGTERM, which it has 2 s for. */
  readonly stop?: StopRequest;
}

export interface StopRequest {
  readonly signal: NodeJS.Signals;
  /** How long the command may take to end in its own way. */
  readonly milliseconds: number;
}

export interface RunOptions {
  /** Ends the whole process tree when aborted. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Called with each line of standard output and standard error as it appears. */
  readonly onLine?: (line: string) => void;
  /** Called with each piece of output as it comes, for what does not wait for the end of a line. */
  readonly onOutput?: (piece: Uint8Array, from: 'stdout' | 'stderr') => void;
  /** How many of the last bytes of each output the result has. Default: 64 MiB. */
  readonly keptBytes?: number;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command; rejects with `COMMAND_FAILED`, `COMMAND_NOT_FOUND`, `TIMED_OUT` or `CANCELLED`. */
export type Runner = (command: Command, options?: RunOptions) => Promise<CommandResult>;
