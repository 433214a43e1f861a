// Repositories that cannot be reached, mirrors that are damaged, and surroundings that would lead git
// elsewhere.
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localRunner, openCache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { emptyRepository, minikubeRepository } from './git-repository.testing.js';
import { findMinikube } from './minikube-commit.js';
import { withMirror, type MirrorOptions } from './mirror.js';
import { placeWorkTree } from './work-tree.js';

async function surroundings() {
  const folder = temporaryFolder();
  const repository = await minikubeRepository(join(folder, 'minikube'), ['v1.9.2']);
  const notes: string[] = [];
  const options: MirrorOptions = {
    repository: repository.url,
    cache: openCache({ folder: join(folder, 'cache') }),
    run: localRunner,
    onNote: (line) => notes.push(line),
  };
  const find = (more: Partial<MirrorOptions> = {}, version = '1.9.2') =>
    findMinikube({ version, allowUnreleased: false }, { ...options, ...more });
  const mirror = (): string => {
    const [name = ''] = readdirSync(join(folder, 'cache/mirrors'));
    return join(folder, 'cache/mirrors', name);
  };
  return { folder, repository, options, notes, find, mirror };
}

/** The files of a mirror, or of one kind of them. */
function filesIn(mirror: string, kind: string): string[] {
  return readdirSync(mirror, { recursive: true, encoding: 'utf8' })
    .map((name) => join(mirror, name))
    .filter((path) => path.includes(kind) && statSync(path).isFile());
}

describe('a damaged mirror', () => {
  it.each<[string, (mirror: string) => void]>([
    ['whose objects are cut off', (mirror) => each(filesIn(mirror, 'objects'), cut)],
    ['whose objects have other bytes', (mirror) => each(filesIn(mirror, 'objects'), flip)],
    ['whose objects are gone', (mirror) => each(filesIn(mirror, 'objects'), rmSync)],
    ['whose HEAD is no reference', (mirror) => writeFileSync(join(mirror, 'HEAD'), 'torn\0')],
    ['whose config is none', (mirror) => writeFileSync(join(mirror, 'config'), '[[[\n')],
  ])('%s is found out and made anew', async (_, damage) => {
    const { find, mirror, notes, folder, options } = await surroundings();
    const first = await find();
    damage(mirror());
    const again = await find();
    expect(again.commit).toBe(first.commit);
    expect(await again.tree.read('Makefile')).toBe(await first.tree.read('Makefile'));
    expect(notes).toEqual([expect.stringContaining('corrupt')]);
    await placeWorkTree(join(folder, 'tree'), again.commit, options);
    expect(readFileSync(join(folder, 'tree/Makefile'), 'utf8')).toContain('VERSION_BUILD ?= 2');
  });

  it('is found out by the work tree too', async () => {
    const { find, mirror, notes, folder, options } = await surroundings();
    const { commit } = await find();
    each(filesIn(mirror(), 'objects'), flip);
    await find().catch(() => undefined);
    await placeWorkTree(join(folder, 'tree'), commit, options);
    expect(readFileSync(join(folder, 'tree/Makefile'), 'utf8')).toContain('VERSION_BUILD ?= 2');
    expect(notes).toHaveLength(1);
  });

  it('is used on where a killed git left its locks', async () => {
    const { find, mirror, notes, repository } = await surroundings();
    await find();
    repository.git('tag', 'v1.9.3');
    for (const name of ['packed-refs.lock', 'config.lock', 'refs/tags/v1.9.3.lock']) {
      writeFileSync(join(mirror(), name), '');
    }
    expect(await find({}, '1.9.3')).toMatchObject({ release: 'v1.9.3' });
    expect(notes).toEqual([]);
  });
});

describe('a repository that cannot be reached', () => {
  it('is an error that says so, and no other', async () => {
    const { find, folder, notes } = await surroundings();
    await expect(find({ repository: `file://${folder}/nowhere` })).rejects.toMatchObject({
      code: 'REPOSITORY_UNREACHABLE',
      message: expect.stringMatching(/nowhere cannot be fetched: fatal: .*nowhere/),
    });
    expect(notes).toEqual([]);
  });

  it('is an error when nobody listens', async () => {
    const { find } = await surroundings();
    await expect(find({ repository: 'http://127.0.0.1:9/minikube' })).rejects.toMatchObject({
      code: 'REPOSITORY_UNREACHABLE',
    });
  });

  it('is no command that a URL names', async () => {
    const { find, folder } = await surroundings();
    const repository = `ext::touch ${folder}/ran`;
    await expect(find({ repository })).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
    expect(readdirSync(folder)).not.toContain('ran');
  });

  it('is no option', async () => {
    const { find, folder } = await surroundings();
    const repository = `--upload-pack=touch ${folder}/ran`;
    await expect(find({ repository })).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
    expect(readdirSync(folder)).not.toContain('ran');
  });
});

describe('surroundings that would lead git elsewhere', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('lead it nowhere', async () => {
    const { find, folder, options } = await surroundings();
    const other = emptyRepository(join(folder, 'other'));
    const before = other.commit({ 'a.txt': 'a' });
    const template = join(folder, 'template/hooks');
    await mkdir(template, { recursive: true });
    writeFileSync(join(template, 'post-checkout'), `#!/bin/sh\ntouch ${folder}/ran\n`);
    chmodSync(join(template, 'post-checkout'), 0o755);
    vi.stubEnv('GIT_DIR', join(other.folder, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other.folder);
    vi.stubEnv('GIT_INDEX_FILE', join(folder, 'index'));
    vi.stubEnv('GIT_TEMPLATE_DIR', join(folder, 'template'));
    const { commit } = await find();
    await placeWorkTree(join(folder, 'tree'), commit, options);
    vi.unstubAllEnvs();
    expect(readFileSync(join(folder, 'tree/Makefile'), 'utf8')).toContain('VERSION_BUILD ?= 2');
    expect(other.git('rev-parse', 'HEAD')).toBe(before);
    expect(other.git('status', '--porcelain')).toBe('');
    expect(readdirSync(folder)).not.toContain('ran');
  });
});

describe('a mirror', () => {
  it('is held by one at a time', async () => {
    const { options } = await surroundings();
    let inside = 0;
    const work = () =>
      withMirror(options, async (mirror) => {
        expect((inside += 1)).toBe(1);
        await mirror.fetch();
        inside -= 1;
      });
    await Promise.all([work(), work()]);
    expect(inside).toBe(0);
  });
});

function each(paths: readonly string[], change: (path: string) => void): void {
  for (const path of paths) {
    chmodSync(path, 0o644);
    change(path);
  }
}

function cut(path: string): void {
  truncateSync(path, Math.floor(statSync(path).size / 2));
}

/** Behind the header, so that git takes it for what it was. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  for (let index = 20; index < bytes.length - 24; index += 7) bytes[index] = ~(bytes[index] ?? 0);
  writeFileSync(path, bytes);
}
