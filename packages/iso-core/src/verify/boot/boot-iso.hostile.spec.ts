import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { standInQemu } from '../machine/qemu.testing.js';
import { bootIso, type BootIsoOptions } from './boot-iso.js';
import { someBoot } from './boot.testing.js';

const LOADED = `echo SeaBIOS; echo 'Loading /boot/initrd... ok'`;
const KERNEL = `echo '[    0.000000] Linux version 6.1.0'; echo '[    0.100000] Last words'`;
const INIT = `echo 'Welcome to minikube'`;
const HANG = 'exec sleep 1000';

async function boot(script: string, changes: Partial<BootIsoOptions> = {}) {
  const qemu = standInQemu(script);
  const report = await bootIso({
    iso: '/x/minikube.iso',
    inspection: someBoot({ loaders: [{ commandLine: 'console=ttyS0' }] }),
    accelerator: 'tcg',
    memoryMiB: 512,
    timeoutSeconds: 30,
    ...changes,
  });
  expect(qemu.running()).toEqual([]);
  return report;
}

describe('an ISO that hangs fails when its time is over, and says how far it came', () => {
  it.each([
    ['nothing', '', 'its console showed nothing'],
    ['the boot loader', LOADED, 'as far as the boot loader (“Loading /boot/initrd... ok”)'],
    ['the kernel', `${LOADED}; ${KERNEL}`, 'as far as the kernel (“[ 0.100000] Last words”)'],
    ['userspace', `${LOADED}; ${KERNEL}; ${INIT}`, 'as far as userspace (“Welcome to minikube”)'],
  ])('with %s', async (_, script, where) => {
    const report = await boot(`${script || ':'}; ${HANG}`, { timeoutSeconds: 1 });
    expect(report).toMatchObject({ status: 'failed', hint: expect.stringContaining('more time') });
    expect(report.detail).toMatch(/^After \d\.\d s its console had not shown a login prompt; /);
    expect(report.detail).toContain(where);
    expect(report.timeline.at(-1)?.name).toBe('end');
  });

  it('and that a quiet kernel may have come further', async () => {
    const inspection = someBoot({ loaders: [{ commandLine: 'console=ttyS0 loglevel=3' }] });
    const report = await boot(`${LOADED}; ${HANG}`, { timeoutSeconds: 1, inspection });
    expect(report.detail).toContain('or further: loglevel=3 keeps the kernel silent');
  });
});

describe('an ISO that came up, and never showed what was waited for', () => {
  const UP = `${LOADED}; ${KERNEL}; ${INIT}; ${HANG}`;

  it.each([
    [undefined, 'a login prompt'],
    [/kubelet ready/, '/kubelet ready/'],
  ])('fails with %s, and says what else may be waited for', async (pattern, what) => {
    const wish = pattern === undefined ? {} : { pattern };
    const report = await boot(UP, { timeoutSeconds: 1, ...wish });
    expect(report.hint).toContain(
      `If its console never shows ${what}, set "verify.pattern" in the spec to what it does show.`,
    );
  });

  it('says nothing of that when it did not come so far', async () => {
    const report = await boot(`${LOADED}; ${KERNEL}; ${HANG}`, { timeoutSeconds: 1 });
    expect(report.hint).not.toContain('verify.pattern');
  });
});

describe('an ISO whose console a pattern cannot cope with', () => {
  const LINE = `echo ${'a'.repeat(36)}!`;

  it('is not checked, and ends at once', async () => {
    const report = await boot(`${LOADED}; yes "$(${LINE})" | head -n 1000; ${HANG}`, {
      timeoutSeconds: 3600,
      pattern: /(a+)+$/,
    });
    expect(report).toMatchObject({
      status: 'not checked',
      detail: `Whether /(a+)+$/ matches could not be told within 1 s of the line “${'a'.repeat(36)}!”.`,
      hint: expect.stringContaining('Make "verify.pattern" in the spec simpler'),
    });
    expect(report.console).toContain('Loading /boot/initrd... ok');
    expect(report.timeline.at(-1)?.name).toBe('end');
  });
});

