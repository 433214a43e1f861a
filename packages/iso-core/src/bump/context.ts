// What a bump goes by: the spec, its lock, and how published ISOs are looked at.
import { posix, relative, sep } from 'node:path';
import { silentProgress, type Environment, type Progress } from '../runtime/index.js';
import { readSpec, resolveRequirements, type IsoSpec } from '../spec/index.js';
import { LOCK_NAME, parseLock, type IsoLock } from './lock/index.js';
import type { LookOptions } from './new-iso/index.js';
import type { BumpRequest } from './request.js';

export interface BumpContext {
  readonly request: BumpRequest;
  readonly spec: IsoSpec;
  /** Relative to the workspace, with `/`. */
  readonly lockFile: string;
  readonly lock: IsoLock | undefined;
  readonly look: LookOptions;
}

/** Errors: those of the spec and of the lock. */
export async function openContext(request: BumpRequest): Promise<BumpContext> {
  const env: Environment = request.env ?? process.env;
  const progress: Progress = request.progress ?? silentProgress;
  const signal = request.signal ?? new AbortController().signal;
  const spec = await readSpec(request.specPath);
  const lockFile = lockFileOf(request);
  const text = request.files.read(lockFile);
  return {
    request,
    spec,
    lockFile,
    lock: text === undefined ? undefined : parseLock(text, lockFile),
    look: { requirements: resolveRequirements(spec), env, progress, signal },
  };
}

/** The lock of a spec, relative to the workspace. */
function lockFileOf({ specPath, workspaceRoot }: BumpRequest): string {
  const spec = relative(workspaceRoot, specPath).split(sep).join('/');
  return posix.join(posix.dirname(spec), LOCK_NAME);
}
