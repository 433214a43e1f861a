// Where the project of a task lies.
import type { ExecutorContext } from '@nx/devkit';

/** The folder of the project that a target runs for, relative to the workspace. */
export function projectRootOf({ projectName, projectsConfigurations }: ExecutorContext): string {
  const project =
    projectName === undefined ? undefined : projectsConfigurations.projects[projectName];
  if (project === undefined) throw new Error('This executor runs as a target of a project');
  return project.root;
}
