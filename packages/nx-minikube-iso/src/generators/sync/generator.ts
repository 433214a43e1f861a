// sync: has every repository's files say what its lock says; `nx sync:check` fails where they do not.
import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import {
  checkLock,
  cleanLine,
  LOCK_NAME,
  parseLock,
  parseSpec,
  type LockCheck,
  type LockCheckOptions,
} from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { runGenerator } from '../run-generator.js';
import { specProjects } from '../spec-project.js';
import { workspaceFiles } from '../workspace-files.js';

/** What Nx expects of a sync generator. */
export interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: string[];
}

export default async function syncGenerator(tree: Tree): Promise<SyncResult> {
  return runGenerator(async () => {
    const details: string[] = [];
    for (const { root } of await specProjects(tree)) {
      const check = await checkProject(tree, root);
      for (const [file, text] of check?.changes ?? []) tree.write(file, text);
      details.push(...(check?.moves ?? []).map(describe));
    }
    if (details.length === 0) return {};
    return {
      outOfSyncMessage: `The repository names other ISOs than its ${LOCK_NAME}. To move to another ISO, run nx g nx-minikube-iso:bump, which changes both.`,
      outOfSyncDetails: details,
    };
  });
}

async function checkProject(tree: Tree, root: string): Promise<LockCheck | undefined> {
  const { read } = workspaceFiles(tree);
  const lockFile = posix.join(root, LOCK_NAME);
  const lock = read(lockFile);
  if (lock === undefined) return undefined;
  return checkLock(parseLock(lock, lockFile), read, saidBySpec(root, read));
}

/** A spec that is wrong is its tasks' to refuse. */
function saidBySpec(
  root: string,
  read: (file: string) => string | undefined,
): LockCheckOptions | undefined {
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
