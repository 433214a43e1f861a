import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareConfigs, parseKernelConfig, type KernelConfig } from '../config/index.js';
import { treeOf } from '../kconfig/kconfig.testing.js';
import { option } from '../require/requirements.testing.js';
import { gate } from './index.js';

const SYMBOLS = ['ASKED', 'ALSO_ASKED', 'SILENT', 'CC_HAS_X', 'UNKNOWN'];
const value = fc.constantFrom('y', 'm', 'n');
const config = fc
  .tuple(...SYMBOLS.map(() => value))
  .map((values): KernelConfig =>
    parseKernelConfig('').with(
      Object.fromEntries(SYMBOLS.map((symbol, index) => [symbol, values[index] ?? 'n'])),
    ),
  );

it('puts every difference in exactly one place, and never lets a prompted loss through', async () => {
  const tree = await treeOf(
    'config ASKED\n\ttristate "a"\nconfig ALSO_ASKED\n\ttristate "b"\nconfig SILENT\n\ttristate\nconfig CC_HAS_X\n\tdef_bool $(cc-option,-x)\n',
  );
  fc.assert(
    fc.property(config, config, fc.subarray(['y', 'm', 'n']), (base, result, wanted) => {
      const requirements = wanted.length > 0 ? [option('ASKED', wanted)] : [];
      const { unmet, lost, excused, changes } = gate({
        requirements,
        base,
        result,
        tree,
        kernelRelease: '6.1.0',
        architecture: 'amd64',
      });
      const told = [...lost, ...excused, ...changes].map(({ symbol }) => symbol);
      expect(told.sort()).toEqual(compareConfigs(base, result).map(({ symbol }) => symbol));
      expect(unmet.length > 0).toBe(wanted.length > 0 && !wanted.includes(result.get('ASKED')));
      for (const { symbol, before, after } of compareConfigs(base, result)) {
        const isWeaker = before === 'y' || (before === 'm' && after === 'n');
        const isAsked = symbol === 'ASKED' && wanted.includes(after) && !wanted.includes(before);
        const mustTell = ['ASKED', 'ALSO_ASKED', 'UNKNOWN'].includes(symbol);
        const isLost = lost.some((loss) => loss.symbol === symbol);
        expect(isLost).toBe(mustTell && isWeaker && !isAsked);
      }
    }),
  );
});
