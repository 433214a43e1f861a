// The project whose ISO spec a generator goes by.
import { posix } from 'node:path';
import { getProjects, globAsync, type Tree } from '@nx/devkit';
import { cleanLine, IsoError, LOCK_NAME } from 'iso-core';
import { SPEC_FILE } from '../inference/spec-summary.js';

export interface SpecProject {
  readonly name: string;
  /** Relative to the workspace; `.` for the workspace itself. */
  readonly root: string;
}

/** The lock of a project, relative to the workspace. */
export function lockFileIn(root: string): string {
  return posix.join(root, LOCK_NAME);
}

/** Every project with an ISO spec, sorted by folder. */
export async function specProjects(tree: Tree): Promise<SpecProject[]> {
  const named = [...getProjects(tree)];
  const files = await globAsync(tree, [`**/${SPEC_FILE}`]);
  return files.sort().map((file) => {
    const root = posix.dirname(file);
    const [name] = named.find(([, project]) => project.root === root) ?? [];
    return { name: name ?? posix.basename(root), root };
  });
}

/** The project that is named, else the only one with an ISO spec. Errors: `SPEC_PROJECT_UNKNOWN`. */
export async function specProject(tree: Tree, given: string | undefined): Promise<SpecProject> {
  const all = await specProjects(tree);
  const found =
    given === undefined && all.length === 1
      ? all[0]
      : all.find(({ name, root }) => name === given || root === given);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name).join(', ');
  throw new IsoError(
    'SPEC_PROJECT_UNKNOWN',
    `Expected ${given === undefined && all.length > 1 ? 'the name of ' : ''}a project with a ${SPEC_FILE}, found ${shown(given, all.length)}`,
    {
      hint:
        all.length === 0
          ? 'There is none yet: nx g nx-minikube-iso:iso <folder> makes one.'
          : `Give one of: ${names}.`,
      details: { given, names },
    },
  );
}

function shown(given: string | undefined, count: number): string {
  if (given !== undefined) return cleanLine(given, 200);
  return count === 0 ? 'none in this workspace' : `${count} of them and no --project`;
}
