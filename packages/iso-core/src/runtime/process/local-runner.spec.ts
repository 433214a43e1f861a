import { describe, expect, it } from 'vitest';
import { localRunner } from './local-runner.js';

describe('localRunner', () => {
  it('gives back both outputs and the exit code', async () => {
    const result = await localRunner({ file: 'sh', args: ['-c', 'echo out; echo err >&2'] });
    expect(result).toEqual({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' });
  });
});
