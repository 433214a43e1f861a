import { describe, expect, it } from 'vitest';
import { VARIANTS } from '../variants.js';
import { assertKept, readFragments, wishes } from './fragment.js';

describe('wishes', () => {
  it('reads values, strings and what is not set, and no prose', () => {
    const text = [
      '# A kernel with CONFIG_FOO in prose.',
      'CONFIG_A=y',
      'CONFIG_B="text = more"',
      '# CONFIG_C is not set',
    ].join('\n');
    expect([...wishes(text)]).toEqual([
      ['A', 'y'],
      ['B', '"text = more"'],
      ['C', 'n'],
    ]);
  });
});

describe('assertKept', () => {
  it('accepts a config that has it all', () => {
    const config = new Map([['A', 'm']]);
    expect(() =>
      assertKept('CONFIG_A=m\n# CONFIG_B is not set\n', (name) => config.get(name) ?? 'n'),
    ).not.toThrow();
  });

  it('names each option that Kconfig changed', () => {
    expect(() => assertKept('CONFIG_A=m\nCONFIG_B=y\n', () => 'n')).toThrow(
      'Kconfig did not keep A (m, is n), B (y, is n)',
    );
  });
});

describe('the fragments', () => {
  const kernels = [...new Map(VARIANTS.map(({ kernel }) => [kernel.name, kernel])).values()];

  it.each(kernels)(
    'of $name leave out the three options that builds add',
    async ({ fragments }) => {
      const wanted = wishes(await readFragments(fragments));
      for (const option of ['NET_SCH_PRIO', 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING']) {
        expect(wanted.get(option)).toBe('n');
      }
    },
  );

  it.each(kernels)(
    'of $name have modules, and what must be readable later',
    async ({ fragments }) => {
      const wanted = wishes(await readFragments(fragments));
      expect(wanted.get('IKCONFIG')).toBe('y');
      expect(wanted.get('MODULES')).toBe('y');
      expect([...wanted.values()].filter((value) => value === 'm').length).toBeGreaterThan(5);
    },
  );

  it('say nothing twice', async () => {
    for (const { fragments } of kernels) {
      const lines = (await readFragments(fragments)).split('\n');
      const options = lines.flatMap(
        (line) => /^(?:# )?CONFIG_(\w+)(?:=| is not)/.exec(line)?.[1] ?? [],
      );
      expect(options.filter((option, index) => options.indexOf(option) !== index)).toEqual([]);
    }
  });
});
