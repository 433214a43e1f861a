// Modules of a base that do not belong beside a rebuilt kernel: foreign ones, which its source does not
// make, and stale ones, which the new kernel has inside.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryModule } from './support/guest-checks.js';
import { readModules, type IsoModules } from './support/iso-modules.js';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const FOREIGN = 'extra/lab_foreign.ko';
/** A module in the base, and built in where a spec asks for it. */
const TBF = 'kernel/net/sched/sch_tbf.ko';

const BUILT_IN = [
  { option: 'NET_SCH_PRIO', value: 'y' },
  { option: 'NET_SCH_TBF', value: 'y' },
  'BLK_DEV_THROTTLING',
];
const AS_MODULE = [{ option: 'NET_SCH_PRIO', value: 'm' }];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;

beforeAll(async () => {
  scratch = await scratchFolder();
});

afterAll(() => scratch.dispose());

/** Builds from a base, into a folder of its own. */
function build(
  variant: string,
  folder: string,
  require: readonly unknown[],
  kernel: object = {},
): Promise<BuildResult> {
  return buildSpec(join(scratch.folder, folder), labSpec(variant, require, kernel));
}

describe('a base with a foreign module, without MODVERSIONS', () => {
  const variant = 'amd64-foreign';
  let base: IsoModules;

  beforeAll(async () => {
    base = await readModules(labIso(variant));
  });

  it('has the foreign module and the one that will be stale', () => {
    for (const path of [FOREIGN, TBF]) {
      expect([...base.files.keys()]).toContain(path);
      expect([...base.listed]).toContain(path);
    }
  });

  it('is refused a new kernel until the spec decides, with the module and the choices', async () => {
    const folder = 'undecided';
    await expect(build(variant, folder, BUILT_IN)).rejects.toMatchObject({
      code: 'FOREIGN_MODULE',
      message: expect.stringMatching(/^The base has extra\/lab_foreign\.ko, .*MODVERSIONS/),
      hint: expect.stringMatching(/"kernel\.foreignModules".*"lab_foreign": "keep".*"drop"/),
      details: { path: FOREIGN },
    });
    expect(await readdir(join(scratch.folder, folder, 'iso'))).toEqual([]);
  });

  describe('with a new kernel and the module dropped', () => {
    let built: BuildResult;
    let result: IsoModules;

    beforeAll(async () => {
      const foreignModules = { lab_foreign: 'drop' };
      built = await build(variant, 'dropped', BUILT_IN, { foreignModules });
      result = await readModules(built.files.iso);
    });

    it('has neither the foreign nor the stale module, in its folder or in any table', () => {
      expect(built.manifest.route).toBe('kernel');
      const names = [...result.files.keys()];
      expect(names.filter((path) => /lab_foreign|sch_tbf/.test(path))).toEqual([]);
      expect([...result.listed].filter((path) => /lab_foreign|sch_tbf/.test(path))).toEqual([]);
      for (const [table, text] of result.tables) {
        expect(text, table).not.toContain('lab_foreign');
        // What is built in has its name in the tables of built-in modules, and nowhere else.
        if (!table.startsWith('modules.builtin')) expect(text, table).not.toContain('sch_tbf');
      }
      expect(result.tables.get('modules.builtin')).toContain(`${TBF}\n`);
    });

    it('lists every module that is left, and nothing else', () => {
      expect([...result.listed].sort()).toEqual([...result.files.keys()].sort());
      const gone = new Set([FOREIGN, TBF]);
      expect([...result.files.keys()].sort()).toEqual(
        [...base.files.keys()].filter((path) => !gone.has(path)).sort(),
      );
    });

    it('says so in the manifest', () => {
      const { foreign, removed } = built.manifest.modules;
      expect(foreign).toEqual([{ path: FOREIGN, decision: 'dropped, as the spec says' }]);
      expect(removed).toEqual([FOREIGN, TBF].map((path) => `${base.folder}/${path}`).sort());
    });
  });

  describe('with a new kernel and the module kept', () => {
    let built: BuildResult;

    beforeAll(async () => {
      const foreignModules = { lab_foreign: 'keep' };
      built = await build(variant, 'kept', BUILT_IN, { foreignModules });
    });

    it('has the module as it was, in its tables too', async () => {
      const result = await readModules(built.files.iso);
      expect(result.files.get(FOREIGN)).toBe(base.files.get(FOREIGN));
      expect([...result.listed]).toContain(FOREIGN);
      const { foreign } = built.manifest.modules;
      expect(foreign).toEqual([{ path: FOREIGN, decision: 'kept, as the spec says' }]);
    });

    it('loads it in the booted guest', async () => {
      const guest = await tryModule('amd64', built.files.iso, 'lab_foreign');
      expect(guest.loaded, guest.console).toBe(true);
      expect(guest.release).toBe(built.manifest.kernel.release);
    });
  });

  it('keeps the module untouched where only modules are added', async () => {
    const built = await build(variant, 'modules', AS_MODULE);
    const result = await readModules(built.files.iso);
    expect(built.manifest).toMatchObject({ route: 'modules', modules: { foreign: [] } });
    expect(result.files.get(FOREIGN)).toBe(base.files.get(FOREIGN));
    expect([...result.listed]).toContain(FOREIGN);
  });
});

// Its kernel takes many minutes more to compile: `npm run soak` tries it.
const WITH_MODVERSIONS = process.env['SOAK'] === '1' ? ['amd64-modversions-foreign'] : [];

describe.each(WITH_MODVERSIONS)('a base with a foreign module and MODVERSIONS', (variant) => {
  it('keeps the module beside a new kernel because every checksum is right', async () => {
    const base = await readModules(labIso(variant));
    const built = await build(variant, 'proven', BUILT_IN);
    const result = await readModules(built.files.iso);
    expect(built.manifest.route).toBe('kernel');
    expect(built.manifest.modules.foreign).toEqual([
      { path: FOREIGN, decision: expect.stringContaining('checksum') },
    ]);
    expect(result.files.get(FOREIGN)).toBe(base.files.get(FOREIGN));
    expect([...result.listed]).toContain(FOREIGN);
    const guest = await tryModule('amd64', built.files.iso, 'lab_foreign');
    expect(guest.loaded, guest.console).toBe(true);
  });
});
