import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, type Runner } from '../../runtime/index.js';
import { findVagrant } from './find-vagrant.js';

const ending =
  (code: string): Runner =>
  () =>
    Promise.reject(new IsoError(code, 'vagrant --version', { hint: '' }));

describe('findVagrant', () => {
  it('is content with the real one', async () => {
    await expect(findVagrant(localRunner)).resolves.toBeUndefined();
  });

  it.each([
    ['COMMAND_NOT_FOUND', 'was not found', 'Install Vagrant'],
    ['COMMAND_FAILED', 'does not start', 'vagrant --version'],
  ])('says after %s that it %s', async (code, message, hint) => {
    await expect(findVagrant(ending(code))).rejects.toMatchObject({
      code: 'VAGRANT_NOT_FOUND',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it('leaves a cancellation what it is', async () => {
    await expect(findVagrant(ending('CANCELLED'))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