describe('an ISO whose kernel panics', () => {
  const PANIC = `echo '[    1.0] Kernel panic - not syncing: VFS: Unable to mount root fs'`;
  const END = `echo '[    1.1] ---[ end Kernel panic - not syncing: VFS ]---'`;

  it('fails with the reason, without waiting for the time to be over', async () => {
    const report = await boot(`${KERNEL}; ${PANIC}; ${END}; ${HANG}`, { timeoutSeconds: 3600 });
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(
      /^The kernel panicked after \d\.\d s: VFS: Unable to mount root fs\.$/,
    );
    expect(report.console).toContain('end Kernel panic');
  });

  it('fails with the reason when the kernel restarts', async () => {
    const report = await boot(`${KERNEL}; ${PANIC}`);
    expect(report.detail).toContain('VFS: Unable to mount root fs.');
  });

  it('fails without a reason when none is given', async () => {
    const report = await boot(`echo 'Kernel panic - not syncing: '; ${END}`);
    expect(report.detail).toMatch(/: it gave no reason\.$/);
  });
});

describe('an ISO whose machine does not last', () => {
  it('fails when the guest restarts early', async () => {
    const report = await boot(`${LOADED}; ${KERNEL}`);
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(
      /^The machine restarted or powered off after \d\.\d s; it came as far as the kernel \(/,
    );
  });

  it('is not checked when QEMU is killed from outside, which tells nothing of the ISO', async () => {
    const report = await boot(`${KERNEL}; kill -s KILL $$`);
    expect(report.status).toBe('not checked');
    expect(report.detail).toMatch(
      /^QEMU was killed from outside \(SIGKILL\) after \d\.\d s; it came as far as the kernel/,
    );
    expect(report.hint).toContain('memory');
  });

  it('is not checked when QEMU cannot run it, which tells nothing of the ISO', async () => {
    const report = await boot(`echo 'qemu: cannot set up guest memory' >&2; exit 1`);
    expect(report).toMatchObject({
      status: 'not checked',
      detail: 'QEMU could not run the machine: qemu: cannot set up guest memory.',
    });
  });

  it('rejects when it is cancelled', async () => {
    const signal = AbortSignal.timeout(200);
    await expect(boot(`${KERNEL}; ${HANG}`, { signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('rejects without QEMU, with what brings it', async () => {
    vi.stubEnv('PATH', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const booting = bootIso({
      iso: '/x/minikube.iso',
      inspection: someBoot(),
      accelerator: 'tcg',
      memoryMiB: 512,
    });
    await expect(booting).rejects.toMatchObject({ code: 'TOOLS_MISSING' });
  });
});

describe('an ISO that floods its console', () => {
  it('passes when the prompt comes after all, with the end of what it printed', async () => {
    const flood = `yes 'noise noise noise noise noise noise noise noise' | head -n 300000`;
    const report = await boot(`${LOADED}; ${flood}; printf 'minikube login: '; ${HANG}`, {
      timeoutSeconds: 600,
    });
    expect(report.status).toBe('passed');
    expect(report.droppedLines).toBeGreaterThan(290_000);
    expect(report.console.length).toBeLessThan(600 * 1024);
    expect(report.console.endsWith('minikube login:')).toBe(true);
  }, 300_000);

  it('fails when it never does', async () => {
    const report = await boot(`exec yes '::error::noise'`, { timeoutSeconds: 1 });
    expect(report.status).toBe('failed');
    expect(report.detail).not.toContain('::error::');
  });

  it('fails in its time with a pattern of one’s own as well', async () => {
    const start = performance.now();
    const report = await boot(`exec yes`, { timeoutSeconds: 1, pattern: /kubelet.*ready/ });
    expect(report.detail).toContain('had not shown /kubelet.*ready/');
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
