// The absolute paths that the options of an executor stand for.
import { posix, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { SPEC_FILE } from '../inference/spec-summary.js';

export interface TaskPaths {
  /** The ISO spec that is given, else that of the project. */
  spec(given: string | undefined): string;
  /** The folder that is given, else `dist/<project root>/<name>`. */
  folder(name: string, given: string | undefined): string;
  /** The cache folder that is given; without one it is left to the environment. */
  cache(given: string | undefined): { readonly cacheFolder?: string };
}

export function taskPaths(context: ExecutorContext): TaskPaths {
  const projectRoot = projectRootOf(context);
  const absolute = (path: string) => resolve(context.root, path);
  return {
    spec: (given) => absolute(given ?? posix.join(projectRoot, SPEC_FILE)),
    folder: (name, given) => absolute(given ?? posix.join('dist', projectRoot, name)),
    cache: (given) => (given === undefined ? {} : { cacheFolder: absolute(given) }),
  };
}

function projectRootOf({ projectName, projectsConfigurations }: ExecutorContext): string {
  const project =
    projectName === undefined ? undefined : projectsConfigurations.projects[projectName];
  if (project === undefined) throw new Error('This executor runs as a target of a project');
  return project.root;
}
