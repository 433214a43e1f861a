// bump: reads its options, has the core plan the bump, writes it, and shows what changed.
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { runGenerator } from '../run-generator.js';
import { specProject, specProjects } from '../spec-project.js';
import { wholeGlobs } from '../whole-globs.js';
import { workspacePath } from '../workspace-path.js';
import { bumpAll, together } from './bump-all.js';
import { bumpProject } from './bump-project.js';
import { overridesOf } from './overrides.js';
import { proveOnDisk } from './prove-on-disk.js';
import type { BumpGeneratorOptions } from './schema.js';

export default async function bumpGenerator(
  tree: Tree,
  options: BumpGeneratorOptions,
): Promise<GeneratorCallback> {
  return runGenerator(async () => {
    const overrides = overridesOf(relativeToWorkspace(tree, options));
    const all = options.all === true ? await specProjects(tree) : [];
    const bump =
      all.length > 0
        ? together(await bumpAll(tree, all, overrides))
        : await bumpProject(tree, await specProject(tree, options.project), overrides);
    const proof = { ...bump, isTrusted: options.proveWithMake ?? false };
    return () => runGenerator(() => proveOnDisk(tree.root, proof));
  });
}

function relativeToWorkspace(
  tree: Tree,
  { makefile, also, ...options }: BumpGeneratorOptions,
): BumpGeneratorOptions {
  const globs = also && wholeGlobs(also);
  return {
    ...options,
    ...(makefile === undefined ? {} : { makefile: workspacePath(tree, 'makefile', makefile) }),
    ...(globs && { also: globs.map((glob) => workspacePath(tree, 'also', glob)) }),
  };
}
