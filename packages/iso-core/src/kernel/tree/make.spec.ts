import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
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
        `KCFLAGS=-ffile-prefix-map=/source=. -ffile-prefix-map=${tree.folder}=.`,
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
