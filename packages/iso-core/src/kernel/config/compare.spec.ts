import { expect, it } from 'vitest';
import { compareConfigs, parseKernelConfig } from './index.js';

it('lists what differs, sorted, and takes absent for not set', () => {
  const before = parseKernelConfig('CONFIG_Z=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_S="a"\n');
  const after = parseKernelConfig(
    'CONFIG_B=y\n# CONFIG_D is not set\nCONFIG_S="\\a"\nCONFIG_A=1\n',
  );
  expect(compareConfigs(before, after)).toEqual([
    { symbol: 'A', before: 'n', after: '1' },
    { symbol: 'B', before: 'm', after: 'y' },
    { symbol: 'Z', before: 'y', after: 'n' },
  ]);
});
