import { describe, expect, it } from 'vitest';
import type { KernelModule } from '../image/index.js';
import {
  exported,
  KERNEL,
  kernelModule as koModule,
  symversWith as symvers,
} from './found-module.testing.js';
import {
  loadableModules,
  proveModules,
  type FoundModule,
  type ModuleSurroundings,
} from './module-proof.js';

const PRIO = 'kernel/net/sched/sch_prio.ko';

function found(path = PRIO, module: KernelModule | undefined = koModule()): FoundModule {
  return { path, sha256: 'a'.repeat(64), module };
}

function surroundings(overrides: Partial<ModuleSurroundings> = {}): ModuleSurroundings {
  const modules = overrides.modules ?? [found()];
  return {
    modules,
    listed: new Map(modules.map(({ path }) => [path, modules.map((other) => other.path)])),
    kernel: KERNEL,
    recordedDigests: new Map(),
    ...overrides,
  };
}

describe('proveModules', () => {
  it('holds when the module is there, listed, and finds all it imports', () => {
    expect(proveModules(['sch_prio'], surroundings())).toEqual({
      status: 'holds',
      detail: `${PRIO} loads into this kernel`,
      module: PRIO,
    });
  });

  it.each<[string, string, Partial<ModuleSurroundings>]>([
    ['missing', 'sch_prio.ko is not in the initrd', { modules: [] }],
    ['not listed', 'is not in modules.dep', { listed: new Map() }],
    [
      'not the recorded file',
      'not the file that the overlay record names',
      {
        recordedDigests: new Map([[PRIO, 'b'.repeat(64)]]),
      },
    ],
    [
      'built for another kernel',
      'has vermagic "6.2.0"',
      {
        modules: [found(PRIO, koModule({ vermagic: '6.2.0 ' }))],
      },
    ],
    [
      'in want of a symbol',
      'needs absent_symbol, which nothing exports',
      {
        modules: [found(PRIO, koModule({ imports: new Map([['absent_symbol', undefined]]) }))],
      },
    ],
  ])('fails when the module is %s', (_why, detail, changed) => {
    const proof = proveModules(['sch_prio'], surroundings(changed));
    expect(proof.status).toBe('fails');
    expect(proof.detail).toContain(detail);
  });

  it('fails under MODVERSIONS when a checksum differs', () => {
    const versions = new Map([
      ['module_layout', 1],
      ['printk', 2],
    ]);
    const kernel = {
      ...KERNEL,
      modversions: true,
      symvers: new Map(
        [...versions].map(([name, crc]) => [name, { ...exported(crc), module: 'vmlinux' }]),
      ),
    };
    const right = koModule({ versions, imports: new Map([['printk', 2]]) });
    const wrong = koModule({ versions, imports: new Map([['printk', 3]]) });
    const proofOf = (module: KernelModule) =>
      proveModules(['sch_prio'], surroundings({ kernel, modules: [found(PRIO, module)] }));
    expect(proofOf(right).status).toBe('holds');
    expect(proofOf(wrong)).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('printk'),
    });
  });

  it('follows what a module needs: a missing or broken one fails it', () => {
    const user = koModule({ imports: new Map([['helper', undefined]]) });
    const helperPath = 'kernel/lib/helper.ko';
    const kernel = {
      ...KERNEL,
      symvers: symvers(['helper', { ...exported(), module: 'lib/helper' }]),
    };
    const helper = koModule({ name: 'helper', exports: new Map([['helper', exported()]]) });
    const proofWith = (...modules: FoundModule[]) =>
      proveModules(
        ['sch_prio'],
        surroundings({ kernel, modules: [found(PRIO, user), ...modules] }),
      );
    expect(proofWith(found(helperPath, helper)).status).toBe('holds');
    expect(proofWith().detail).toContain('helper.ko, which it needs, is not in the initrd');
    const broken = koModule({ name: 'helper', vermagic: 'other ' });
    expect(proofWith(found(helperPath, broken)).status).toBe('fails');
  });

  it('fails when modules.dep does not have what a module needs loaded before it', () => {
    const helperPath = 'kernel/lib/helper.ko';
    const user = koModule({ imports: new Map([['helper', undefined]]) });
    const helper = koModule({ name: 'helper', exports: new Map([['helper', exported()]]) });
    const proof = proveModules(
      ['sch_prio'],
      surroundings({
        kernel: {
          ...KERNEL,
          symvers: symvers(['helper', { ...exported(), module: 'lib/helper' }]),
        },
        modules: [found(PRIO, user), found(helperPath, helper)],
        listed: new Map([
          [PRIO, []],
          [helperPath, []],
        ]),
      }),
    );
    expect(proof).toMatchObject({
      status: 'fails',
      detail: `${PRIO} needs ${helperPath}, and modules.dep does not say so`,
    });
  });

  it('goes by the file that modules.dep lists, not by another of the same name', () => {
    const stale = found('extra/sch_prio.ko', koModule({ vermagic: 'other ' }));
    const listed = new Map([[PRIO, []]]);
    const both = surroundings({ modules: [stale, found()], listed });
    expect(proveModules(['sch_prio'], both)).toMatchObject({ status: 'holds', module: PRIO });
    expect(loadableModules(both).map(({ path }) => path)).toEqual([PRIO]);
    const reversed = { ...both, listed: new Map([[stale.path, []]]) };
    expect(proveModules(['sch_prio'], reversed).status).toBe('fails');
    expect(loadableModules(reversed)).toEqual([stale]);
  });

  it('does not hold when what the kernel exports is not known', () => {
    const unknown = surroundings({
      kernel: { unknown: 'a flat Image does not say what it exports' },
    });
    expect(proveModules(['sch_prio'], unknown).status).toBe('not checked');
  });

  it('asks for every module of an option', () => {
    expect(proveModules(['sch_prio', 'sch_more'], surroundings()).status).toBe('fails');
  });

  it('fails for a file that is no module', () => {
    const broken: FoundModule = {
      path: PRIO,
      sha256: '',
      module: undefined,
      problem: 'is truncated',
    };
    expect(proveModules(['sch_prio'], surroundings({ modules: [broken] }))).toMatchObject({
      status: 'fails',
      detail: 'is truncated',
    });
  });
});
