import { addProjectConfiguration, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { beforeEach, expect, it } from 'vitest';
import { projectOf } from './project.js';

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  addProjectConfiguration(tree, 'controller', { root: 'apps/chaos-controller' });
});

it.each(['controller', 'apps/chaos-controller', './apps/chaos-controller/'])(
  'is there by its name and by its folder: %s',
  (directory) => {
    expect(projectOf(tree, directory)).toEqual({
      name: 'controller',
      root: 'apps/chaos-controller',
    });
  },
);

it('is called like its folder where nothing else names it', () => {
  expect(projectOf(tree, 'infra/chaos')).toEqual({ name: 'chaos', root: 'infra/chaos' });
});

it('is called like its package, which need not be a member of the workspace', () => {
  tree.write('infra/chaos/package.json', '{ "name": "@acme/chaos" }');
  expect(projectOf(tree, 'infra/chaos').name).toBe('@acme/chaos');
});

it('may be the workspace itself', () => {
  tree.write('package.json', '{ "name": "acme" }');
  expect(projectOf(tree, '.')).toEqual({ name: 'acme', root: '.' });
});
