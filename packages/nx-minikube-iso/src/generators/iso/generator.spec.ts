import { output, updateNxJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import isoGenerator from './generator.js';

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  updateNxJson(tree, { plugins: ['nx-minikube-iso'] });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const contents = () =>
  tree.listChanges().map(({ path, content }) => [path, content?.toString('utf8')]);

describe('iso', () => {
  it('writes the spec of a project, and nothing else', async () => {
    const before = contents();
    await isoGenerator(tree, { directory: 'chaos' });
    expect(contents()).toEqual([
      ...before,
      ['chaos/minikube-iso.json', tree.read('chaos/minikube-iso.json', 'utf8')],
    ]);
    expect(JSON.parse(tree.read('chaos/minikube-iso.json', 'utf8') ?? '')).toMatchObject({
      $schema: '../node_modules/nx-minikube-iso/minikube-iso.schema.json',
      kernel: { require: ['chaos-controller'] },
    });
  });

  it('changes nothing the second time', async () => {
    await isoGenerator(tree, { directory: 'chaos', architectures: ['amd64', 'arm64'] });
    const once = contents();
    await isoGenerator(tree, { directory: 'chaos', architectures: ['arm64', 'amd64'] });
    expect(contents()).toEqual(once);
  });

  it('does not write over other answers', async () => {
    await isoGenerator(tree, { directory: 'chaos' });
    const once = contents();
    await expect(isoGenerator(tree, { directory: 'chaos', preset: 'tc' })).rejects.toThrow(
      'SPEC_EXISTS: chaos/minikube-iso.json: expected no ISO spec, found one that differs in kernel\n' +
        '  hint: Change chaos/minikube-iso.json by hand; or remove it, and run this again.',
    );
    expect(contents()).toEqual(once);
  });

  it('writes the path of the Makefile as the spec has paths', async () => {
    tree.write('deploy/Makefile', '');
    await isoGenerator(tree, { directory: 'chaos', makefile: 'deploy/Makefile' });
    expect(tree.read('chaos/minikube-iso.json', 'utf8')).toContain(
      '"makefile": "../deploy/Makefile"',
    );
  });

  it('takes no Makefile that is not there', async () => {
    await expect(isoGenerator(tree, { directory: 'chaos', makefile: 'Makefile' })).rejects.toThrow(
      /^OPTION_FILE_NOT_FOUND: --makefile: .*\n {2}hint: /,
    );
    expect(tree.exists('chaos/minikube-iso.json')).toBe(false);
  });

  it('registers the plugin where nx.json does not have it', async () => {
    updateNxJson(tree, {});
    await isoGenerator(tree, { directory: 'chaos' });
    expect(tree.read('nx.json', 'utf8')).toContain('"plugins": ["nx-minikube-iso"]');
  });

  it('says what to do next once it is written', async () => {
    const log = vi.spyOn(output, 'log').mockImplementation(() => undefined);
    const task = await isoGenerator(tree, { directory: 'chaos', bucket: 'isos' });
    expect(log).not.toHaveBeenCalled();
    await task();
    expect(log).toHaveBeenCalledExactlyOnceWith({
      title: 'chaos/minikube-iso.json says what the ISO must be. Next steps:',
      bodyLines: expect.arrayContaining(['npx nx run chaos:build-iso    builds the ISO']),
    });
  });
});
