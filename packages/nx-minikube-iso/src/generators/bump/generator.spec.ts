import { output, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { IsoError, type BumpRequest, type BumpResult } from 'iso-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import bumpGenerator from './generator.js';

const core = vi.hoisted(() => ({
  bumpIso: vi.fn<(request: BumpRequest) => Promise<BumpResult>>(),
}));

vi.mock('iso-core', async (load) => ({ ...(await load<object>()), ...core }));

let tree: Tree;
let shown: string[];

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  tree.write('chaos/minikube-iso.json', '{}');
  tree.write('Makefile', 'a\nold\n');
  const changes = new Map([['Makefile', 'a\nnew\n']]);
  core.bumpIso
    .mockReset()
    .mockResolvedValue({ changes, moves: [], makefiles: [], summary: ['Moved.'] });
  shown = [];
  vi.spyOn(output, 'log').mockImplementation(({ bodyLines = [] }) => {
    shown.push(...bodyLines);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const asked = () => core.bumpIso.mock.calls[0]?.[0];

describe('bump', () => {
  it('bumps the only project to what was published last from here', async () => {
    await bumpGenerator(tree, {});
    expect(asked()).toMatchObject({
      workspaceRoot: '/virtual',
      specPath: '/virtual/chaos/minikube-iso.json',
      publishedFolder: '/virtual/dist/chaos/publish',
      overrides: {},
    });
  });

  it('writes what changes to the tree alone, and shows summary and diff', async () => {
    await bumpGenerator(tree, {});
    expect(tree.read('Makefile', 'utf8')).toBe('a\nnew\n');
    expect(shown).toEqual([
      'Moved.',
      '--- Makefile',
      '+++ Makefile',
      '@@ -2 +2 @@',
      '-old',
      '+new',
    ]);
  });

  it('writes nothing where nothing changes', async () => {
    const before = tree.listChanges();
    core.bumpIso.mockResolvedValue({
      changes: new Map(),
      moves: [],
      makefiles: [],
      summary: ['Nothing to change.'],
    });
    await bumpGenerator(tree, {});
    expect(tree.listChanges()).toEqual(before);
    expect(shown).toEqual(['Nothing to change.']);
  });

  it('takes paths relative to the workspace, however they are written', async () => {
    await bumpGenerator(tree, {
      makefile: './build/../Makefile',
      also: ['/virtual/deploy/*.yaml'],
    });
    expect(asked()?.overrides).toEqual({ makefile: 'Makefile', also: ['deploy/*.yaml'] });
  });

  it('takes a glob whose braces Nx split', async () => {
    await bumpGenerator(tree, { also: ['deploy/*.{yaml', 'yml}'] });
    expect(asked()?.overrides?.also).toEqual(['deploy/*.{yaml,yml}']);
  });

  it('names the locks of the other projects', async () => {
    tree.write('other/minikube-iso.json', '{}');
    await bumpGenerator(tree, { project: 'chaos' });
    expect(asked()?.otherLocks).toEqual(['other/minikube-iso.lock.json']);
  });

  it.each([
    [{ makefile: '../Makefile' }, 'PATH_OUTSIDE_WORKSPACE'],
    [{ also: ['../**'] }, 'PATH_OUTSIDE_WORKSPACE'],
    [{ all: true, project: 'chaos' }, 'OPTIONS_CONFLICT'],
    [{ project: 'none' }, 'SPEC_PROJECT_UNKNOWN'],
    [{ latest: true, date: '2026-11-22' }, 'OPTIONS_CONFLICT'],
  ])('refuses %j', async (options, code) => {
    await expect(bumpGenerator(tree, options)).rejects.toThrow(
      new RegExp(`^${code}: .*\\n {2}hint: `),
    );
    expect(core.bumpIso).not.toHaveBeenCalled();
  });

  it('writes nothing where the core refuses', async () => {
    core.bumpIso.mockRejectedValue(new IsoError('BUMP_OLDER', 'It is older', { hint: 'No.' }));
    await expect(bumpGenerator(tree, {})).rejects.toThrow('BUMP_OLDER: It is older\n  hint: No.');
    expect(tree.read('Makefile', 'utf8')).toBe('a\nold\n');
  });
});

describe('bump of all projects', () => {
  beforeEach(() => {
    tree.write('other/minikube-iso.json', '{}');
  });

  const specs = () => core.bumpIso.mock.calls.map(([{ specPath }]) => specPath);
  const both = ['/virtual/chaos/minikube-iso.json', '/virtual/other/minikube-iso.json'];

  it.each(['BUMP_URL_NOT_FOUND', 'BUMP_NOTHING_PUBLISHED'])(
    'goes on where one has nothing to bump, and says so: %s',
    async (code) => {
      core.bumpIso.mockRejectedValueOnce(new IsoError(code, 'Nothing.', { hint: '' }));
      await bumpGenerator(tree, { all: true });
      expect(specs()).toEqual(both);
      expect(tree.read('Makefile', 'utf8')).toBe('a\nnew\n');
      expect(shown).toContain(`${code}: Nothing.`);
    },
  );

  it('fails where one fails in another way', async () => {
    core.bumpIso.mockRejectedValueOnce(new IsoError('LOCK_NOT_FOLLOWED', 'No.', { hint: '' }));
    await expect(bumpGenerator(tree, { all: true })).rejects.toThrow('LOCK_NOT_FOLLOWED: No.');
  });

  it('reads what the one before wrote', async () => {
    const read: (string | undefined)[] = [];
    core.bumpIso.mockImplementation(async ({ files }) => {
      read.push(files.read('Makefile'));
      const changes = new Map([['Makefile', `${files.read('Makefile')}more\n`]]);
      return { changes, moves: [], makefiles: [], summary: [] };
    });
    await bumpGenerator(tree, { all: true });
    expect(read).toEqual(['a\nold\n', 'a\nold\nmore\n']);
  });

  it('needs a project', async () => {
    for (const file of ['chaos', 'other']) tree.delete(`${file}/minikube-iso.json`);
    await expect(bumpGenerator(tree, { all: true })).rejects.toThrow('SPEC_PROJECT_UNKNOWN');
  });
});
