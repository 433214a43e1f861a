import { updateNxJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, it } from 'vitest';
import { nxInstallation } from './nx-installation.js';

it('is a package of the workspace', () => {
  const tree = createTreeWithEmptyWorkspace();
  expect(nxInstallation(tree)).toEqual({ command: 'npx nx', modules: 'node_modules' });
});

it('is in .nx where the workspace has no package.json, as one in Go', () => {
  const tree = createTreeWithEmptyWorkspace();
  updateNxJson(tree, { installation: { version: '23.2.1' } });
  expect(nxInstallation(tree)).toEqual({
    command: './nx',
    modules: '.nx/installation/node_modules',
  });
});
