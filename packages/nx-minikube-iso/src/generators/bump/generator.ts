// bump: reads its options, has the core plan the bump, writes it, and shows what changed.
import { join } from 'node:path';
import { output, type GeneratorCallback, type Tree } from '@nx/devkit';
import { bumpIso, consoleProgress, lineDiff, withStopSignals } from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { runGenerator } from '../run-generator.js';
import { specProject } from '../spec-project.js';
import { workspaceFiles } from '../workspace-files.js';
import { workspacePath } from '../workspace-path.js';
import { overridesOf } from './overrides.js';
import { proveOnDisk } from './prove-on-disk.js';
import type { BumpGeneratorOptions } from './schema.js';

export default async function bumpGenerator(
  tree: Tree,
  options: BumpGeneratorOptions,
): Promise<GeneratorCallback> {
  return runGenerator(async () => {
    const { root } = await specProject(tree, options.project);
    const files = workspaceFiles(tree);
    const overrides = overridesOf(relativeToWorkspace(tree, options));
    const result = await withStopSignals((signal) =>
      bumpIso({
        workspaceRoot: tree.root,
        specPath: join(tree.root, root, SPEC_FILE),
        publishedFolder: join(tree.root, 'dist', root, 'publish'),
        files,
        overrides,
        progress: consoleProgress(),
        signal,
      }),
    );
    const { changes, summary } = result;
    const before = new Map([...changes.keys()].map((file) => [file, files.read(file)]));
    const diff = [...changes].flatMap(([file, text]) => lineDiff(file, files.read(file), text));
    for (const [file, text] of changes) tree.write(file, text);
    output.log({ title: 'The ISO of this repository', bodyLines: [...summary, ...diff] });
    const proof = { ...result, before, isTrusted: options.proveWithMake ?? false };
    return () => runGenerator(() => proveOnDisk(tree.root, proof));
  });
}

function relativeToWorkspace(
  tree: Tree,
  { makefile, also, ...options }: BumpGeneratorOptions,
): BumpGeneratorOptions {
  return {
    ...options,
    ...(makefile === undefined ? {} : { makefile: workspacePath(tree, 'makefile', makefile) }),
    ...(also === undefined ? {} : { also: also.map((glob) => workspacePath(tree, 'also', glob)) }),
  };
}
