// Modules in a root, their tables as text, and which of them do not belong.
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { cpioArchive, readEffectiveInitrd, type NewEntry } from '../initrd/index.js';
import { findModulesFolder, releasesWithModules } from './find-modules.js';
import { moduleName } from './module-path.js';
import { foreignModules, staleModules } from './stale.js';
import {
  mergeModulesOrder,
  parseModulesBuiltin,
  parseModulesBuiltinModinfo,
  parseModulesDep,
} from './tables.js';

async function rootOf(entries: readonly NewEntry[]) {
  const pieces: Uint8Array[] = [];
  for await (const piece of cpioArchive(entries)) pieces.push(piece);
  return readEffectiveInitrd(bytesSource(Buffer.concat(pieces)));
}
const file = (path: string): NewEntry => ({ type: 'file', path, content: new Uint8Array(1) });
const directories = (...paths: string[]): NewEntry[] =>
  paths.map((path) => ({ type: 'directory', path }));

describe('the modules folder of a root', () => {
  const modules = 'usr/lib/modules/6.6.95';
  const entries: NewEntry[] = [
    ...directories('usr', 'usr/lib', 'usr/lib/modules', modules, `${modules}/kernel`),
    ...directories('usr/lib/modules/5.10.0'),
    { type: 'symlink', path: 'lib', linkTarget: 'usr/lib' },
    { type: 'symlink', path: `${modules}/build`, linkTarget: '/usr/src/linux' },
    file(`${modules}/kernel/sch_b.ko`),
    file(`${modules}/kernel/sch-a.ko.xz`),
    file(`${modules}/modules.dep`),
    file(`${modules}/Module.symvers`),
  ];

  it('is found where /lib leads to, with its modules and tables', async () => {
    const root = await rootOf(entries);
    const found = findModulesFolder(root, '6.6.95');
    expect(found?.path).toBe(modules);
    expect(found?.modules.map(({ path, name }) => [path, name])).toEqual([
      ['kernel/sch-a.ko.xz', 'sch_a'],
      ['kernel/sch_b.ko', 'sch_b'],
    ]);
    expect(found?.modules[0]?.entry.path).toBe(`${modules}/kernel/sch-a.ko.xz`);
    expect([...(found?.tables.keys() ?? [])]).toEqual(['modules.dep']);
    expect(releasesWithModules(root)).toEqual(['5.10.0', '6.6.95']);
  });

  it('is in /lib itself where that is no symlink', async () => {
    const root = await rootOf([
      ...directories('lib', 'lib/modules', 'lib/modules/4.19.0'),
      file('lib/modules/4.19.0/a.ko'),
    ]);
    expect(findModulesFolder(root, '4.19.0')).toMatchObject({
      path: 'lib/modules/4.19.0',
      modules: [{ path: 'a.ko' }],
    });
  });

  it('may be missing', async () => {
    const root = await rootOf(entries);
    expect(findModulesFolder(root, '6.6.96')).toBeUndefined();
    expect(releasesWithModules(await rootOf([]))).toEqual([]);
  });
});

describe('text tables', () => {
  it('modules.dep', () => {
    const text = 'kernel/a.ko: kernel/b.ko kernel/c.ko\nkernel/b.ko:\n\n# a comment\nnonsense\n';
    expect([...parseModulesDep(text)]).toEqual([
      ['kernel/a.ko', ['kernel/b.ko', 'kernel/c.ko']],
      ['kernel/b.ko', []],
    ]);
  });

  it('modules.builtin', () => {
    expect(parseModulesBuiltin('kernel/a.ko\n\nkernel/b.ko')).toEqual([
      'kernel/a.ko',
      'kernel/b.ko',
    ]);
  });

  it('modules.builtin.modinfo', () => {
    const text = 'ext4.license=GPL\0ext4.alias=fs=ext4\0zlib.description=a.b\0junk\0.x=y\0';
    expect([...parseModulesBuiltinModinfo(text)]).toEqual([
      [
        'ext4',
        [
          ['license', 'GPL'],
          ['alias', 'fs=ext4'],
        ],
      ],
      ['zlib', [['description', 'a.b']]],
    ]);
  });

  it('modules.order of a union', () => {
    const merged = mergeModulesOrder(
      [
        ['z.ko', 'gone.ko', 'a.ko'],
        ['new.ko', 'a.ko'],
      ],
      ['a.ko', 'unlisted-b.ko', 'new.ko', 'unlisted-a.ko', 'z.ko'],
    );
    expect(merged).toEqual(['z.ko', 'a.ko', 'new.ko', 'unlisted-a.ko', 'unlisted-b.ko']);
  });
});

it('calls modules what modprobe calls them', () => {
  expect(moduleName('kernel/net/sched/sch_prio.ko')).toBe('sch_prio');
  expect(moduleName('extra/vbox-guest.ko.zst')).toBe('vbox_guest');
});

describe('modules of the base', () => {
  const at = (...paths: string[]): { path: string }[] => paths.map((path) => ({ path }));
  const base = at(
    'kernel/same.ko',
    'kernel/old/moved.ko',
    'kernel/now-inside.ko',
    'extra/vboxguest.ko',
  );
  const built = at('kernel/same.ko', 'kernel/new/moved.ko', 'kernel/added.ko');
  const builtin = ['kernel/now_inside.ko'];

  it('are stale when the new kernel has them inside or elsewhere', () => {
    expect(staleModules(base, built, builtin)).toEqual([
      { path: 'kernel/old/moved.ko', name: 'moved', reason: 'moved' },
      { path: 'kernel/now-inside.ko', name: 'now_inside', reason: 'built in' },
    ]);
  });

  it('are foreign when the tree does not make them', () => {
    expect(foreignModules(base, built, builtin)).toEqual([
      { path: 'extra/vboxguest.ko', name: 'vboxguest' },
    ]);
  });

  it('are neither when each is replaced in its place', () => {
    expect(staleModules(built, built, [])).toEqual([]);
    expect(foreignModules(built, built, [])).toEqual([]);
  });
});
