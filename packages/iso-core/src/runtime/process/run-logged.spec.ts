import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { localRunner } from './local-runner.js';
import { runLogged } from './run-logged.js';

const shell = (script: string) => ({ file: 'sh', args: ['-c', script] });

describe('runLogged', () => {
  it('leaves every line in the log, and tells each as it comes', async () => {
    const log = join(temporaryFolder(), 'logs/make.log');
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    await runLogged(shell('echo one; echo two; printf three'), { run: localRunner, log, onLine });
    expect(lines).toEqual(['one', 'two', 'three']);
    expect(readFileSync(log, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('leaves the log of a command that fails', async () => {
    const log = join(temporaryFolder(), 'make.log');
    const failing = runLogged(shell('echo why; exit 1'), {
      run: localRunner,
      log,
      onLine: () => undefined,
    });
    await expect(failing).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
    expect(readFileSync(log, 'utf8')).toBe('why\n');
  });

  it('goes on where the log cannot be written', async () => {
    const log = '/dev/full';
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    await runLogged(shell('echo one; echo two'), { run: localRunner, log, onLine });
    expect(lines).toEqual(['one', 'two']);
  });
});
