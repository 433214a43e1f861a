import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { formatLock, LOCK_VERSION, type IsoLock } from 'iso-core';
import { beforeEach, describe, expect, it } from 'vitest';
import syncGenerator from './generator.js';

const URL = 'https://b.example/minikube-2026-11-22.iso';
const OTHER = 'https://b.example/minikube-2026-01-01.iso';
const ISO = {
  url: URL,
  sha256: 'a'.repeat(64),
  size: 1,
  kernelRelease: '6.6.95',
  requirements: [],
};

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});

const start = (url: string) => `start:\r\n\tminikube start --iso-url=${url}`;

/** A project with a spec and a lock. */
function project(root: string, lock: Partial<IsoLock>, spec: object = {}): void {
  const whole = { minikube: '1.38.1', kernel: { require: ['NET_SCH_PRIO'] }, ...spec };
  tree.write(`${root}/minikube-iso.json`, JSON.stringify(whole));
  const empty: IsoLock = { lockVersion: LOCK_VERSION, architectures: { amd64: ISO }, files: [] };
  tree.write(`${root}/minikube-iso.lock.json`, formatLock({ ...empty, ...lock }));
}

describe('sync', () => {
  it('is content with files that name the ISO of the lock, and with no lock at all', async () => {
    project('chaos', { files: ['Makefile'] });
    tree.write('Makefile', start(URL));
    tree.write('none/minikube-iso.json', '{}');
    expect(await syncGenerator(tree)).toEqual({});
  });

  it('has the files name the ISO of the lock, and says which did not', async () => {
    project('chaos', { files: ['Makefile', '.projenrc.ts'] });
    tree.write('Makefile', start(OTHER));
    tree.write('.projenrc.ts', `const isoUrl = '${URL}';`);
    expect(await syncGenerator(tree)).toEqual({
      outOfSyncMessage: expect.stringContaining('other ISOs than its minikube-iso.lock.json'),
      outOfSyncDetails: [`Makefile:2 names ${OTHER}, the lock ${URL}`],
    });
    expect(tree.read('Makefile', 'utf8')).toBe(start(URL));
    expect(await syncGenerator(tree)).toEqual({});
  });

  it('looks at every project', async () => {
    for (const name of ['a', 'b']) {
      project(name, { files: [`${name}/Makefile`] });
      tree.write(`${name}/Makefile`, start(OTHER));
    }
    expect((await syncGenerator(tree)).outOfSyncDetails).toHaveLength(2);
  });

  it('knows a Makefile by the spec', async () => {
    project('chaos', { files: ['build/start'] }, { bump: { makefile: '../build/start' } });
    tree.write('build/start', `DATE = 2026-01-01\n${start(URL.replace('2026-11-22', '$(DATE)'))}`);
    expect((await syncGenerator(tree)).outOfSyncDetails).toHaveLength(1);
    expect(tree.read('build/start', 'utf8')).toContain('DATE = 2026-11-22\n');
  });

  it('goes by the architectures of the spec', async () => {
    const architectures = { arm64: { ...ISO, url: URL.replace('.iso', '-arm64.iso') } };
    const both = { architectures: ['amd64', 'arm64'] };
    project('chaos', { architectures, files: ['Makefile'] }, both);
    const text = `${start(OTHER)}\n\techo --iso-url=${architectures.arm64.url}\n`;
    tree.write('Makefile', text);
    expect(await syncGenerator(tree)).toEqual({});
    expect(tree.read('Makefile', 'utf8')).toBe(text);
  });

  it('leaves a spec that is wrong to its tasks', async () => {
    project('chaos', { files: ['Makefile'] });
    tree.write('chaos/minikube-iso.json', '{');
    tree.write('Makefile', start(OTHER));
    expect((await syncGenerator(tree)).outOfSyncDetails).toHaveLength(1);
  });

  it('takes no place of one lock for another', async () => {
    for (const [name, url] of [
      ['a', URL],
      ['b', OTHER],
    ] as const) {
      project(name, { architectures: { amd64: { ...ISO, url } }, files: ['Makefile'] });
    }
    tree.write('Makefile', start(OTHER));
    await expect(syncGenerator(tree)).rejects.toThrow(
      /^LOCK_NOT_FOLLOWED: Makefile: .* the ISO of b\/minikube-iso\.lock\.json\n/,
    );
    tree.write('Makefile', start('https://b.example/minikube-2025-01-01.iso'));
    await expect(syncGenerator(tree)).rejects.toThrow(/^LOCKS_DISAGREE: Makefile:2 names /);
  });

  it('gives hints that are right without options', async () => {
    project('chaos', { files: ['a.md'] });
    tree.write('a.md', Buffer.from([0xff]));
    await expect(syncGenerator(tree)).rejects.toThrow(/"files" of minikube-iso\.lock\.json/);
    tree.write('a.md', `${OTHER} ${OTHER.replace('.iso', '-2.iso')}`);
    await expect(syncGenerator(tree)).rejects.toThrow(/BUMP_AMBIGUOUS.*\n.*"files" of the lock/);
  });

  it.each([
    ['a file that names no ISO', 'all:\n', { files: ['Makefile'] }, 'LOCK_NOT_FOLLOWED'],
    ['a file that is gone', 'all:\n', { files: ['gone.mk'] }, 'LOCK_NOT_FOLLOWED'],
    ['a file that is no text', Buffer.from([0xff]), { files: ['Makefile'] }, 'FILE_NOT_UTF8'],
  ])('fails at %s', async (_, text, lock, code) => {
    project('chaos', lock);
    tree.write('Makefile', text);
    await expect(syncGenerator(tree)).rejects.toThrow(new RegExp(`^${code}: .*\\n {2}hint: `));
  });

  it('fails at a lock that a merge left in pieces', async () => {
    project('chaos', {});
    tree.write('chaos/minikube-iso.lock.json', '<<<<<<< HEAD\n');
    await expect(syncGenerator(tree)).rejects.toThrow(/^LOCK_INVALID: /);
  });

  it('shows no more than text of what a Makefile says', async () => {
    project('chaos', { files: ['Makefile'] });
    tree.write('Makefile', start('https://b.example/\u001b[2J\u0007.iso'));
    const { outOfSyncDetails } = await syncGenerator(tree);
    expect(outOfSyncDetails).toEqual([`Makefile:2 names https://b.example/.iso, the lock ${URL}`]);
  });
});
