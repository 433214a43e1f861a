// The daemons of one server: started one after the other, ended the other way round. Each leads a process
// group of its own; should this process be killed, so are they.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, isIsoError, IsoError, localRunner, throwIfCancelled } from 'iso-core';
import { logFile } from './ceph-conf.js';

export interface DaemonsOptions {
  /** The folder that they run in. */
  readonly folder: string;
  /** How long each of them may take until it is up. */
  readonly upWithinMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Daemon {
  readonly program: string;
  /** What it is called in the cluster. */
  readonly name: string;
  /** The last lines that it printed. */
  readonly printed: string[];
  /** Ends it, and resolves when nothing of it runs any more. */
  readonly end: () => Promise<void>;
}

const SHOWN_LINES = 15;

export class Daemons {
  readonly #daemons: Daemon[] = [];
  readonly #lost = new AbortController();

  constructor(private readonly options: DaemonsOptions) {}

  /**
   * Starts a daemon, and resolves with what `whenUp` does: that asks something of the daemon which it
   * answers as soon as it is up. Rejects with `S3_DAEMON_ENDED` when one of the daemons ended,
   * `S3_DAEMON_NOT_UP` when this one takes too long, `CANCELLED`, or as `whenUp` or the command does.
   */
  async start<T>(
    name: string,
    command: Command,
    whenUp: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { signal, upWithinMs } = this.options;
    throwIfCancelled(signal);
    const daemon = this.#run(name, command);
    const limit = AbortSignal.timeout(upWithinMs);
    const reasons = [limit, this.#lost.signal, ...(signal === undefined ? [] : [signal])];
    try {
      return await whenUp(AbortSignal.any(reasons));
    } catch (error) {
      throwIfCancelled(signal);
      throwIfCancelled(this.#lost.signal);
      throw limit.aborted ? await this.#notUp(daemon) : error;
    }
  }

  /** Ends them all, the last one first: each needs those before it to end in good order. */
  async stop(): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) await daemon.end();
  }

  #run(name: string, command: Command): Daemon {
    const ending = new AbortController();
    const printed: string[] = [];
    const ended = localRunner(command, {
      signal: ending.signal,
      keptBytes: 0,
      onLine: (line) => {
        printed.push(line);
        if (printed.length > SHOWN_LINES) printed.shift();
      },
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const end = async () => {
      ending.abort();
      await ended;
    };
    const daemon: Daemon = { program: command.file, name, printed, end };
    this.#daemons.push(daemon);
    void ended.then(async (how) => {
      if (!ending.signal.aborted) this.#lost.abort(await this.#lostBy(daemon, how));
    });
    return daemon;
  }

  async #lostBy(daemon: Daemon, how: unknown): Promise<unknown> {
    if (how !== undefined && !isIsoError(how, 'COMMAND_FAILED')) return how;
    const message = `${daemon.program} ended by itself`;
    const lastWords = await this.#lastWords(daemon);
    return new IsoError('S3_DAEMON_ENDED', message, { ...lastWords, cause: how });
  }

  async #notUp(daemon: Daemon): Promise<IsoError> {
    const message = `${daemon.program} is not up after ${this.options.upWithinMs / 1000} s`;
    return new IsoError('S3_DAEMON_NOT_UP', message, await this.#lastWords(daemon));
  }

  /** The last lines of its log, which has more than it prints; but it prints before it has a log. */
  async #lastWords({ program, name, printed }: Daemon) {
    const file = join(this.options.folder, logFile(name));
    const log = await readFile(file, 'utf8').catch(() => '');
    const logged = log.split('\n').filter((line) => line.trim() !== '');
    const lastLines = logged.length > 0 ? logged.slice(-SHOWN_LINES) : printed;
    return {
      hint: `Its last lines may say why; its whole log is ${file}.`,
      details: { program, lastLines },
    };
  }
}
