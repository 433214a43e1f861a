// A release as CONTRIBUTING.md tells to make it, in a copy of what it reads: nothing is published.
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localRunner } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideEnvironment } from './support/outside-environment.js';
import { scratchFolder, WORKSPACE } from './support/workspace.js';

const RELEASED = ['packages/iso-core/package.json', 'packages/nx-minikube-iso/package.json'];
const OTHERS = ['tools/bench', 'tools/lab', 'tools/s3-server', 'e2e/tests'].map(
  (folder) => `${folder}/package.json`,
);
const WRITTEN = ['CHANGELOG.md', 'package-lock.json', ...RELEASED];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let current: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  for (const file of ['nx.json', 'package.json', 'package-lock.json', ...RELEASED, ...OTHERS]) {
    await mkdir(dirname(join(scratch.folder, file)), { recursive: true });
    await cp(join(WORKSPACE, file), join(scratch.folder, file));
  }
  await symlink(join(WORKSPACE, 'node_modules'), join(scratch.folder, 'node_modules'));
  await writeFile(join(scratch.folder, '.gitignore'), 'node_modules\n.nx\n');
  current = (await readJson(RELEASED[0])).version;
  await run('git', 'init', '--quiet', '--initial-branch=main');
  await commit('Begin');
  await run('git', 'tag', `v${current}`);
  await writeFile(join(scratch.folder, 'packages/iso-core/README.md'), '# iso-core\n');
  await commit('Refuse a kernel that is none');
});

afterAll(() => scratch.dispose());

const read = (file: string) => readFile(join(scratch.folder, file), 'utf8');

interface Versions {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const readJson = async (file = '') => JSON.parse(await read(file)) as Versions;

async function run(file: string, ...args: string[]): Promise<string> {
  const env = outsideEnvironment({
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    GIT_AUTHOR_NAME: 'Somebody',
    GIT_AUTHOR_EMAIL: 'somebody@example.org',
    GIT_COMMITTER_NAME: 'Somebody',
    GIT_COMMITTER_EMAIL: 'somebody@example.org',
  });
  const { stdout, stderr } = await localRunner({ file, args, cwd: scratch.folder, env });
  return stdout + stderr;
}

async function commit(subject: string): Promise<void> {
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', `--message=${subject}`);
}

const release = (...args: string[]) =>
  run(join(scratch.folder, 'node_modules/.bin/nx'), 'release', '99.0.0', '--skip-publish', ...args);

describe('nx release', () => {
  it('shows in a dry run what it would write, and writes nothing', async () => {
    const printed = await release('--dry-run');
    expect(printed.match(/(?<=^(?:CREATE|UPDATE) ).*(?= \[dry-run\]$)/gm)?.sort()).toEqual([
      'CHANGELOG.md',
      ...RELEASED,
    ]);
    expect(await run('git', 'status', '--porcelain')).toBe('');
    expect(await run('git', 'tag')).toBe(`v${current}\n`);
  });

  it('brings both packages to one version, and the plugin to that core', async () => {
    await release();
    const [core, plugin] = await Promise.all(RELEASED.map(readJson));
    expect(core).toMatchObject({ version: '99.0.0' });
    expect(plugin).toMatchObject({
      version: '99.0.0',
      dependencies: { 'iso-core': '99.0.0' },
    });
  });

  it('commits that with the lock file and the changelog alone, and tags it', async () => {
    expect(await run('git', 'show', '--name-only', '--format=%s%d')).toBe(
      ['Release 99.0.0 (HEAD -> main, tag: v99.0.0)', '', ...WRITTEN, ''].join('\n'),
    );
    expect(await run('git', 'status', '--porcelain')).toBe('');
  });

  it('lists the subjects of the commits since the last tag', async () => {
    const changelog = await read('CHANGELOG.md');
    expect(changelog).toMatch(/^# 99\.0\.0 /m);
    expect(changelog.match(/^- .*/gm)).toContain('- Refuse a kernel that is none');
    expect(changelog).not.toContain('Begin');
  });

  it('leaves the lock file such that npm has nothing to change in it', async () => {
    await run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--offline');
    expect(await run('git', 'status', '--porcelain')).toBe('');
  });
});
