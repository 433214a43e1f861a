import { describe, expect, it } from 'vitest';
import { SOME_MACHINE } from './machine.testing.js';
import { standInQemu } from './qemu.testing.js';
import { runMachine } from './run-machine.js';
import type { ConsoleWatcher } from './watcher.js';

const untilLine = (text: string): ConsoleWatcher => ({
  line: (line) => (line.text === text ? 'stop' : undefined),
});

const textsOf = ({ console }: Awaited<ReturnType<typeof runMachine>>) =>
  console.map(({ text }) => text);

describe('a run of a machine', () => {
  it('ends when the guest ends, with what its console showed and when', async () => {
    standInQemu(`printf 'SeaBIOS\\r\\n\\r\\nBooting\\r\\nlast'`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(run.end).toEqual({ by: 'guest' });
    expect(textsOf(run)).toEqual(['SeaBIOS', 'Booting', 'last']);
    expect(run.droppedLines).toBe(0);
    for (const { at } of run.console) {
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThanOrEqual(run.seconds);
    }
  });

  it('ends at a line, and nothing of it runs on', async () => {
    const qemu = standInQemu(`echo one; echo two; sleep 1000 & echo $! >>"$pids"; wait`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000, watcher: untilLine('two') });
    expect(run.end).toEqual({ by: 'watcher' });
    expect(textsOf(run)).toEqual(['one', 'two']);
    expect(qemu.running()).toEqual([]);
  });

  it('ends at a prompt, which never ends its line', async () => {
    const qemu = standInQemu(`printf 'minikube login: '; exec sleep 1000`);
    const seen: string[] = [];
    const watcher: ConsoleWatcher = {
      beginning: (line) => {
        seen.push(line?.text ?? '');
        return line?.text.endsWith('login:') === true ? 'stop' : undefined;
      },
    };
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000, watcher });
    expect(run.end).toEqual({ by: 'watcher' });
    expect(seen.at(-1)).toBe('minikube login:');
    expect(textsOf(run)).toEqual(['minikube login:']);
    expect(qemu.running()).toEqual([]);
  });

  it('ends at the beginning of a line that stands still, and not before', async () => {
    const qemu = standInQemu(`printf one; sleep 0.3; printf ' two'; exec sleep 1000`);
    const seen: string[] = [];
    const watcher: ConsoleWatcher = {
      still: ({ text }) => {
        seen.push(text);
        return 'stop';
      },
    };
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 30_000, watcher });
    expect(run.end).toEqual({ by: 'watcher' });
    expect(run.seconds).toBeGreaterThan(1.2);
    expect(seen).toEqual(['one two']);
    expect(qemu.running()).toEqual([]);
  });

  it('ends when its time is over', async () => {
    const qemu = standInQemu(`echo one; exec sleep 1000`);
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 300 });
    expect(run.end).toEqual({ by: 'timeout' });
    expect(run.seconds).toBeGreaterThanOrEqual(0.3);
    expect(qemu.running()).toEqual([]);
  });

  it('has the time that its watcher gives it, instead of what it had', async () => {
    standInQemu(`echo more; sleep 1; echo end`);
    const watcher: ConsoleWatcher = {
      line: ({ text }) => (text === 'more' ? { allowMs: 30_000 } : undefined),
    };
    const run = await runMachine(SOME_MACHINE, { timeoutMs: 900, watcher });
    expect(run.end).toEqual({ by: 'guest' });

    standInQemu(`echo more; exec sleep 1000`);
    const short: ConsoleWatcher = { line: () => ({ allowMs: 1 }) };
    const cut = await runMachine(SOME_MACHINE, { timeoutMs: 600_000, watcher: short });
    expect(cut.end).toEqual({ by: 'timeout' });
  });

  it('ends when the work is cancelled', async () => {
    const qemu = standInQemu(`echo one; exec sleep 1000`);
    const controller = new AbortController();
    const watcher: ConsoleWatcher = { line: () => void controller.abort() };
    const { signal } = controller;
    const run = runMachine(SOME_MACHINE, { timeoutMs: 30_000, watcher, signal });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(qemu.running()).toEqual([]);
  });

  it('has its last words heard, though their line never ended', async () => {
    standInQemu(`printf one`);
    const seen: string[] = [];
    const lines: string[] = [];
    const watcher: ConsoleWatcher = {
      line: ({ text }) => void lines.push(text),
      lastWords: ({ text }) => void seen.push(text),
    };
    await runMachine(SOME_MACHINE, { timeoutMs: 30_000, watcher });
    expect(seen).toEqual(['one']);
    expect(lines, 'they are no line').toEqual([]);
  });

  it('is given the arguments of the machine', async () => {
    const qemu = standInQemu('');
    await runMachine(SOME_MACHINE, { timeoutMs: 30_000 });
    expect(qemu.runs()).toEqual([expect.arrayContaining(['-kernel', '/x/kernel', '-m', '256'])]);
  });
});
