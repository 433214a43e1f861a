import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { localRunner } from './local-runner.js';

const shell = (script: string, ...args: string[]) => ({
  file: 'sh',
  args: ['-c', script, 'sh', ...args],
});

describe('localRunner', () => {
  it('gives back both outputs and the exit code', async () => {
    const result = await localRunner(shell('echo out; echo err >&2'));
    expect(result).toEqual({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' });
  });

  it('hands arguments over as they are', async () => {
    const args = ['a b', '$HOME', '*', "it's", '', '-n', '"; touch pwned; "', 'ü\n'];
    const { stdout } = await localRunner(shell('for a; do printf "%s\\0" "$a"; done', ...args));
    expect(stdout.split('\0')).toEqual([...args, '']);
  });

  it('takes exit codes that the caller expects', async () => {
    const { exitCode } = await localRunner({ ...shell('exit 3'), okExitCodes: [0, 3] });
    expect(exitCode).toBe(3);
  });

  it('gives no input unless one is given', async () => {
    expect((await localRunner(shell('cat'))).stdout).toBe('');
    expect((await localRunner({ ...shell('cat'), input: 'text' })).stdout).toBe('text');
    const bytes = { ...shell('od -An -tx1'), input: Uint8Array.of(0, 255) };
    expect((await localRunner(bytes)).stdout.trim()).toBe('00 ff');
  });

  it('does not mind a command that leaves its input unread', async () => {
    const command = { ...shell('exit 0'), input: new Uint8Array(4 * 1024 * 1024) };
    expect((await localRunner(command)).exitCode).toBe(0);
  });

  it('holds the input open for as long as the command runs, where that is asked for', async () => {
    const script = 'read -r line; echo "$line"; timeout 0.2 cat; echo "$?"';
    const command = { ...shell(script), input: 'first\n', holdsInput: true };
    expect((await localRunner(command)).stdout).toBe('first\n124\n');
    const ended = await localRunner({ ...shell(script), input: 'first\n' });
    expect(ended.stdout).toBe('first\n0\n');
  });

  it('runs in the folder that is named', async () => {
    const folder = realpathSync(temporaryFolder());
    expect((await localRunner({ ...shell('pwd -P'), cwd: folder })).stdout).toBe(`${folder}\n`);
  });

  it('speaks the C locale, whatever the environment says', async () => {
    const { stdout } = await localRunner(shell('echo "$LC_ALL"'));
    expect(stdout).toBe('C\n');
  });

  it('adds to the environment and takes away from it', async () => {
    const script = 'echo "${ADDED-none} ${HOME-none} ${PATH:+path}"';
    const command = { ...shell(script), env: { ADDED: 'here', HOME: undefined } };
    expect((await localRunner(command)).stdout).toBe('here none path\n');
  });

  it('gives output as it comes, before its line has ended', async () => {
    const pieces: string[] = [];
    const script = 'printf "login: "; echo err >&2; exec sleep 1000';
    const enough = new Error('enough');
    const run = localRunner(shell(script), {
      onOutput: (piece, from) => {
        pieces.push(`${from} ${Buffer.from(piece).toString()}`);
        if (pieces.length === 2) throw enough;
      },
    });
    await expect(run).rejects.toBe(enough);
    expect(pieces.sort()).toEqual(['stderr err\n', 'stdout login: ']);
  });

  it('keeps no more of the output than is asked for', async () => {
    const script = 'seq 100000; seq 100000 >&2';
    const { stdout, stderr } = await localRunner(shell(script), { keptBytes: 13 });
    expect(stdout).toBe('99999\n100000\n'.slice(-13));
    expect(stderr).toBe(stdout);
  });

  it('gives lines as they appear, of both outputs, and carriage returns end lines', async () => {
    const lines: string[] = [];
    await localRunner(shell("printf 'a\\r\\nb\\n10%%\\r20%%\\rlast'; echo err >&2"), {
      onLine: (line) => lines.push(line),
    });
    expect(lines.filter((line) => line !== 'err')).toEqual(['a', 'b', '10%', '20%', 'last']);
    expect(lines).toContain('err');
  });

  it('gives a line before the command ends', async () => {
    const folder = temporaryFolder();
    const go = join(folder, 'go');
    await localRunner(shell('echo ready; until [ -e "$1" ]; do sleep 0.01; done', go), {
      onLine: () => mkdirSync(go),
    });
  });

  it('finds commands by path too', async () => {
    const script = join(temporaryFolder(), 'a command');
    writeFileSync(script, '#!/bin/sh\necho "$1"\n', { mode: 0o755 });
    expect((await localRunner({ file: script, args: ['x y'] })).stdout).toBe('x y\n');
  });
});
