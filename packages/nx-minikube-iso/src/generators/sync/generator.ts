// sync: has every repository's files say what its lock says; `nx sync:check` fails where they do not.
import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import {
  checkLocks,
  cleanLine,
  LOCK_NAME,
  parseLock,
  parseSpec,
  type LockCheck,
  type LockToCheck,
} from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { runGenerator } from '../run-generator.js';
import { lockFileIn, specProjects } from '../spec-project.js';
import { workspaceFiles } from '../workspace-files.js';

/** What Nx expects of a sync generator. */
export interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: string[];
}

export default async function syncGenerator(tree: Tree): Promise<SyncResult> {
  return runGenerator(async () => {
    const { read, namesIn } = workspaceFiles(tree);
    const projects = await specProjects(tree);
    const locks = projects.flatMap(({ root }) => lockToCheck(root, read) ?? []);
    const { changes, moves } = await checkLocks(locks, read, namesIn);
    for (const [file, text] of changes) tree.write(file, text);
    if (moves.length === 0) return {};
    return {
      outOfSyncMessage: `The repository names other ISOs than its ${LOCK_NAME}. To move to another ISO, run nx g nx-minikube-iso:bump, which changes both.`,
      outOfSyncDetails: moves.map(describe),
    };
  });
}

type Read = (file: string) => string | undefined;

/** Undefined where there is no lock. */
function lockToCheck(root: string, read: Read): LockToCheck | undefined {
  const file = lockFileIn(root);
  const text = read(file);
  if (text === undefined) return undefined;
  return { file, lock: parseLock(text, file), ...saidBySpec(root, read) };
}

/** A spec that is wrong is its tasks' to refuse. */
function saidBySpec(
  root: string,
  read: Read,
): Pick<LockToCheck, 'makefile' | 'architectures'> | undefined {
  const file = posix.join(root, SPEC_FILE);
  try {
    const { bump, architectures } = parseSpec(read(file) ?? '', { path: file });
    const { makefile } = bump;
    return {
      architectures,
      ...(makefile === undefined ? {} : { makefile: posix.join(root, makefile) }),
    };
  } catch {
    return undefined;
  }
}

function describe({ file, line, from, to }: LockCheck['moves'][number]): string {
  return cleanLine(`${file}:${line} names ${from}, the lock ${to}`, 1000);
}
