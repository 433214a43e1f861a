import { describe, expect, it } from 'vitest';
import type { EffectiveEntry } from '../image/index.js';
import { findRootViolations, NO_CHANGES, type RootChanges } from './root-gate.js';

function entry(path: string, overrides: Partial<EffectiveEntry> = {}): [string, EffectiveEntry] {
  return [
    path,
    {
      path,
      type: 'file',
      permissions: 0o644,
      uid: 0,
      gid: 0,
      size: 1,
      sha256: 'a'.repeat(64),
      links: 1,
      member: 0,
      ...overrides,
    },
  ];
}

const MODULE = 'usr/lib/modules/6.1.0/kernel/x.ko';
const base = new Map([
  entry('bin', { type: 'symlink', linkTarget: 'usr/bin' }),
  entry('usr/bin', { type: 'directory', permissions: 0o755 }),
  entry('usr/bin/tc', { permissions: 0o755 }),
  entry('dev/console', { type: 'character device', device: { major: 5, minor: 1 } }),
  entry(MODULE),
]);

function violations(changes: RootChanges, ...changed: ([string, EffectiveEntry] | string)[]) {
  const result = new Map(base);
  for (const change of changed) {
    if (typeof change === 'string') result.delete(change);
    else result.set(...change);
  }
  return findRootViolations({ entries: base }, { entries: result }, changes);
}

describe('findRootViolations', () => {
  it('finds none in the same root', () => {
    expect(violations(NO_CHANGES)).toEqual([]);
  });

  it.each([
    ['gone', 'usr/bin/tc', 'usr/bin/tc is gone'],
    ['changed', entry('usr/bin/tc', { permissions: 0o755, sha256: 'b'.repeat(64) }), 'sha256'],
    ['set-uid', entry('usr/bin/tc', { permissions: 0o4755 }), 'permissions'],
    ['given away', entry('usr/bin/tc', { permissions: 0o755, uid: 1 }), 'uid'],
    ['a directory now', entry('bin', { type: 'directory' }), 'type'],
    ['pointed elsewhere', entry('bin', { type: 'symlink', linkTarget: 'sbin' }), 'linkTarget'],
    [
      'another device',
      entry('dev/console', { type: 'character device', device: { major: 1, minor: 1 } }),
      'device',
    ],
    ['new', entry('etc/passwd'), 'etc/passwd is new'],
  ])('names an entry that is %s', (_what, change, line) => {
    expect(violations(NO_CHANGES, change)).toEqual([expect.stringContaining(line)]);
  });

  it('allows what was meant: files written and removed, and the folders above them', () => {
    const added = 'usr/lib/modules/6.1.0/kernel/net/y.ko';
    const sha256 = 'c'.repeat(64);
    expect(
      violations(
        { written: new Map([[added, sha256]]), removed: new Set([MODULE]) },
        MODULE,
        entry('usr/lib/modules/6.1.0/kernel/net', { type: 'directory' }),
        entry(added, { sha256 }),
      ),
    ).toEqual([]);
  });

  it('names what was meant and did not happen', () => {
    const changes = { written: new Map([['new', 'c'.repeat(64)]]), removed: new Set([MODULE]) };
    expect(violations(changes)).toEqual([
      `${MODULE} was to be removed and is still there`,
      'new was written and is not there',
    ]);
    expect(violations(changes, MODULE, entry('new'))).toEqual([
      'new was written and is something else',
    ]);
  });
});
