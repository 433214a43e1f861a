// Commands that print for minutes or hours: all of it goes to a log on disk.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Command, Runner, RunOptions } from '../run.js';

export interface RunLoggedOptions extends Omit<RunOptions, 'onLine'> {
  readonly run: Runner;
  /** The path of the log, whose folder is made if need be. */
  readonly log: string;
  /** Called with each line as it appears. */
  readonly onLine: (line: string) => void;
}

/** Runs `command`, each line that it prints in the log. Rejects as `run` does. */
export async function runLogged(command: Command, options: RunLoggedOptions): Promise<void> {
  const { run, log, onLine, ...more } = options;
  await mkdir(dirname(log), { recursive: true });
  const file = createWriteStream(log);
  // A full disk is the command's to report; the log must not bring the process down.
  const closed = finished(file).catch(() => undefined);
  try {
    await run(command, {
      ...more,
      onLine: (line) => {
        if (file.writable) file.write(`${line}\n`);
        onLine(line);
      },
    });
  } finally {
    file.end();
    await closed;
  }
}
