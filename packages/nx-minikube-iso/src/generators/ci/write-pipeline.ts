// A pipeline is written once and is its owner's from then on.
import type { Tree } from '@nx/devkit';
import { IsoError } from 'iso-core';

/** Error: `PIPELINE_EDITED`, when another text stands in `path` and `force` is false. */
export function writePipeline(tree: Tree, path: string, text: string, force: boolean): void {
  const found = tree.read(path, 'utf8');
  if (found !== null && found !== text && !force) {
    throw new IsoError(
      'PIPELINE_EDITED',
      `${path}: expected what would be written, found another text`,
      {
        hint: 'Commit it, run again with --force, and take from git diff what you want.',
        details: { path },
      },
    );
  }
  tree.write(path, text);
}
