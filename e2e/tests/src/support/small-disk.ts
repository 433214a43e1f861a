// A small file system in memory, in a mount namespace of its own: it is gone with the process that holds
// it, whatever happens to the test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { localRunner } from 'iso-core';
import type { FamilyCommand } from './family.js';

export interface SmallDisk {
  /** Makes of a command one that sees the disk. */
  readonly within: (command: FamilyCommand) => FamilyCommand;
  /** Where this process sees a path that is on the disk. */
  readonly outside: (path: string) => string;
  /** In KiB. */
  readonly resize: (size: number) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Mounts a disk of `size` KiB on the folder `folder`. */
export async function smallDisk(folder: string, size: number): Promise<SmallDisk> {
  const isRoot = process.geteuid?.() === 0;
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  const mount = 'mount -t tmpfs -o size="$1"k tmpfs "$0" && echo mounted && read -r line';
  const holder = spawn('unshare', [...user, '--mount', 'sh', '-c', mount, folder, `${size}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { pid } = holder;
  const ended = once(holder, 'exit');
  const [first] = (await Promise.race([once(holder.stdout, 'data'), ended])) as unknown[];
  if (pid === undefined || String(first).trim() !== 'mounted') {
    throw new Error(
      `No file system could be mounted on ${folder}: it takes root, or user namespaces`,
    );
  }
  const enter = [
    '--target',
    `${pid}`,
    '--mount',
    ...(isRoot ? [] : ['--user', '--preserve-credentials']),
  ];
  const within = (command: FamilyCommand): FamilyCommand => ({
    ...command,
    file: 'nsenter',
    args: [...enter, '--', command.file, ...command.args],
  });
  return {
    within,
    outside: (path) => `/proc/${pid}/root${path}`,
    resize: async (newSize) => {
      const args = ['-o', `remount,size=${newSize}k`, folder];
      await localRunner(within({ file: 'mount', args, cwd: '/' }));
    },
    dispose: async () => {
      holder.stdin.end();
      await ended;
    },
  };
}
