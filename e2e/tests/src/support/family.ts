// A process with all that it starts, known by a mark in their environment: whoever is left can be found,
// in whatever process group it is and whoever its parent has become.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { until } from './until.js';

const MARK = 'E2E_FAMILY';

export interface FamilyCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Family {
  /** Of the first process. */
  readonly pid: number;
  /** Everything that was printed so far. */
  readonly printed: () => string;
  /** Given to the standard input, as if typed. */
  readonly type: (text: string) => void;
  /** To the first process alone, as `kill` does. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** To the first process's group, as a terminal does. */
  readonly signalGroup: (name: NodeJS.Signals) => void;
  /** The first process's exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves once none of the family runs and all is printed; rejects with those that go on. */
  readonly gone: () => Promise<void>;
}

/** Starts a command in a process group of its own. */
export function startFamily({ file, args, cwd, env = {} }: FamilyCommand): Family {
  const mark = randomUUID();
  const child = spawn(file, [...args], {
    cwd,
    env: { ...process.env, ...env, [MARK]: mark },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} did not start`);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const closed = once(child, 'close');
  const ended = once(child, 'exit').then(
    () => child.exitCode ?? child.signalCode ?? Promise.reject(new Error('It has no exit code')),
  );
  return {
    pid,
    printed: () => printed,
    type: (text) => void child.stdin.write(text),
    signal: (name) => void process.kill(pid, name),
    signalGroup: (name) => void process.kill(-pid, name),
    ended,
    gone: async () => {
      await until(
        () => membersOf(mark).length === 0,
        () => `the end of ${membersOf(mark).join('; ')}`,
      );
      await closed;
    },
  };
}

/** The command lines of those that run, zombies left out: their environment is gone. */
function membersOf(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`${MARK}=${mark}`))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 120)}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
