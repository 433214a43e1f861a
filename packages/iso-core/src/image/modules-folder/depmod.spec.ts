// Tables made by the real depmod over staged modules.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { makeModuleTables, type ModuleTablesOptions } from './depmod.js';
import { compileModule } from './modules.testing.js';
import { openStaging, stageModule } from './staging.js';
import { parseModulesDep } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'modules-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const a = compileModule(folder, { name: 'a', imports: 'b_helper', alias: 'net-a' });
const b = compileModule(folder, { name: 'b', exports: 'b_helper' });
const c = compileModule(folder, { name: 'c', imports: 'nobody_has_it' });
const union: [string, Buffer][] = [
  ['kernel/net/a.ko', a],
  ['kernel/lib/b.ko', b],
  ['kernel/net/c.ko', c],
];

let number = 0;
async function tables(
  modules: readonly (readonly [string, Buffer])[],
  options: Partial<ModuleTablesOptions> = {},
) {
  const root = join(folder, `root-${number++}`, 'some/depth'.slice(0, number % 10));
  mkdirSync(root, { recursive: true });
  const staging = await openStaging(root, '6.1.0');
  for (const [path, content] of modules) await stageModule(staging, path, content);
  const result = await makeModuleTables({
    run: localRunner,
    staging,
    modules: modules.map(([path]) => path),
    orders: [['kernel/lib/b.ko', 'kernel/gone.ko']],
    builtin: 'kernel/fs/inside.ko\n',
    builtinModinfo: 'inside.alias=fs-inside\0inside.license=GPL\0',
    ...options,
  });
  return {
    ...result,
    text: (name: string) => Buffer.from(result.files.get(name) ?? []).toString(),
  };
}

describe('the tables of a union', () => {
  it('have every module with what it needs', async () => {
    const { text } = await tables(union);
    expect([...parseModulesDep(text('modules.dep'))].sort()).toEqual([
      ['kernel/lib/b.ko', []],
      ['kernel/net/a.ko', ['kernel/lib/b.ko']],
      ['kernel/net/c.ko', []],
    ]);
    expect(text('modules.alias')).toContain('alias net-a a\n');
    expect(text('modules.symbols')).toContain('alias symbol:b_helper b\n');
  });

  it('come with the files that they were made from, and their binary forms', async () => {
    const { files, text } = await tables(union);
    expect(text('modules.order')).toBe('kernel/lib/b.ko\nkernel/net/a.ko\nkernel/net/c.ko\n');
    expect(text('modules.builtin')).toBe('kernel/fs/inside.ko\n');
    for (const name of [
      'modules.dep.bin',
      'modules.alias.bin',
      'modules.symbols.bin',
      'modules.builtin.bin',
      'modules.builtin.alias.bin',
      'modules.builtin.modinfo',
      'modules.softdep',
    ]) {
      expect([...files.keys()]).toContain(name);
    }
    expect([...files.keys()].every((name) => name.startsWith('modules.'))).toBe(true);
  });

  it('are the same bytes in another folder, staged in another order', async () => {
    const one = await tables(union);
    const two = await tables([...union].reverse());
    expect([...two.files.keys()]).toEqual([...one.files.keys()]);
    for (const [name, bytes] of one.files) {
      expect({
        name,
        same: Buffer.from(bytes).equals(two.files.get(name) ?? new Uint8Array()),
      }).toEqual({
        name,
        same: true,
      });
    }
  });

  it('know nothing of modules that are staged and not meant to stay', async () => {
    const root = join(folder, 'left-over');
    mkdirSync(root);
    const staging = await openStaging(root, '6.1.0');
    await stageModule(staging, 'kernel/net/c.ko', c);
    await stageModule(staging, 'kernel/lib/b.ko', b);
    const { files } = await makeModuleTables({
      run: localRunner,
      staging,
      modules: ['kernel/lib/b.ko'],
      orders: [],
      builtin: '',
    });
    expect(Buffer.from(files.get('modules.dep') ?? []).toString()).toBe('kernel/lib/b.ko:\n');
  });

  it('do not depend on what this machine says of depmod', async () => {
    const { warnings } = await tables(union);
    expect(warnings).toEqual([]);
  });
});

describe('what cannot be right', () => {
  it('is a damaged module', async () => {
    const broken: [string, Buffer] = ['kernel/broken.ko', Buffer.from('not a module')];
    await expect(tables([...union, broken])).rejects.toMatchObject({
      code: 'DEPMOD_FAILED',
      message: expect.not.stringContaining(folder),
    });
  });

  it('is a module that depmod steps over', async () => {
    const packed: [string, Buffer] = ['kernel/packed.ko.gz', gzipSync(b)];
    const made = tables([...union, packed]).then(({ files }) => files.has('modules.dep'));
    // A depmod with zlib reads it, one without leaves it out: it is never lost in silence.
    const outcome = await made.catch((error: unknown) => error);
    if (outcome !== true) expect(outcome).toMatchObject({ code: 'DEPMOD_INCOMPLETE' });
  });

  it('is a module that was never staged', async () => {
    const missing = tables(union, { modules: ['kernel/net/a.ko', 'kernel/missing.ko'] });
    await expect(missing).rejects.toMatchObject({ code: 'MODULE_NOT_STAGED' });
  });

  it.each(['../up.ko', '/etc/x.ko', 'kernel/../../x.ko', 'kernel/a b.ko', 'a:b.ko', 'a\n.ko', 'a'])(
    'is the path %j',
    async (path) => {
      const staging = await openStaging(join(folder, `path-${number++}`), '6.1.0');
      await expect(stageModule(staging, path, b)).rejects.toMatchObject({
        code: 'MODULE_PATH_INVALID',
      });
    },
  );

  it.each(['..', '6.1/..', '', '-b', 'a\nb'])('is the release %j', async (release) => {
    await expect(openStaging(join(folder, 'release'), release)).rejects.toMatchObject({
      code: 'KERNEL_RELEASE_INVALID',
    });
  });
});
