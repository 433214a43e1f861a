// A task that Nx keeps the result of may only be made of what Nx looks at.
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { IsoError } from 'iso-core';
import { FURTHER_SPEC, SPEC_FILE } from '../../inference/spec-summary.js';
import { SPEC_INPUTS } from '../../inference/target-context.js';

/**
 * `path` itself, when the task's hash covers the spec there. A target that was written by hand says itself
 * what its inputs are. Throws `SPEC_NOT_HASHED`.
 */
export function hashedSpec(
  path: string,
  { root, target, projectName, ...context }: ExecutorContext,
): string {
  const isInferred = target?.inputs?.includes(SPEC_INPUTS[0] ?? '') ?? false;
  // That it is not there is said by who reads it, and no failure is kept.
  if (!isInferred || !existsSync(path)) return path;
  const projectRoot = context.projectsConfigurations.projects[projectName ?? '']?.root ?? '.';
  const [folder, name] = [resolve(root, projectRoot), basename(path)];
  if (dirname(path) === folder && (name === SPEC_FILE || FURTHER_SPEC.test(name))) return path;
  throw new IsoError(
    'SPEC_NOT_HASHED',
    `--spec: expected ${SPEC_FILE} or minikube-iso.<name>.json in ${folder}, found ${path}`,
    {
      hint: 'Nx would not notice a change to it, and would bring back an old ISO: put the spec there under such a name, or write a target of your own whose inputs name it.',
      details: { expected: folder, found: path },
    },
  );
}
