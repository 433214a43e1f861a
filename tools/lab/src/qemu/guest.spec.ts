import { existsSync, readFileSync } from 'node:fs';
import { type Command, IsoError, type Runner, isIsoError } from 'iso-core';
import { describe, expect, it } from 'vitest';
import { bootIso, runInGuest } from './guest.js';

/** A runner in QEMU's place: it prints lines, and ends as soon as nobody wants more of them. */
function printing(lines: readonly string[], onStart: (command: Command) => void = () => undefined) {
  const run: Runner = (command, options = {}) => {
    onStart(command);
    for (const line of lines) options.onLine?.(line);
    return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
  };
  return run;
}

const timesOut: Runner = (_command, options = {}) => {
  options.onLine?.('Loading /boot/bzImage... ok');
  return Promise.reject(new IsoError('TIMED_OUT', 'too slow', { hint: 'wait' }));
};

const options = {
  architecture: 'amd64',
  iso: '/x/base.iso',
  until: /login:/,
  timeoutMs: 5_000,
} as const;

describe('bootIso', () => {
  it('ends the guest at the line that it waits for', async () => {
    const run = printing(['Booting', 'minikube login:', 'too much']);
    expect(await bootIso({ ...options, run })).toBe('Booting\nminikube login:');
  });

  it('fails with what was printed when the guest ends before that', async () => {
    const run = printing(['Kernel panic - not syncing']);
    const error: unknown = await bootIso({ ...options, run }).catch((caught: unknown) => caught);
    expect(isIsoError(error, 'GUEST_ENDED_EARLY')).toBe(true);
    expect(error).toMatchObject({ details: { console: 'Kernel panic - not syncing' } });
  });

  it('fails with what was printed when the time is over', async () => {
    await expect(bootIso({ ...options, run: timesOut })).rejects.toMatchObject({
      code: 'GUEST_TIMED_OUT',
      message: 'The guest was not done after 5 s.',
      details: { console: 'Loading /boot/bzImage... ok' },
    });
  });
});

describe('runInGuest', () => {
  const boot = { kernel: '/x/kernel', initrd: '/x/initrd' };

  it('hands the script over on a disk that is gone afterwards', async () => {
    let disk = '';
    const run = printing(['lab: prio=0', 'lab: exit=7'], ({ args }) => {
      disk = args.find((arg) => arg.includes('id=disk0'))?.replace(/.*file=/, '') ?? '';
      expect(readFileSync(disk, 'utf8')).toMatch(/^\/sbin\/tc qdisc show\n+$/);
    });
    const script = '/sbin/tc qdisc show';
    const result = await runInGuest({ architecture: 'amd64', boot, script, timeoutMs: 5_000, run });
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
      await runInGuest({ architecture, boot, script: 'true', timeoutMs: 5_000, run });
    },
  );
});
