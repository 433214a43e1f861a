import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { CONSOLE_LIMITS } from './bounded-lines.js';
import { SOME_MACHINE } from './machine.testing.js';
import { standInQemu } from './qemu.testing.js';
import { runMachine } from './run-machine.js';

const MEBIBYTE = 1024 ** 2;

describe('a machine that does not end as it should', () => {
  it('was killed from outside', async () => {
    standInQemu('echo one; kill -s KILL $$');
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'kill', signal: 'SIGKILL' });
    expect(run.console).toMatchObject([{ text: 'one' }]);
  });

  it('was asked to end from outside, which QEMU does with exit code 0', async () => {
    standInQemu(`echo 'qemu-system-x86_64: terminating on signal 15 from pid 7 (kill)' >&2`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'kill', signal: 'SIGTERM' });
  });

  it('is not taken for killed because its guest says so', async () => {
    standInQemu(`echo 'qemu-system-x86_64: terminating on signal 15 from pid 7 (kill)'`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'guest' });
  });

  it('could not be started, for the reason that QEMU gives', async () => {
    standInQemu(`echo 'warning: never mind' >&2; echo 'cannot set up guest memory' >&2; exit 1`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'qemu', message: 'cannot set up guest memory' });
    expect(run.console, 'QEMU’s words are not the guest’s').toEqual([]);
  });

  it('crashed without a word', async () => {
    standInQemu('kill -s SEGV $$');
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'qemu', message: 'it crashed with SIGSEGV' });

    standInQemu('exit 3');
    const silent = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(silent.end).toEqual({ by: 'qemu', message: 'exit code 3' });
  });

  it('stands still, which QEMU tells of and waits', async () => {
    const qemu = standInQemu(`echo 'KVM internal error. Suberror: 1' >&2; exec sleep 1000`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'qemu', message: 'KVM internal error. Suberror: 1' });
    expect(qemu.running()).toEqual([]);
  });

  it('ignores a polite request to end', async () => {
    const qemu = standInQemu(`trap '' TERM; echo one; while :; do sleep 1; done`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 200 });
    expect(run.end).toEqual({ by: 'timeout' });
    expect(qemu.running()).toEqual([]);
  });

  it('is not there', async () => {
    vi.stubEnv('PATH', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const run = runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    await expect(run).rejects.toMatchObject({ code: 'COMMAND_NOT_FOUND' });
  });
});

describe('a console that floods', () => {
  const flooded = async () => {
    const before = process.memoryUsage.rss();
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 250_000 });
    return { run, growth: process.memoryUsage.rss() - before };
  };
  const standInFlood = (megabytes: number, line: string) =>
    standInQemu(
      `yes "$(printf '${line}')" | head -c ${megabytes * MEBIBYTE}; printf '\\nthe end\\n'`,
    );

  it('with 200 MB of lines does not fill the memory', { timeout: 300_000 }, async () => {
    standInFlood(200, 'x'.repeat(80));
    const { run, growth } = await flooded();
    expect(run.end).toEqual({ by: 'guest' });
    expect(growth).toBeLessThan(120 * MEBIBYTE);
    expect(run.console.length).toBeLessThanOrEqual(CONSOLE_LIMITS.lines);
    expect(run.droppedLines).toBeGreaterThan(2_000_000);
    expect(run.console.at(-1)?.text, 'the end of it is kept').toBe('the end');
  });

  it('with control sequences shows what is left without them', { timeout: 300_000 }, async () => {
    standInFlood(20, '\\033[1;31mx\\033[0m\\033]0;title\\007'.repeat(4));
    const { run } = await flooded();
    expect(new Set(run.console.slice(-1000, -2).map(({ text }) => text))).toEqual(
      new Set(['xxxx']),
    );
    expect(run.console.at(-1)?.text).toBe('the end');
  });

  it('without a single line end is cut into lines', { timeout: 300_000 }, async () => {
    const size = 64 * MEBIBYTE;
    standInQemu(`head -c ${size} /dev/zero | tr '\\0' x; echo; echo the end`);
    const { run, growth } = await flooded();
    expect(growth).toBeLessThan(120 * MEBIBYTE);
    const characters = run.console.reduce((sum, { text }) => sum + text.length, 0);
    expect(characters).toBeLessThanOrEqual(CONSOLE_LIMITS.characters);
    expect(Math.max(...run.console.map(({ text }) => text.length))).toBe(4096);
    expect(run.droppedLines + run.console.length).toBe(size / 4096 + 1);
  });

  it('for ever is ended when its time is over', async () => {
    const qemu = standInQemu(`exec yes`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 500 });
    expect(run.end).toEqual({ by: 'timeout' });
    expect(qemu.running()).toEqual([]);
  });
});
