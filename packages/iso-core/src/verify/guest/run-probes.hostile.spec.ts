import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { archive, directory, file, packed, symlink } from '../../image/initrd/initrd.testing.js';
import type { Progress } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { standInQemu } from '../machine/qemu.testing.js';
import { runProbes, type RunProbesOptions } from './run-probes.js';
import { GUEST, someSubject, type SubjectWish } from './run-probes.testing.js';

const HANG = 'exec sleep 1000';

async function run(
  script: string,
  { subject = {}, ...changes }: Partial<RunProbesOptions> & { subject?: SubjectWish } = {},
) {
  const qemu = standInQemu(script);
  const folder = temporaryFolder();
  const temporaryFolderOfRun = join(folder, 'temporary');
  const running = runProbes({
    ...(await someSubject(folder, subject)),
    probes: ['tbf', 'prio'].map((name) => ({ name, script: '', values: {}, timeoutSeconds: 10 })),
    accelerator: 'tcg',
    memoryMiB: 512,
    timeoutSeconds: 30,
    temporaryFolder: temporaryFolderOfRun,
    ...changes,
  });
  const result = await running.finally(() => {
    expect(qemu.running()).toEqual([]);
    expect(readdirSync(temporaryFolderOfRun), 'nothing is left behind').toEqual([]);
  });
  return { ...result, qemu };
}

/** A progress that does something as a probe begins. */
function onUpdate(update: () => void): Progress {
  const step = { update, done: () => undefined, fail: () => undefined };
  return { note: () => undefined, step: () => step };
}

describe('a guest that never comes to its probes fails', () => {
  it('when its time is over', async () => {
    const { report, lines } = await run(`${GUEST}${HANG}`, { timeoutSeconds: 1 });
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(
      /^After \d\.\d s it had not run all probes; it came as far as the boot loader \(“SeaBIOS”\), or further: loglevel=\d keeps the kernel silent\.$/,
    );
    expect(lines.map(({ text }) => text)).toEqual(['SeaBIOS']);
  });

  it('when its kernel panics', async () => {
    const { report } = await run(
      `${GUEST}echo 'Kernel panic - not syncing: No working init found.'`,
    );
    expect(report.detail).toMatch(/^The kernel panicked after \d\.\d s: No working init found\.$/);
  });
});

describe('a guest that does not end its probes fails', () => {
  it('when a probe hangs the guest: its own time is over, not that of the boot', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const { report } = await run(`${GUEST}say start; say begin tbf; ${HANG}`, {
      timeoutSeconds: 3600,
      progress: onUpdate(() => queueMicrotask(() => vi.advanceTimersByTime(41_000))),
    });
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(/it had not run all probes; the probe tbf ran\.$/);
  });

  it('when it restarts in the middle of them', async () => {
    const { report } = await run(`${GUEST}say start; say begin tbf; say end tbf 0`);
    expect(report.detail).toMatch(
      /^The machine restarted or powered off after \d\.\d s; 1 of 2 probes had run\.$/,
    );
  });

  it('when a probe makes the kernel panic', async () => {
    const panic = `echo 'Kernel panic - not syncing: Fatal exception'; echo '---[ end Kernel panic'`;
    const { report } = await run(`${GUEST}say start; say begin tbf; ${panic}; ${HANG}`);
    expect(report.detail).toMatch(/ s; the probe tbf ran: Fatal exception\.$/);
  });

  it('when QEMU is killed from outside', async () => {
    const { report } = await run(`${GUEST}say start; say begin tbf; kill -s KILL $$`);
    expect(report.detail).toMatch(/killed from outside \(SIGKILL\) .*; the probe tbf ran\.$/);
  });
});

describe('an ISO to which no probe can be added is not checked, and not tried', () => {
  it.each<[string, SubjectWish]>([
    ['its command line is full', { commandLine: `console=ttyS0 ${'x'.repeat(2000)}` }],
    [
      'its kernel does not unpack what its initrd ends in',
      {
        initrd: packed('gzip', archive(directory('bin'))),
        config: '# CONFIG_RD_GZIP is not set\n',
      },
    ],
    ['its root has a file in the way', { initrd: archive(file('nx-minikube-iso', 'a file')) }],
    [
      'its root has a link to nowhere in the way',
      {
        initrd: archive(symlink('nx-minikube-iso', 'nx-minikube-iso')),
      },
    ],
  ])('because %s', async (_, subject) => {
    const { report, lines, qemu } = await run(`${GUEST}${HANG}`, { subject });
    expect(report).toMatchObject({
      status: 'not checked',
      detail: expect.stringMatching(/^The probes cannot be added to it: /),
    });
    expect(report.hint).toBeTruthy();
    expect(lines).toEqual([]);
    expect(qemu.runs()).toEqual([]);
  });
});

describe('the work is given up, and nothing of it stays,', () => {
  it('when it is cancelled', async () => {
    const controller = new AbortController();
    const script = `${GUEST}say start; say begin tbf; ${HANG}`;
    const progress = onUpdate(() => controller.abort());
    const running = run(script, { signal: controller.signal, progress });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('when a probe has a name that could lead elsewhere', async () => {
    const probes = [{ name: '../init', script: '', values: {}, timeoutSeconds: 1 }];
    await expect(run(GUEST, { probes })).rejects.toMatchObject({ code: 'PROBE_NAME_INVALID' });
  });

  it('when a tool is missing, with all that are', async () => {
    const initrd = packed('lz4', archive(directory('bin')));
    const subject = await someSubject(temporaryFolder(), { initrd });
    vi.stubEnv('PATH', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const running = runProbes({ ...subject, probes: [], accelerator: 'tcg', memoryMiB: 512 });
    await expect(running).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      message: expect.stringMatching(/qemu-system-x86_64 .*lz4/),
    });
  });
});
