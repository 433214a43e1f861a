// Bumps every project with an ISO spec, in one go.
import { output, type Tree } from '@nx/devkit';
import { formatError, isIsoError, type BumpOverrides } from 'iso-core';
import type { SpecProject } from '../spec-project.js';
import { bumpProject, type ProjectBump } from './bump-project.js';

/**
 * A project that published nothing from here, or whose ISO is used in other repositories alone, is passed over,
 * and that is said. Errors: all others of `bumpProject`.
 */
export async function bumpAll(
  tree: Tree,
  projects: readonly SpecProject[],
  overrides: BumpOverrides,
): Promise<ProjectBump[]> {
  const bumps: ProjectBump[] = [];
  for (const project of projects) {
    try {
      bumps.push(await bumpProject(tree, project, overrides));
    } catch (error) {
      if (!isIsoError(error, 'BUMP_URL_NOT_FOUND', 'BUMP_NOTHING_PUBLISHED')) throw error;
      const [why = ''] = formatError(error).split('\n');
      output.log({ title: `The ISO of ${project.name}: nothing to bump here`, bodyLines: [why] });
    }
  }
  return bumps;
}

/** Several bumps as one, of what the files said before the first. */
export function together(bumps: readonly ProjectBump[]): ProjectBump {
  return {
    before: new Map([...bumps].reverse().flatMap(({ before }) => [...before])),
    changes: new Map(bumps.flatMap(({ changes }) => [...changes])),
    moves: bumps.flatMap(({ moves }) => moves),
    makefiles: [...new Set(bumps.flatMap(({ makefiles }) => makefiles))],
    summary: bumps.flatMap(({ summary }) => summary),
  };
}
