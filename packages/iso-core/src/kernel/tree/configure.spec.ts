import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { configOf, configure, placeConfig } from './configure.js';
import { workshop } from './object-tree.testing.js';

const TEXT = 'CONFIG_B=y\nCONFIG_A=m\n';
const RESULT = 'CONFIG_ADDED=y\nCONFIG_A=m\nCONFIG_B=y\n';
const runs = (folder: string) => readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1;

describe('configure', () => {
  it('leaves what olddefconfig makes of the text as .config, with what Kconfig said', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      const configured = await configure(localRunner, tree, TEXT);
      expect(configured.text.split('\n').sort()).toEqual(RESULT.split('\n').sort());
      expect(configured.warnings).toEqual([expect.stringContaining('invalid for X')]);
      expect(readFileSync(join(tree.folder, '.config'), 'utf8')).toBe(configured.text);
    });
  });

  it('does not touch .config when the result is the same, so that nothing is compiled again', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      const { text } = await configure(localRunner, tree, TEXT);
      const before = statSync(join(tree.folder, '.config'), { bigint: true });
      await configure(localRunner, tree, text);
      expect(runs(tree.folder)).toBe(2);
      const after = statSync(join(tree.folder, '.config'), { bigint: true });
      expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    });
  });

  it('trusts no .config that somebody else changed or a killed run left', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      const { text } = await configure(localRunner, tree, TEXT);
      writeFileSync(join(tree.folder, '.config'), 'CONFIG_OTHER=y\n');
      writeFileSync(join(tree.folder, '.config.old'), 'garbage');
      expect(await configure(localRunner, tree, TEXT)).toMatchObject({ text });
      expect(readFileSync(join(tree.folder, '.config'), 'utf8')).toBe(text);
    });
  });
});

describe('placing a config that was made elsewhere', () => {
  it('makes it the tree’s own, and runs nothing', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      await placeConfig(tree, RESULT);
      expect(await configOf(tree)).toBe(RESULT);
      expect(existsSync(join(tree.folder, 'runs'))).toBe(false);
    });
  });

  it('does not touch .config when it is the same, so that nothing is compiled again', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      const { text } = await configure(localRunner, tree, TEXT);
      const before = statSync(join(tree.folder, '.config'), { bigint: true });
      await placeConfig(tree, text);
      const after = statSync(join(tree.folder, '.config'), { bigint: true });
      expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    });
  });

  it('is noticed by the next configuring', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      const { text } = await configure(localRunner, tree, TEXT);
      await placeConfig(tree, 'CONFIG_OTHER=y\n');
      expect(await configure(localRunner, tree, TEXT)).toMatchObject({ text });
    });
  });
});
