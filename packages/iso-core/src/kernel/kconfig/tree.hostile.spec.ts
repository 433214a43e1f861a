import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { folderOf, treeOf } from './kconfig.testing.js';
import { MAX_FILE_BYTES } from './limits.js';
import { parseKernelConfig } from '../config/index.js';
import { predict } from './predict.js';
import { readKconfigTree } from './tree.js';

async function codeOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (isIsoError(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe('hostile Kconfig trees', () => {
  it('end with an error where files source each other', async () => {
    expect(
      await codeOf(treeOf({ Kconfig: 'source "a"\n', a: 'source "b"\n', b: 'source "a"\n' })),
    ).toBe('KCONFIG_LOOP');
    expect(await codeOf(treeOf({ Kconfig: 'source "Kconfig"\n' }))).toBe('KCONFIG_LOOP');
  });

  it('end with an error where files multiply', async () => {
    const files: Record<string, string> = { Kconfig: 'source "f0"\n', f30: 'config A\n' };
    for (let index = 0; index < 30; index += 1) {
      files[`f${index}`] = `source "f${index + 1}"\n`.repeat(2);
    }
    expect(await codeOf(treeOf(files))).toBe('KCONFIG_TOO_LARGE');
  });

  it.each(['../secret', '/etc/passwd', 'net/../../secret', '$(srctree)/../secret'])(
    'never read %s',
    async (path) => {
      expect(await codeOf(treeOf({ Kconfig: `source "${path}"\n`, 'net/x': '' }))).toBe(
        'KCONFIG_OUTSIDE_TREE',
      );
    },
  );

  it('never follow symbolic links out of the tree, but do follow them inside', async () => {
    const outside = folderOf({ secret: 'config SECRET\n\tbool\n' });
    const folder = folderOf({ Kconfig: 'source "link"\n', real: 'config INSIDE\n\tbool\n' });
    symlinkSync('real', join(folder, 'link'));
    expect((await readKconfigTree(folder, 'x86_64')).names()).toEqual(['INSIDE']);
    const leaky = folderOf({ Kconfig: 'source "link"\n' });
    symlinkSync(join(outside, 'secret'), join(leaky, 'link'));
    expect(await codeOf(readKconfigTree(leaky, 'x86_64'))).toBe('KCONFIG_OUTSIDE_TREE');
    const viaFolder = folderOf({ Kconfig: 'source "link/secret"\n' });
    symlinkSync(outside, join(viaFolder, 'link'));
    expect(await codeOf(readKconfigTree(viaFolder, 'x86_64'))).toBe('KCONFIG_OUTSIDE_TREE');
    const looped = folderOf({ Kconfig: 'source "link"\n' });
    symlinkSync('link', join(looped, 'link'));
    expect(await codeOf(readKconfigTree(looped, 'x86_64'))).toBe('KCONFIG_UNREADABLE');
  });

  it('do not make us wait for a pipe or read a folder', async () => {
    const folder = folderOf({ Kconfig: 'source "pipe"\n' });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await codeOf(readKconfigTree(folder, 'x86_64'))).toBe('KCONFIG_UNREADABLE');
    expect(await codeOf(treeOf({ Kconfig: 'source "net"\n', 'net/a': '' }))).toBe(
      'KCONFIG_UNREADABLE',
    );
  });

  it('are refused when they are missing, binary or giant', async () => {
    expect(await codeOf(readKconfigTree('/nowhere/at/all', 'x86_64'))).toBe('KCONFIG_UNREADABLE');
    expect(await codeOf(treeOf({ Makefile: '' }))).toBe('KCONFIG_UNREADABLE');
    expect(await codeOf(treeOf({ Kconfig: 'source "$(shell,id)"\n' }))).toBe('KCONFIG_UNREADABLE');
    expect(await codeOf(treeOf('config A\u0000\n'))).toBe('KCONFIG_UNREADABLE');
    const folder = folderOf({});
    writeFileSync(join(folder, 'Kconfig'), Buffer.alloc(MAX_FILE_BYTES + 1, '#'));
    expect(await codeOf(readKconfigTree(folder, 'x86_64'))).toBe('KCONFIG_TOO_LARGE');
  });

  it('do not exhaust the stack with parentheses, ifs or macros', async () => {
    const depth = 20_000;
    const nested = await treeOf(
      `config A\n\tbool "a"\n\tdepends on ${'('.repeat(depth)}B${')'.repeat(depth)}\n\tdepends on ${'!'.repeat(depth)}C\n`,
    );
    expect(nested.problems.map(({ message }) => message)).toEqual([
      'too many parentheses',
      'too many parentheses',
    ]);
    expect(await codeOf(treeOf('if A\n'.repeat(depth)))).toBe('KCONFIG_TOO_LARGE');
    expect(
      await codeOf(treeOf(`config A\n\tdef_bool ${'$('.repeat(depth)}x${')'.repeat(depth)}\n`)),
    ).toBe('KCONFIG_TOO_LARGE');
  });

  it('do not grow without end by macros', async () => {
    let laughs = 'a0 = ha\n';
    for (let index = 1; index < 40; index += 1) {
      laughs += `a${index} = $(a${index - 1})$(a${index - 1})\n`;
    }
    expect(await codeOf(treeOf(`${laughs}config $(a39)\n`))).toBe('KCONFIG_TOO_LARGE');
    const self = await treeOf('a = $(a)\nb = $(c)\nc = $(b)\nconfig X\n\tdef_bool $(a)$(b)\n');
    expect(self.symbol('X')?.defaults[0]?.value.kind).toBe('unknown');
  });

  it('are read in time that grows with their size alone', async () => {
    const open = await treeOf(`config A\n\tbool\n\tdefault ${'$('.repeat(200_000)}\n`);
    expect(open.symbol('A')?.defaults).toHaveLength(1);
    const wide = Array.from({ length: 50_000 }, (_, index) => `A${index}`);
    const tree = await treeOf(
      `if ${wide.join(' && ')}\n${wide.map((name) => `config ${name}\n\tbool\n`).join('')}endif\n`,
    );
    expect(tree.names()).toHaveLength(50_000);
  });

  it('do not exhaust the stack when a long chain or a circle is worked out', async () => {
    const links = Array.from({ length: 20_000 }, (_, index) =>
      [`config A${index}`, '\tbool "a"', `\tdepends on A${index + 1}`].join('\n'),
    );
    const chain = await treeOf(links.join('\n'));
    const config = parseKernelConfig('CONFIG_A0=y\n');
    expect(predict(chain, config, config).level('A0')).toBeDefined();
    const circle = await treeOf(
      'config A\n\tdef_bool B\nconfig B\n\tdef_bool A\n\tselect C\nconfig C\n\tbool\n\tselect B\n',
    );
    expect(predict(circle, config, config).level('A')).toEqual({ low: 0, high: 0 });
  });

  it('give names that objects have no meaning', async () => {
    const tree = await treeOf('config constructor\n\tdef_bool $(toString)\n');
    expect(tree.symbol('__proto__')).toBeUndefined();
    expect(tree.symbol('constructor')?.defaults[0]?.value.kind).toBe('unknown');
    expect(tree.selectors('constructor')).toEqual([]);
  });
});
