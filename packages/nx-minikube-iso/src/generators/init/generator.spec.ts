import { readFileSync } from 'node:fs';
import { installPackagesTask, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import initGenerator from './generator.js';

vi.mock('@nx/devkit', async (load) => ({
  ...(await load<object>()),
  installPackagesTask: vi.fn(),
}));

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  vi.mocked(installPackagesTask).mockReset();
});

const files = () =>
  ['nx.json', '.gitignore', 'package.json'].map((path) => tree.read(path, 'utf8'));

describe('init', () => {
  it('registers the plugin, has git ignore what it builds, and adds the package', async () => {
    tree.write('nx.json', '{ "analytics": false }\n');
    tree.write('package.json', '{\n\t"name": "acme",\n\t"private": true\n}\n');
    await initGenerator(tree, {});
    expect(files()).toEqual([
      '{ "analytics": false, "plugins": ["nx-minikube-iso"], "sync": { "globalGenerators": ["nx-minikube-iso:sync"] } }\n',
      'node_modules\n.nx\ndist\n',
      `{\n\t"name": "acme",\n\t"private": true,\n\t"devDependencies": {\n\t\t"nx-minikube-iso": "^${version}"\n\t}\n}\n`,
    ]);
  });

  it('changes nothing the second time', async () => {
    await initGenerator(tree, {});
    const once = files();
    await initGenerator(tree, {});
    expect(files()).toEqual(once);
  });

  it('installs once its files are written', async () => {
    const task = await initGenerator(tree, {});
    expect(installPackagesTask).not.toHaveBeenCalled();
    await task();
    expect(installPackagesTask).toHaveBeenCalledExactlyOnceWith(tree);
  });

  it.each(['dependencies', 'devDependencies'])('keeps the version in %s', async (section) => {
    const text = JSON.stringify({ [section]: { 'nx-minikube-iso': 'file:../x.tgz' } });
    tree.write('package.json', text);
    await initGenerator(tree, {});
    expect(tree.read('package.json', 'utf8')).toBe(text);
    await initGenerator(tree, { keepExistingVersions: false });
    expect(tree.read('package.json', 'utf8')).toBe(text.replace('file:../x.tgz', `^${version}`));
  });

  it('leaves package.json where it is told to, and makes none where there is none', async () => {
    const text = tree.read('package.json', 'utf8');
    await initGenerator(tree, { skipPackageJson: true });
    expect(tree.read('package.json', 'utf8')).toBe(text);
    tree.delete('package.json');
    await initGenerator(tree, {});
    expect(tree.exists('package.json')).toBe(false);
  });

  it('needs a workspace', async () => {
    tree.delete('nx.json');
    await expect(initGenerator(tree, {})).rejects.toThrow(
      'NOT_A_WORKSPACE: /virtual: expected nx.json, found no such file\n  hint: Make it an Nx workspace first: npx nx init.',
    );
  });
});
