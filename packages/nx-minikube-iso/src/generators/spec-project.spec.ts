import { addProjectConfiguration, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { specProject, specProjects } from './spec-project.js';

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});

const unknown = (expected: string, found: string, hint: RegExp): unknown =>
  expect.objectContaining({
    code: 'SPEC_PROJECT_UNKNOWN',
    message: `Expected ${expected} with a minikube-iso.json, found ${found}`,
    hint: expect.stringMatching(hint),
  });

describe('the projects with an ISO spec', () => {
  it('have the name that Nx knows, else that of their folder, and are sorted', async () => {
    addProjectConfiguration(tree, 'named', { root: 'b' });
    tree.write('b/minikube-iso.json', '{}');
    tree.write('a/minikube-iso.json', '{}');
    tree.write('c/minikube-iso.lock.json', '{}');
    expect(await specProjects(tree)).toEqual([
      { name: 'a', root: 'a' },
      { name: 'named', root: 'b' },
    ]);
  });

  it('may be the workspace', async () => {
    tree.write('minikube-iso.json', '{}');
    expect(await specProject(tree, undefined)).toMatchObject({ root: '.' });
  });
});

describe('the project to go by', () => {
  it('is the only one, or the one that is named by name or folder', async () => {
    addProjectConfiguration(tree, 'named', { root: 'deep/b' });
    tree.write('deep/b/minikube-iso.json', '{}');
    const only = { name: 'named', root: 'deep/b' };
    expect(await specProject(tree, undefined)).toEqual(only);
    tree.write('a/minikube-iso.json', '{}');
    expect(await specProject(tree, 'named')).toEqual(only);
    expect(await specProject(tree, 'deep/b')).toEqual(only);
  });

  it('has to be named where there are several, and to have a spec', async () => {
    tree.write('a/minikube-iso.json', '{}');
    tree.write('b/minikube-iso.json', '{}');
    await expect(specProject(tree, undefined)).rejects.toThrow(
      unknown('the name of a project', '2 of them and no --project', /^Give one of: a, b\.$/),
    );
    await expect(specProject(tree, 'c\u001b[2J')).rejects.toThrow(
      unknown('a project', 'c', /a, b/),
    );
  });

  it('has to be made first where there is none', async () => {
    await expect(specProject(tree, undefined)).rejects.toThrow(
      unknown('a project', 'none in this workspace', /nx g nx-minikube-iso:iso/),
    );
  });
});
