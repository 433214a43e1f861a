// Compiler launchers: programs that stand before the compiler and spare this machine work.
import type { Runner, RunOptions } from '../../runtime/index.js';
import type { CompilerLauncher } from '../../spec/index.js';

export interface Launcher {
  readonly program: CompilerLauncher;
  readonly version: string;
  /** Added to the environment of every make; `undefined` removes a variable. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many compilers it keeps busy, where it knows. */
  readonly jobs?: number;
}

/** Rejects as `run` does: with `COMMAND_NOT_FOUND` where the program is not installed. */
export async function launcherVersion(
  run: Runner,
  program: CompilerLauncher,
  options: RunOptions = {},
): Promise<string> {
  const { stdout } = await run({ file: program, args: ['--version'] }, options);
  return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
}

/** The user's own folder for what a launcher keeps, else ours. */
export function ownOr(folder: string, own: string | undefined): string {
  return own === undefined || own === '' ? folder : own;
}
