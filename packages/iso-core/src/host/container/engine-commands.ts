// The commands of an engine, and what it means when one fails.
import {
  cleanLine,
  IsoError,
  isIsoError,
  type Command,
  type CommandResult,
  type Runner,
  type RunOptions,
} from '../../runtime/index.js';

/** Of what a command prints, for the error. */
const KEPT_LINES = 15;

const ATTEMPT_MILLISECONDS = 60_000;

export interface CallOptions extends RunOptions, Pick<Command, 'input'> {
  /** What a failure means. Default: `commandFailure`. */
  readonly failed?: (failure: FailedCommand) => IsoError;
}

export interface FailedCommand {
  readonly program: string;
  readonly command: string;
  /** The last of what it printed. */
  readonly lastLines: readonly string[];
  readonly cause: IsoError;
}

/** Runs commands of the engine `program`. */
export class EngineCommands {
  constructor(
    readonly program: string,
    private readonly runner: Runner,
  ) {}

  /** Resolves and rejects as the runner does. */
  run(
    args: readonly string[],
    options?: RunOptions,
    input?: Pick<Command, 'input' | 'holdsInput' | 'stop'>,
  ): Promise<CommandResult> {
    return this.runner({ file: this.program, args, ...input }, options);
  }

  /** Resolves with what a command of the engine's own prints; its failure is what `failed` makes of it. */
  async call(
    args: readonly string[],
    { failed = commandFailure, input, ...options }: CallOptions = {},
  ): Promise<string> {
    const lastLines: string[] = [];
    const onLine = (line: string) => {
      if (line.trim() !== '') lastLines.push(cleanLine(line));
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      options.onLine?.(line);
    };
    try {
      const given = input === undefined ? {} : { input };
      return (await this.run(args, { ...options, onLine }, given)).stdout;
    } catch (error) {
      if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
      throw failed({ program: this.program, command: args[0] ?? '', lastLines, cause: error });
    }
  }

  /** Runs a command for what the next build removes if need be: its failure is none of this one's. */
  async attempt(args: readonly string[]): Promise<void> {
    try {
      await this.run(args, { timeoutMs: ATTEMPT_MILLISECONDS });
    } catch (error) {
      if (!isIsoError(error)) throw error;
    }
  }

  /** Whether the engine has an image. Where another one is half made, podman can tell it with `--all` alone. */
  async hasImage(image: string): Promise<boolean> {
    return (await this.call(['image', 'ls', '--all', '--quiet', image])).trim() !== '';
  }
}

/** `CONTAINER_DISK_FULL` or `CONTAINER_FAILED`. */
export function commandFailure(failure: FailedCommand): IsoError {
  if (saysFull(failure)) return engineDiskFull(failure);
  const { program, command, lastLines, cause } = failure;
  const why = lastLines.at(-1) ?? 'it says nothing';
  return new IsoError('CONTAINER_FAILED', `${program} ${command} failed: ${why}`, {
    hint: 'See "container" in the spec, and whether the engine runs other containers.',
    cause,
    details: { program, command, lastLines },
  });
}

/** Whether a disk was full, by the words of the kernel, of Go programs and of apt. */
export function saysFull({ lastLines }: Pick<FailedCommand, 'lastLines'>): boolean {
  const words = /no space left on device|disk quota exceeded|don't have enough free space/i;
  return lastLines.some((line) => words.test(line));
}

/** `CONTAINER_DISK_FULL`. */
export function engineDiskFull({ program, command, lastLines, cause }: FailedCommand): IsoError {
  return new IsoError('CONTAINER_DISK_FULL', `No space is left on the disk of ${program} itself`, {
    hint: `See what takes it: ${program} system df. Remove what nothing uses: ${program} system prune`,
    cause,
    details: { program, command, lastLines },
  });
}
