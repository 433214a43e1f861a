import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { SCCACHE_SCRIPT } from '../launcher/index.js';
import { configure } from './configure.js';
import { makeCommand } from './make.js';
import { looseTree, TOOLCHAIN, workshop } from './object-tree.testing.js';

describe('makeCommand', () => {
  it('says where, for what, and leaves this machine’s folders out of the objects', () => {
    const tree = looseTree();
    expect(makeCommand(tree, ['bzImage', 'modules'], { jobs: 3 })).toMatchObject({
      file: 'make',
      args: [
        '-C',
        '/source',
        `O=${tree.folder}`,
        'ARCH=x86_64',
        'LOCALVERSION=',
        `KCFLAGS=-ffile-prefix-map=/source=. -ffile-prefix-map=${tree.folder}=. $(if $(CONFIG_DEBUG_INFO),-gno-column-info -gno-record-gcc-switches)`,
        `KAFLAGS=-ffile-prefix-map=/source=. -ffile-prefix-map=${tree.folder}=.`,
        '--no-print-directory',
        '--jobs=3',
        'bzImage',
        'modules',
      ],
    });
  });

  it('crosses, launches and stands in for pahole where it is asked to', () => {
    const pahole = { version: '1.24', banner: 'v1.24' };
    const toolchain = { ...TOOLCHAIN, crossCompile: 'aarch64-linux-gnu-', pahole };
    const launcher = { program: 'ccache' as const, version: '4.7', env: { CCACHE_DIR: '/c' } };
    const tree = looseTree({ architecture: 'arm64', toolchain, launcher });
    const command = makeCommand(tree, ['Image'], { silent: true, variables: ['DEPMOD=true'] });
    expect(command.args).toEqual(
      expect.arrayContaining([
        'ARCH=arm64',
        'CROSS_COMPILE=aarch64-linux-gnu-',
        'CC=ccache aarch64-linux-gnu-gcc',
        `PAHOLE=${tree.folder}/.nx-minikube-iso/pahole`,
        'DEPMOD=true',
        '--silent',
      ]),
    );
    expect(command.env).toMatchObject({ CCACHE_DIR: '/c', MAKEFLAGS: undefined });
  });

  it('puts a script before the compiler that keeps sccache from what it would get wrong', async () => {
    const launcher = { program: 'sccache' as const, version: '0.4', env: {} };
    const { inTree } = workshop();
    await inTree(
      async (tree) => {
        await configure(localRunner, tree, 'CONFIG_X=y\n');
        const script = join(tree.folder, '.nx-minikube-iso/sccache');
        expect(makeCommand(tree, []).args).toContain(`CC=${script} gcc`);
        expect(await readFile(script, 'utf8')).toBe(SCCACHE_SCRIPT);
      },
      { launcher },
    );
  });

  it.each([
    ['y', '-gno-column-info -gno-record-gcc-switches'],
    ['', ''],
  ])(
    'has nothing in debug information of who compiled (CONFIG_DEBUG_INFO=%s)',
    async (value, flags) => {
      const { inTree } = workshop({ Makefile: 'flags:\n\t@echo "$(KCFLAGS)"\n' });
      const variables = [`CONFIG_DEBUG_INFO=${value}`];
      const { stdout } = await inTree((tree) =>
        localRunner(makeCommand(tree, ['flags'], { variables })),
      );
      expect(stdout.trim().split('=. ')[2] ?? '').toBe(flags);
    },
  );

  it('uses the flag that old compilers know', () => {
    const compiler = { ...TOOLCHAIN.compiler, version: '7.5.0' };
    const tree = looseTree({ toolchain: { ...TOOLCHAIN, compiler } });
    expect(makeCommand(tree, []).args).toContain(
      `KCFLAGS=-fdebug-prefix-map=/source=. -fdebug-prefix-map=${tree.folder}=.`,
    );
  });

  it('runs with a clean environment', async () => {
    const { inTree } = workshop();
    const before = { ...process.env };
    Object.assign(process.env, {
      MAKEFLAGS: '-n',
      CFLAGS: '-O0',
      KBUILD_VERBOSE: '1',
      KEPT: 'yes',
    });
    try {
      const { stdout } = await inTree((tree) => localRunner(makeCommand(tree, ['environment'])));
      expect(stdout).toContain('KEPT=yes');
      expect(stdout).toContain('KBUILD_BUILD_VERSION=1');
      expect(stdout).not.toMatch(/^(CFLAGS|KBUILD_VERBOSE)=/m);
    } finally {
      for (const name of ['MAKEFLAGS', 'CFLAGS', 'KBUILD_VERBOSE', 'KEPT']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });
});
