// What is said about a command that did not do its work.
import { IsoError } from '../errors.js';
import type { Command, CommandResult } from '../run.js';
import { cleanLine, cleanText } from '../text/clean-text.js';

const SHOWN_LINES = 15;

/** A command as a person reads it in a message; not meant for a shell. */
export function displayCommand({ file, args }: Pick<Command, 'file' | 'args'>): string {
  return cleanLine(
    [file, ...args].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' '),
    200,
  );
}

/** `COMMAND_FAILED`; `details` has the exit code or signal and the last lines that it printed. */
export function commandFailed(
  command: Command,
  { exitCode, stdout, stderr }: CommandResult,
  signal: string | undefined,
): IsoError {
  const how = signal === undefined ? `exit code ${exitCode}` : `signal ${signal}`;
  return new IsoError('COMMAND_FAILED', `Command ended with ${how}: ${displayCommand(command)}`, {
    hint:
      signal === 'SIGKILL'
        ? 'It was killed, often for lack of memory: use fewer jobs, or a machine with more memory.'
        : 'Its last lines say why; run it by hand for the whole output.',
    details: {
      ...describe(command),
      exitCode,
      ...(signal === undefined ? {} : { signal }),
      lastLines: lastLines(stderr.trim() === '' ? stdout : stderr),
    },
  });
}

export function commandNotFound(command: Command, cause: unknown): IsoError {
  return new IsoError('COMMAND_NOT_FOUND', `Command not found: ${cleanLine(command.file)}`, {
    hint: 'Install it, or put its folder on PATH.',
    cause,
    details: describe(command),
  });
}

/** `COMMAND_NOT_STARTED`: the folder to run in is missing, or the system refused to start it. */
export function notStarted(command: Command, cause: unknown, folder?: string): IsoError {
  const why = folder === undefined ? 'the system refused' : `there is no folder ${folder}`;
  return new IsoError('COMMAND_NOT_STARTED', `${displayCommand(command)} cannot start: ${why}`, {
    hint: folder === undefined ? 'See the cause.' : 'Make the folder, or name another one.',
    cause,
    details: describe(command),
  });
}

export function commandTimedOut(command: Command, timeoutMs: number): IsoError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new IsoError('TIMED_OUT', `No end after ${seconds} s: ${displayCommand(command)}`, {
    hint: 'It was ended with all it had started; allow more time, or look for what it waits for.',
    details: { ...describe(command), timeoutMs },
  });
}

function describe({ file, args, cwd }: Command): Record<string, unknown> {
  return { file, args, ...(cwd === undefined ? {} : { cwd }) };
}

function lastLines(output: string): string[] {
  return cleanText(output.slice(-64 * 1024))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-SHOWN_LINES)
    .map((line) => cleanLine(line));
}
