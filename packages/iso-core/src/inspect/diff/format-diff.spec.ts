import { describe, expect, it } from 'vitest';
import type { DiffFile, FileChanges, IsoDiff } from './diff.js';
import { formatDiff } from './format-diff.js';

const digest = 'a'.repeat(64);

function side(name: string, release: string): IsoDiff['from'] {
  return {
    name,
    size: 8_800_000,
    sha256: digest,
    architecture: 'amd64',
    volumeId: 'ISOIMAGE',
    kernel: { release, size: 3_000_000, sha256: digest, configSha256: digest },
    initrd: { size: 5_000_000, unpackedSize: 13_000_000 },
  };
}

function file(path: string, more: Partial<DiffFile> = {}): DiffFile {
  return { path, type: 'file', size: 1536, sha256: digest, ...more };
}

const NOTHING: FileChanges = { added: [], removed: [], changed: [] };

const DIFF: IsoDiff = {
  diffVersion: 1,
  depth: 'content',
  from: side('base.iso', '6.1.0'),
  to: side('https://example.com/minikube-amd64.iso', '6.1.1'),
  options: {
    added: [{ option: 'NET_SCH_PRIO', value: 'm' }],
    removed: [{ option: 'TUN', value: 'y' }],
    changed: [{ option: 'NET_SCH_NETEM', before: 'm', after: 'y' }],
  },
  modules: { ...NOTHING, added: [file('kernel/net/sched/sch_prio.ko')] },
  rootFiles: {
    added: [file('etc/link', { type: 'symlink', size: 3, target: 'one' })],
    removed: [file('etc', { type: 'directory', size: 0 })],
    changed: [
      {
        path: 'init',
        what: ['permissions'],
        before: file('init'),
        after: file('init', { permissions: '700' }),
      },
      {
        path: 'version.json',
        what: ['size', 'sha256'],
        before: file('version.json'),
        after: file('version.json', { size: 1530 }),
      },
    ],
  },
  isoFiles: NOTHING,
};

describe('a diff in the terminal', () => {
  it('is a table of each kind of change', () => {
    expect(formatDiff(DIFF)).toEqual([
      '               from      to',
      'ISO            base.iso  https://example.com/minikube-amd64.iso',
      'architecture   amd64     amd64',
      'kernel         6.1.0     6.1.1',
      'ISO size       8.4 MiB   8.4 MiB',
      'kernel size    2.9 MiB   2.9 MiB',
      'initrd packed  4.8 MiB   4.8 MiB',
      'root unpacked  12.4 MiB  12.4 MiB',
      '',
      'Kernel options: 1 added, 1 removed, 1 changed',
      '  + NET_SCH_PRIO   m',
      '  - TUN            y',
      '  ~ NET_SCH_NETEM  m → y',
      '',
      'Modules: 1 added',
      '  + kernel/net/sched/sch_prio.ko  1.5 KiB',
      '',
      'Files of the root: 1 added, 1 removed, 2 changed',
      '  + etc/link      link to one',
      '  - etc           directory',
      '  ~ init          1.5 KiB, other permissions',
      '  ~ version.json  1.5 KiB (-6 B)',
      '',
      'Files of the ISO: no difference',
    ]);
  });

  it('says at depth kernel what was not looked at', () => {
    const { modules: _, rootFiles: __, isoFiles: ___, ...shallow } = DIFF;
    const lines = formatDiff({ ...shallow, depth: 'kernel' });
    expect(lines.at(-1)).toMatch(/were not looked at: only depth content/);
    expect(lines.join('\n')).not.toContain('Modules:');
  });

  it('is bounded', () => {
    const added = Array.from({ length: 3000 }, (_, index) =>
      file(`${'long/'.repeat(100)}${index}`),
    );
    const lines = formatDiff({ ...DIFF, rootFiles: { ...NOTHING, added } }, { most: 7 });
    expect(lines).toContain('  and 2993 more');
    expect(lines.length).toBeLessThan(40);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });

  it('holds nothing that a terminal or a CI system obeys', () => {
    const evil = '\u001b[2J::error::x\n::stop-commands::y\u202e';
    const text = formatDiff({
      ...DIFF,
      from: { ...side(evil, evil), volumeId: evil },
      options: { ...DIFF.options, added: [{ option: evil, value: evil }] },
      modules: { ...NOTHING, added: [file(evil, { target: evil })] },
    });
    for (const line of text) {
      expect(line).not.toMatch(/[\u0000-\u001f\u202e]|^\s*::/);
      expect(line.replace(/^ {2}[+~-] /, '')).not.toMatch(/^::/);
    }
  });
});
