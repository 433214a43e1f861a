// A tree over a real folder, for what links, rights and sizes of files do.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Tree } from '@nx/devkit';
import { onTestFinished } from 'vitest';

export interface RealTree {
  readonly tree: Tree;
  /** Absolute: the workspace, in a folder in which there is nothing else. */
  readonly root: string;
  write(file: string, content: string | Uint8Array): void;
}

export function realTree(): RealTree {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'nx-minikube-iso-')));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const root = join(parent, 'workspace');
  mkdirSync(root);
  const tree = Object.assign(createTreeWithEmptyWorkspace(), { root });
  return {
    tree,
    root,
    write: (file, content) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    },
  };
}
