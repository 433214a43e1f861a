import { describe, expect, it } from 'vitest';
import { machineSettings } from './machine-settings.js';

const computer = { cpus: 8, memory: 16_384 };
const wish = { keepMachine: false };

describe('machineSettings', () => {
  it('takes all processors and three quarters of the memory', () => {
    expect(machineSettings(wish, computer)).toEqual({
      box: 'bento/debian-12',
      cpus: 8,
      memory: 12_288,
    });
  });

  it('takes what the spec says', () => {
    const spec = { box: 'debian/bookworm64', provider: 'libvirt', cpus: 2, memory: 3000 } as const;
    expect(machineSettings({ ...wish, ...spec }, computer)).toEqual(spec);
  });

  it('refuses a computer whose memory is too little, unless the spec says how much will do', () => {
    const small = { cpus: 2, memory: 4096 };
    expect(() => machineSettings(wish, small)).toThrow(
      expect.objectContaining({
        code: 'HOST_MEMORY_LOW',
        message: expect.stringContaining('expected 4096 MiB, found 3072 MiB'),
        details: { expected: 4096, found: 3072 },
      }),
    );
    expect(machineSettings({ ...wish, memory: 3072 }, small).memory).toBe(3072);
  });

  it('refuses more memory than there is', () => {
    expect(() => machineSettings({ ...wish, memory: 16_385 }, computer)).toThrow(
      '"vagrant.memory" is 16385 MiB: expected at most the 16384 MiB of this computer',
    );
  });
});
