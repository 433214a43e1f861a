// The project that an ISO is for.
import { posix } from 'node:path';
import { getProjects, parseJson, type Tree } from '@nx/devkit';
import { workspacePath } from '../workspace-path.js';

export interface Project {
  readonly name: string;
  /** Relative to the workspace; `.` for the workspace itself. */
  readonly root: string;
}

/** The project by that name, or else the one in that folder. Error: `PATH_OUTSIDE_WORKSPACE`. */
export function projectOf(tree: Tree, directory: string): Project {
  const projects = getProjects(tree);
  const named = projects.get(directory);
  if (named !== undefined) return { name: directory, root: named.root };
  const root = workspacePath(tree, 'directory', directory);
  const [name] = [...projects].find(([, project]) => project.root === root) ?? [];
  return { name: name ?? packageName(tree, root) ?? posix.basename(root), root };
}

/** Nx names a project that has nothing else to name it for its package, member of the workspace or not. */
function packageName(tree: Tree, root: string): string | undefined {
  const text = tree.read(posix.join(root, 'package.json'), 'utf8');
  return text === null ? undefined : parseJson<{ name?: string }>(text).name;
}
