import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from '../config/index.js';
import { treeOf } from '../kconfig/kconfig.testing.js';
import { editsFor, explain } from './index.js';
import { option } from './requirements.testing.js';

const EMPTY = parseKernelConfig('');

describe('explaining hostile trees', () => {
  it('gives up on chains without end', async () => {
    const links = Array.from(
      { length: 20_000 },
      (_, index) => `config A${index}\n\tbool "a"\n\tdepends on A${index + 1}\n`,
    );
    const tree = await treeOf(links.join(''));
    const { options, text } = explain(tree, EMPTY, option('A0'));
    expect(options[0]?.isEnough).toBe(false);
    expect(text.length).toBeLessThan(100_000);
  });

  it('ends where everything selects everything', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `S${index}`);
    const selects = names.map((name) => `\tselect ${name}\n\tdepends on !${name} || X\n`).join('');
    const tree = await treeOf(names.map((name) => `config ${name}\n\tbool\n${selects}`).join(''));
    expect(explain(tree, EMPTY, option('S0')).options[0]?.isEnough).toBe(false);
    expect(editsFor([option('S0')], EMPTY, tree)).toEqual(new Map());
  });

  it('is short whatever the question of a choice says', async () => {
    const question = 'why '.repeat(2000);
    const tree = await treeOf(
      `choice\n\tprompt "${question}"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\n`,
    );
    const config = parseKernelConfig('CONFIG_A=y\n');
    expect(explain(tree, config, option('B')).text.length).toBeLessThan(1000);
  });
});
