import { IsoError } from 'iso-core';
import { expect, it } from 'vitest';
import { runGenerator } from './run-generator.js';

it('hands on what the generator returns', async () => {
  await expect(runGenerator(() => 1)).resolves.toBe(1);
});

it('throws an error on as Nx prints it: code, message and hint, without a stack trace', async () => {
  const error = new IsoError('SOME_CODE', 'This is wrong', { hint: 'Do that.' });
  const running = runGenerator(() => {
    throw error;
  });
  await expect(running).rejects.toMatchObject({
    message: 'SOME_CODE: This is wrong\n  hint: Do that.',
    stack: '',
    cause: error,
  });
});

it('leaves a bug as it is', async () => {
  const bug = new TypeError('no such thing');
  await expect(runGenerator(() => Promise.reject(bug))).rejects.toBe(bug);
});
