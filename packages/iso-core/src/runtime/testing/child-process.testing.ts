// Runs one of this folder's scripts as a process of its own, for tests of what happens between
// processes and when one is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface ScriptProcess {
  readonly pid: number;
  /** The next line that the script prints; rejects if it ends without one. */
  nextLine(): Promise<string>;
  send(line: string): void;
  kill(signal: NodeJS.Signals): void;
  /** Exit code or signal, when it has ended. */
  readonly ended: Promise<number | string>;
}

/** Starts `<name>.testing.ts` of this folder; it ends with the test at the latest. */
export function startScript(name: string, ...args: string[]): ScriptProcess {
  const script = fileURLToPath(new URL(`./${name}.testing.ts`, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', '@swc-node/register/esm-register', script, ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (child.pid === undefined) throw new Error('The script did not start');
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  return {
    pid: child.pid,
    nextLine: lineReader(lines),
    send: (line) => void child.stdin.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    ended: exitOf(child),
  };
}

function lineReader(lines: Interface): () => Promise<string> {
  const iterator = lines[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await iterator.next();
    if (done === true) throw new Error('The script ended without a line');
    return value;
  };
}

async function exitOf(child: ChildProcess): Promise<number | string> {
  await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? 'unknown';
}
