// What a bump goes by: the spec, its lock, and how published ISOs are looked at.
import { posix, relative, sep } from 'node:path';
import { silentProgress, type Environment, type Progress } from '../runtime/index.js';
import { readSpec, resolveRequirements, type IsoSpec } from '../spec/index.js';
import { LOCK_NAME, otherUrls, parseLock, type IsoLock } from './lock/index.js';
import type { LookOptions } from './new-iso/index.js';
import type { BumpRequest } from './request.js';

export interface BumpContext {
  readonly request: BumpRequest;
  readonly spec: IsoSpec;
  /** Relative to the workspace, with `/`. */
  readonly lockFile: string;
  readonly lock: IsoLock | undefined;
  /** The URLs that the repository's other locks hold, each with the name of its lock. */
  readonly others: ReadonlyMap<string, string>;
  readonly look: LookOptions;
}

/** Errors: those of the spec and of the locks. */
export async function openContext(request: BumpRequest): Promise<BumpContext> {
  const env: Environment = request.env ?? process.env;
  const progress: Progress = request.progress ?? silentProgress;
  const signal = request.signal ?? new AbortController().signal;
  const spec = await readSpec(request.specPath);
  const lockFile = lockFileOf(request);
  const locks = [lockFile, ...(request.otherLocks ?? [])].flatMap((file) => {
    const text = request.files.read(file);
    return text === undefined ? [] : [{ file, lock: parseLock(text, file) }];
  });
  return {
    request,
    spec,
    lockFile,
    lock: locks.find(({ file }) => file === lockFile)?.lock,
    others: otherUrls(lockFile, locks),
    look: { requirements: resolveRequirements(spec), env, progress, signal },
  };
}

/** The lock of a spec, relative to the workspace. */
function lockFileOf({ specPath, workspaceRoot }: BumpRequest): string {
  const spec = relative(workspaceRoot, specPath).split(sep).join('/');
  return posix.join(posix.dirname(spec), LOCK_NAME);
}
