import { describe, expect, it } from 'vitest';
import { assertMachineMemory, assertMemory, memoryOf } from './memory.js';

const GIB = 1024 ** 3;
const meminfo = (total: number, swap: number) =>
  [
    `MemTotal:       ${total / 1024} kB`,
    'MemFree:          123456 kB',
    'SwapCached:            7 kB',
    `SwapTotal:      ${swap / 1024} kB`,
    '',
  ].join('\n');

describe('the memory for building minikube', () => {
  it('is that of the machine with its swap', () => {
    expect(memoryOf(meminfo(3 * GIB, GIB), 0)).toBe(4 * GIB);
  });

  it('is no more than the control group may have', () => {
    expect(memoryOf(meminfo(64 * GIB, 0), 2 * GIB)).toBe(2 * GIB);
    expect(memoryOf(meminfo(8 * GIB, 0), 2 ** 64)).toBe(8 * GIB);
  });

  it('is enough on a machine of 4 GiB, of which its kernel keeps some', () => {
    expect(() => assertMemory(memoryOf(meminfo(4_000_000 * 1024, 0), 0))).not.toThrow();
  });

  it('is too little below, which says what was wanted and found', () => {
    expect(() => assertMemory(2 * GIB)).toThrow(
      expect.objectContaining({
        code: 'SOURCE_BUILD_WITHOUT_MEMORY',
        message: expect.stringMatching(/wants 4 GB .*found 2\.1 GB$/),
        hint: expect.stringContaining('swap'),
      }),
    );
    expect(() => assertMemory(memoryOf('', 0))).toThrow('found 0.0 GB');
  });

  it('is known of this machine', async () => {
    await expect(assertMachineMemory()).resolves.toBeUndefined();
  });
});
