import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localRunner, type Runner } from '../../runtime/index.js';
import { compileModules, type CompileModulesOptions } from './compile-modules.js';
import { inTinyTree, PRIO } from './tiny-kernel.testing.js';

const SYMVERS =
  '0x0000002a\tkfree\tvmlinux\tEXPORT_SYMBOL\n0x00000063\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\n';
const USER = PRIO.replace('extern void kfree(void *);', 'extern int prio_export(void);').replace(
  'int prio_export(void) { kfree(0);',
  'int user(void) { prio_export();',
);

/** Compiles modules of the tiny kernel, and reads the first. */
function compile(
  more: Partial<Pick<CompileModulesOptions, 'modules' | 'symvers' | 'vermagic' | 'run'>> = {},
  tiny: Parameters<typeof inTinyTree>[1] = { config: 'CONFIG_MODVERSIONS=y\n' },
) {
  return inTinyTree(async (tree, destination) => {
    const { modules = ['net/prio.ko'], symvers = SYMVERS, run = localRunner } = more;
    const options = { run, tree, jobs: 1, destination, modules, symvers, ...more };
    const files = await compileModules(options);
    const file = files.get(modules[0] ?? '') ?? '';
    return {
      files,
      bytes: readFileSync(file),
      versions: versionsOf(file),
      sections: sections(file),
    };
  }, tiny);
}

function sections(file: string): string {
  return execFileSync('readelf', ['--section-headers', '--wide', file], { encoding: 'utf8' });
}

/** What `modprobe --dump-modversions` prints. */
function versionsOf(file: string): Record<string, number> {
  const dump = `${file}.dump`;
  execFileSync('objcopy', ['-O', 'binary', '--only-section=__versions', file, dump]);
  const bytes = readFileSync(dump);
  const versions: Record<string, number> = {};
  for (let at = 0; at < bytes.length; at += 64) {
    const name = bytes.toString('latin1', at + 8, at + 64).replace(/\0+$/, '');
    versions[name] = Number(bytes.readBigUInt64LE(at));
  }
  return versions;
}

describe('compileModules', () => {
  it('gives each module by its path, stripped of what only debuggers read', async () => {
    const { files, sections: names } = await compile();
    expect([...files.keys()]).toEqual(['net/prio.ko']);
    expect(names).not.toContain('.debug_info');
  });

  it('writes the versions of the base into modules that import from it', async () => {
    const { versions, sections: names } = await compile();
    expect(versions).toEqual({ module_layout: 99, kfree: 42 });
    expect(names).toMatch(/__versions\s+PROGBITS.*\sA\s/);
  });

  it('adds the section where the compiler left none', async () => {
    const bare = PRIO.replace(/static const struct version versions.*\n/, '');
    const tiny = { config: 'CONFIG_MODVERSIONS=y\n', files: { 'net/prio.c': bare } };
    const { versions, sections: names } = await compile({}, tiny);
    expect(versions).toEqual({ module_layout: 99, kfree: 42 });
    expect(names).toMatch(/__versions\s+PROGBITS.*\sA\s.*\s8\n/);
  });

  it('takes what new modules export to each other from their own build', async () => {
    const tiny = { config: 'CONFIG_MODVERSIONS=y\n', files: { 'net/user.c': USER } };
    const { versions } = await compile({ modules: ['net/user.ko', 'net/prio.ko'] }, tiny);
    expect(versions).toEqual({ module_layout: 99, prio_export: 7 });
  });

  it('writes no versions where the base has none', async () => {
    const { versions } = await compile({}, { config: '# CONFIG_MODVERSIONS is not set\n' });
    expect(versions).toEqual({});
  });

  it('names an import that the base does not export', async () => {
    await expect(
      compile({ symvers: '0x00000063\tmodule_layout\tvmlinux\tx\n' }),
    ).rejects.toMatchObject({
      code: 'MODULE_SYMBOL_UNRESOLVED',
      details: { module: 'net/prio.ko', missing: ['kfree'] },
    });
  });

  it('gives the same bytes in another folder', async () => {
    const [one, other] = [await compile(), await compile()];
    expect(one.bytes.equals(other.bytes)).toBe(true);
  });

  it('refuses a module of another vermagic', async () => {
    await expect(compile({ vermagic: '6.1.192 SMP mod_unload ' })).rejects.toMatchObject({
      code: 'MODULE_VERMAGIC_MISMATCH',
    });
    const other = { files: { 'net/prio.c': PRIO.replace('6.1.192', '6.1.19') } };
    await expect(compile({}, other)).rejects.toMatchObject({ code: 'MODULE_VERMAGIC_MISMATCH' });
  });

  it('says which module did not compile, and why', async () => {
    await expect(compile({ modules: ['net/bad.ko'] })).rejects.toMatchObject({
      code: 'COMPILE_FAILED',
      message: 'Compiling the modules failed: net/bad.c:1:1: error: it is bad',
    });
    await expect(compile({ modules: ['net/missing.ko'] })).rejects.toMatchObject({
      code: 'COMPILE_FAILED',
      details: { expected: 'net/missing.ko' },
    });
  });

  it.each(['net/$(shell id).ko', '../x.ko', '/net/x.ko', '-x/y.ko', 'net/x.o', 'a b/c.ko', 'x.ko'])(
    'gives make no target such as %j',
    async (module) => {
      await expect(compile({ modules: [module] })).rejects.toMatchObject({
        code: 'MODULE_PATH_INVALID',
      });
    },
  );

  it('makes one module at a time where kbuild would let two write the same files', async () => {
    const goals = async (version: string) => {
      const made: string[][] = [];
      const run: Runner = (command, options) => {
        if (command.file === 'make') {
          made.push(command.args.filter((arg) => /\.ko$|^modules_prepare$/.test(arg)));
        }
        return localRunner(command, options);
      };
      const files = { 'net/user.c': USER };
      const modules = ['net/prio.ko', 'net/user.ko'];
      await compile({ modules, run }, { config: 'CONFIG_MODVERSIONS=y\n', version, files });
      return made.filter((targets) => targets.length > 0);
    };
    expect(await goals('6.1.192')).toEqual([['net/prio.ko', 'net/user.ko']]);
    expect(await goals('4.19.107')).toEqual([
      ['modules_prepare'],
      ['net/prio.ko'],
      ['net/user.ko'],
    ]);
  });
});
