import { existsSync, readFileSync } from 'node:fs';
import { type Command, IsoError, type Runner } from 'iso-core';
import { describe, expect, it } from 'vitest';
import { runInGuest } from './guest.js';

/** A runner in QEMU's place: it prints lines, and ends. */
function printing(lines: readonly string[], onStart: (command: Command) => void = () => undefined) {
  const run: Runner = (command, options = {}) => {
    onStart(command);
    for (const line of lines) options.onOutput?.(Buffer.from(`${line}\r\n`), 'stdout');
    return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
  };
  return run;
}

const hangs: Runner = (_command, options = {}) => {
  options.onOutput?.(Buffer.from('Loading /boot/bzImage... ok\n'), 'stdout');
  return new Promise((_resolve, reject) => {
    const error = new IsoError('CANCELLED', 'ended', { hint: '' });
    options.signal?.addEventListener('abort', () => reject(error));
  });
};

describe('runInGuest', () => {
  const boot = { kernel: '/x/kernel', initrd: '/x/initrd' };
  const options = { architecture: 'amd64', boot, script: 'true', timeoutMs: 5_000 } as const;

  it('hands the script over on a disk that is gone afterwards', async () => {
    let disk = '';
    const run = printing(['lab: prio=0', 'lab: exit=7'], ({ args }) => {
      disk = args.find((arg) => arg.includes('id=disk0'))?.replace(/.*file=/, '') ?? '';
      expect(readFileSync(disk, 'utf8')).toMatch(/^\/sbin\/tc qdisc show\n+$/);
      expect(args).toContain('virtio-blk-pci,drive=disk0,serial=lab-script');
    });
    const result = await runInGuest({ ...options, script: '/sbin/tc qdisc show', run });
    expect(result.exitCode).toBe(7);
    expect(result.facts.get('prio')).toBe('0');
    expect(disk).not.toBe('');
    expect(existsSync(disk)).toBe(false);
  });

  it.each([
    ['amd64', 'console=ttyS0 '],
    ['arm64', 'console=ttyAMA0 '],
  ] as const)(
    'ends a guest of %s that panics, on its own console',
    async (architecture, console) => {
      const run = printing(['lab: exit=0'], ({ args }) => {
        const append = args[args.indexOf('-append') + 1];
        expect(append).toContain(console);
        expect(append).toContain('panic=-1');
      });
      await runInGuest({ ...options, architecture, run });
    },
  );

  it('fails with what was printed when the time is over', async () => {
    const timeoutMs = 50;
    await expect(runInGuest({ ...options, timeoutMs, run: hangs })).rejects.toMatchObject({
      code: 'GUEST_TIMED_OUT',
      details: { console: 'Loading /boot/bzImage... ok' },
    });
  });

  it('fails with what QEMU said when that could not run the guest', async () => {
    const run: Runner = (_command, { onOutput } = {}) => {
      onOutput?.(Buffer.from('no memory\n'), 'stderr');
      return Promise.reject(
        new IsoError('COMMAND_FAILED', '', { hint: '', details: { exitCode: 1 } }),
      );
    };
    await expect(runInGuest({ ...options, run })).rejects.toMatchObject({
      code: 'GUEST_LOST',
      details: { end: { by: 'qemu', message: 'no memory' } },
    });
  });
});
