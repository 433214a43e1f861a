// Plans the bump of one project, writes it to the tree, and shows what changed.
import { join } from 'node:path';
import { output, type Tree } from '@nx/devkit';
import {
  bumpIso,
  consoleProgress,
  lineDiff,
  withStopSignals,
  type BumpOverrides,
  type BumpResult,
} from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { lockFileIn, specProjects, type SpecProject } from '../spec-project.js';
import { workspaceFiles } from '../workspace-files.js';

export interface ProjectBump extends BumpResult {
  /** What the changed files said before; undefined of a new one. */
  readonly before: ReadonlyMap<string, string | undefined>;
}

/** Errors: those of `bumpIso`. Nothing is written then. */
export async function bumpProject(
  tree: Tree,
  { name, root }: SpecProject,
  overrides: BumpOverrides,
): Promise<ProjectBump> {
  const files = workspaceFiles(tree);
  const others = (await specProjects(tree)).filter((other) => other.root !== root);
  const result = await withStopSignals((signal) =>
    bumpIso({
      workspaceRoot: tree.root,
      specPath: join(tree.root, root, SPEC_FILE),
      publishedFolder: join(tree.root, 'dist', root, 'publish'),
      files,
      otherLocks: others.map((other) => lockFileIn(other.root)),
      overrides,
      progress: consoleProgress(),
      signal,
    }),
  );
  const { changes, summary } = result;
  const before = new Map([...changes.keys()].map((file) => [file, files.read(file)]));
  const diff = [...changes].flatMap(([file, text]) => lineDiff(file, files.read(file), text));
  for (const [file, text] of changes) tree.write(file, text);
  output.log({ title: `The ISO of ${name}`, bodyLines: [...summary, ...diff] });
  return { ...result, before };
}
