import { describe, expect, it } from 'vitest';
import type { InspectedModules } from '../../inspect/index.js';
import { exported, foundModule, KERNEL, symversWith } from '../../inspect/found-module.testing.js';
import type { FoundModule } from '../../inspect/index.js';
import { addModules, replaceModules, type ReplaceModulesOptions } from './module-changes.js';

const PRIO = 'kernel/net/sched/sch_prio.ko';
const TBF = 'kernel/net/sched/sch_tbf.ko';
const GUEST = 'extra/vboxguest.ko';

function base(...found: FoundModule[]): InspectedModules {
  return {
    folder: 'usr/lib/modules/6.1.0',
    found,
    listed: new Set(found.map(({ path }) => path)),
    builtin: { order: '', builtin: '', modinfo: new Uint8Array() },
    surroundings: { modules: found, listed: new Map(), kernel: KERNEL, recordedDigests: new Map() },
  };
}

function compiled(...paths: string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path, `/built/${path}`]));
}

describe('addModules', () => {
  it('keeps everything that is there and adds what was built', () => {
    expect(addModules(base(foundModule(TBF)), { files: compiled(PRIO) })).toEqual({
      written: compiled(PRIO),
      removed: [],
      kept: [TBF],
      foreign: [],
    });
  });

  it('replaces a module of the same path', () => {
    const changes = addModules(base(foundModule(PRIO)), { files: compiled(PRIO) });
    expect(changes).toMatchObject({ removed: [], kept: [] });
  });

  it('does not leave the same module twice under two names', () => {
    const changes = addModules(base(foundModule(`${PRIO}.xz`)), { files: compiled(PRIO) });
    expect(changes).toMatchObject({ removed: [`${PRIO}.xz`], kept: [] });
  });
});

function replace(found: FoundModule[], options: Partial<ReplaceModulesOptions> = {}, builtin = '') {
  return replaceModules({
    base: base(...found),
    compiled: {
      files: compiled(PRIO),
      tables: { order: '', builtin, modinfo: new Uint8Array() },
    },
    choice: () => undefined,
    kernel: KERNEL,
    switchedOff: new Set(),
    ...options,
  });
}

describe('replaceModules', () => {
  it('takes out what the new kernel has inside', () => {
    const changes = replace([foundModule(TBF), foundModule(PRIO)], {}, `${TBF}\n`);
    expect(changes).toMatchObject({ removed: [TBF], kept: [], foreign: [] });
  });

  it('takes out what now lies elsewhere', () => {
    expect(replace([foundModule('kernel/old/sch_prio.ko')]).removed).toEqual([
      'kernel/old/sch_prio.ko',
    ]);
  });

  it('refuses a module that the source does not make, until the spec decides', () => {
    const foreign = [foundModule(GUEST, { name: 'vboxguest', intree: false })];
    expect(() => replace(foreign)).toThrow(
      expect.objectContaining({
        code: 'FOREIGN_MODULE',
        message: expect.stringContaining(GUEST),
        hint: expect.stringContaining('"vboxguest": "keep"'),
      }),
    );
    expect(replace(foreign, { choice: () => 'keep' })).toMatchObject({
      kept: [GUEST],
      removed: [],
    });
    expect(replace(foreign, { choice: () => 'drop' })).toMatchObject({
      kept: [],
      removed: [GUEST],
      foreign: [{ path: GUEST, decision: 'dropped, as the spec says' }],
    });
  });

  it('keeps no foreign module where the new kernel asks for its own signature', () => {
    const foreign = [foundModule(GUEST, { name: 'vboxguest', intree: false, signed: true })];
    const kernel = { ...KERNEL, signaturesOnly: true };
    for (const choice of [() => undefined, () => 'keep' as const]) {
      expect(() => replace(foreign, { kernel, choice })).toThrow('signed with its own key');
    }
    expect(replace(foreign, { kernel, choice: () => 'drop' }).removed).toEqual([GUEST]);
  });

  describe('under MODVERSIONS', () => {
    const versions = new Map([['module_layout', 1]]);
    const symvers = symversWith(
      ['module_layout', { ...exported(1), module: 'vmlinux' }],
      ['helper', { ...exported(7), module: 'vmlinux' }],
    );
    const kernel = { ...KERNEL, modversions: true, symvers };
    const guest = (crc: number) =>
      foundModule(GUEST, {
        versions: new Map([...versions, ['helper', crc]]),
        imports: new Map([['helper', crc]]),
      });

    it('takes out a module whose option is off now, though its every checksum is right', () => {
      const tbf = { ...guest(7), path: TBF };
      const changes = replace([guest(7), tbf], { kernel, switchedOff: new Set(['sch_tbf']) });
      expect(changes).toMatchObject({ removed: [TBF], kept: [GUEST], foreign: [{ path: GUEST }] });
    });

    it('keeps a foreign module whose every checksum is right', () => {
      expect(replace([guest(7)], { kernel })).toMatchObject({
        kept: [GUEST],
        foreign: [{ path: GUEST, decision: expect.stringContaining('checksum') }],
      });
    });

    it('refuses one with a wrong checksum, even if the spec would keep it', () => {
      for (const choice of [() => undefined, () => 'keep' as const]) {
        expect(() => replace([guest(8)], { kernel, choice })).toThrow('another helper');
      }
      expect(replace([guest(8)], { kernel, choice: () => 'drop' }).removed).toEqual([GUEST]);
    });
  });

  it('lets foreign modules need each other, and nothing that goes', () => {
    const user = foundModule('extra/vboxsf.ko', {
      name: 'vboxsf',
      imports: new Map([['VBoxGuest_RTErrInfo', undefined]]),
    });
    const guest = foundModule(GUEST, {
      exports: new Map([['VBoxGuest_RTErrInfo', exported()]]),
    });
    const keep = { choice: () => 'keep' as const };
    expect(replace([user, guest], keep).kept).toEqual(['extra/vboxsf.ko', GUEST]);
    const stale = { ...guest, path: 'kernel/old/sch_prio.ko' };
    expect(() => replace([user, stale], keep)).toThrow(
      'VBoxGuest_RTErrInfo, which nothing exports',
    );
  });
});
