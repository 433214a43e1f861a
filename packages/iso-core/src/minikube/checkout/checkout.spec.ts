import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localRunner, openCache, type Command } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { detectLayout } from '../layout/detect-layout.js';
import { minikubeRepository, repositoryIn } from './git-repository.testing.js';
import { findMinikube, type MinikubeWish } from './minikube-commit.js';
import type { MirrorOptions } from './mirror.js';
import { placeWorkTree } from './work-tree.js';

const TAGS = ['v0.11.0', 'v1.9.2', 'v1.10.0', 'v1.26.0'];

const made = mkdtempSync(join(tmpdir(), 'iso-core-'));

beforeAll(async () => {
  await minikubeRepository(made, TAGS);
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

function surroundings() {
  const folder = temporaryFolder();
  cpSync(made, join(folder, 'minikube'), { recursive: true });
  const repository = repositoryIn(join(folder, 'minikube'));
  const commands: Command[] = [];
  const options: MirrorOptions = {
    repository: repository.url,
    cache: openCache({ folder: join(folder, 'cache') }),
    run: (command, more) => {
      commands.push(command);
      return localRunner(command, more);
    },
  };
  return {
    folder,
    repository,
    options,
    find: (version: string, more: Partial<MinikubeWish> = {}) =>
      findMinikube({ version, allowUnreleased: false, ...more }, options),
    /** How often the repository was asked since the last time. */
    fetches: () => commands.splice(0).filter(({ args }) => args.includes('fetch')).length,
  };
}

describe('what a spec calls a minikube', () => {
  it.each(['1.9.2', 'v1.9.2'])('%s is the commit of the released tag', async (version) => {
    const { find, repository } = surroundings();
    const commit = repository.git('rev-parse', 'v1.9.2');
    expect(await find(version)).toMatchObject({ commit, release: 'v1.9.2' });
  });

  it('is a commit, whole or by its first digits, and the first release that contains it', async () => {
    const { find, repository } = surroundings();
    const between = repository.commit({ 'a.txt': 'a' });
    repository.git('tag', '--annotate', '--message=x', 'v1.27.0');
    repository.git('tag', 'v1.28.0');
    const own = repository.git('rev-parse', 'v1.10.0');
    expect(await find(own.slice(0, 7))).toMatchObject({ commit: own, release: 'v1.10.0' });
    expect(await find(between.toUpperCase())).toMatchObject({
      commit: between,
      release: 'v1.27.0',
    });
    expect(await find('1.27.0')).toMatchObject({ commit: between });
  });

  it('is told without the network once it is known', async () => {
    const { find, fetches, repository } = surroundings();
    await find('1.9.2');
    expect(fetches()).toBe(1);
    await find('1.10.0');
    await find(repository.git('rev-parse', 'v1.26.0'));
    expect(fetches()).toBe(0);
  });

  it('is looked for anew when the mirror does not know it', async () => {
    const { find, fetches, repository } = surroundings();
    await find('1.9.2');
    repository.git('tag', 'v1.27.0');
    fetches();
    expect(await find('1.27.0')).toMatchObject({ release: 'v1.27.0' });
    expect(fetches()).toBe(1);
  });

  it('has a layout before anything is checked out', async () => {
    const { find } = surroundings();
    const { tree } = await find('1.26.0');
    expect(await detectLayout(tree, 'arm64')).toMatchObject({ isoVersion: 'v1.26.0' });
    await expect(detectLayout((await find('0.11.0')).tree, 'amd64')).rejects.toMatchObject({
      code: 'LAYOUT_WITHOUT_ISO',
      message: expect.stringContaining('minikube v0.11.0'),
    });
  });
});

describe('what is no minikube to build', () => {
  it('is a version that was never released, with the nearest that were', async () => {
    const { find } = surroundings();
    await expect(find('1.9.9')).rejects.toMatchObject({
      code: 'RELEASE_UNKNOWN',
      details: { tag: 'v1.9.9', nearest: ['v1.9.2', 'v0.11.0', 'v1.10.0', 'v1.26.0'] },
    });
  });

  it.each(['master', 'HEAD', '1.26.0-beta.0', 'v1.9', 'abcdef', '--upload-pack=x', '1.9.2^'])(
    '%s is neither a version nor a commit',
    async (version) => {
      const { find } = surroundings();
      await expect(find(version)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
    },
  );

  it('is a commit that is not there', async () => {
    const { find } = surroundings();
    await expect(find('0123456789')).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
  });

  it('is a branch that is called as a commit', async () => {
    const { find, repository } = surroundings();
    repository.git('branch', 'abcdef0');
    await expect(find('abcdef0')).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
  });

  it('is a commit that no release contains, unless that is allowed', async () => {
    const { find, repository } = surroundings();
    const commit = repository.commit({ 'a.txt': 'a' });
    repository.git('tag', 'v1.27.0-beta.0');
    await expect(find(commit)).rejects.toMatchObject({
      code: 'COMMIT_UNRELEASED',
      hint: expect.stringContaining('allowUnreleased'),
    });
    const found = await find(commit, { allowUnreleased: true });
    expect(found.commit).toBe(commit);
    expect(found.release).toBeUndefined();
  });
});

describe('the work tree of a build', () => {
  it('has the files of the commit', async () => {
    const { find, folder, options } = surroundings();
    const tree = join(folder, 'tree');
    await placeWorkTree(tree, (await find('1.9.2')).commit, options);
    expect(readFileSync(join(tree, 'Makefile'), 'utf8')).toContain('VERSION_BUILD ?= 2');
  });

  it('is cleaned of what a killed build left, but for what make has built', async () => {
    const { find, folder, options } = surroundings();
    const [tree, { commit }] = [join(folder, 'tree'), await find('1.9.2')];
    await placeWorkTree(tree, commit, options);
    writeFileSync(join(tree, 'Makefile'), 'changed');
    writeFileSync(join(tree, '.gitignore'), 'ignored\n');
    for (const path of ['out', 'ignored', 'deploy/out']) mkdirSync(join(tree, path));
    for (const path of ['out/kept', 'ignored/a', 'deploy/out/a', 'untracked', '.git/index.lock']) {
      writeFileSync(join(tree, path), '');
    }
    await placeWorkTree(tree, commit, options);
    expect(readFileSync(join(tree, 'Makefile'), 'utf8')).toContain('VERSION_BUILD ?= 2');
    const left = ['out/kept', 'ignored/a', 'deploy/out/a', 'untracked', '.gitignore'];
    expect(left.filter((path) => existsSync(join(tree, path)))).toEqual(['out/kept']);
  });

  it('is made anew where git cannot work in it', async () => {
    const { find, folder, options } = surroundings();
    const [tree, { commit }] = [join(folder, 'tree'), await find('1.9.2')];
    await placeWorkTree(tree, commit, options);
    writeFileSync(join(tree, '.git/HEAD'), 'torn');
    await placeWorkTree(tree, commit, options);
    expect(existsSync(join(tree, 'Makefile'))).toBe(true);
  });
});
