import { describe, expect, it } from 'vitest';
import { probesCommandLine } from './command-line.js';

const OURS = 'console=ttyS0 loglevel=1 panic=-1 rdinit=/nx-minikube-iso/init';

describe('the command line of a guest with probes', () => {
  it('is the ISO’s own, and then ours, which the kernel takes last', () => {
    const own = 'root=/dev/sr0 loglevel=3 console=ttyS0 quiet rdinit=/sbin/other';
    expect(probesCommandLine('amd64', own)).toBe(`${own} ${OURS}`);
  });

  it('is ours alone when the ISO has none', () => {
    expect(probesCommandLine('amd64', '  ')).toBe(OURS);
  });

  it('shows on the console of the architecture', () => {
    expect(probesCommandLine('arm64', '')).toContain('console=ttyAMA0');
  });

  it('leaves to the ISO’s own init what is the init’s', () => {
    expect(probesCommandLine('amd64', 'quiet -- single')).toBe(`quiet ${OURS} -- single`);
    expect(probesCommandLine('amd64', '-- single')).toBe(`${OURS} -- single`);
    expect(probesCommandLine('amd64', 'quiet --')).toBe(`quiet ${OURS} --`);
    expect(probesCommandLine('amd64', 'a=--b')).toBe(`a=--b ${OURS}`);
  });

  it('is never longer than what the kernel reads, which would cut ours off', () => {
    const room = 2047 - OURS.length - 1;
    expect(probesCommandLine('amd64', 'x'.repeat(room))).toHaveLength(2047);
    expect(() => probesCommandLine('amd64', 'x'.repeat(room + 1))).toThrow(
      expect.objectContaining({
        code: 'COMMAND_LINE_TOO_LONG',
        message: 'The kernel command line for the probes has 2048 bytes, a kernel reads 2047',
      }),
    );
    expect(() => probesCommandLine('amd64', 'ü'.repeat(room / 2 + 1)), 'in bytes').toThrow();
  });
});
