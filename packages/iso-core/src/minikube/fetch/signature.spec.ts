import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, type Runner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import {
  SIGNED_CHECKSUMS,
  SIGNING_FINGERPRINT,
  SIGNING_KEYRING,
} from './signed-checksums.testing.js';
import { checkClearSigned } from './signature.js';

function keyringFile(): string {
  const path = join(temporaryFolder(), 'keyring.gpg');
  writeFileSync(path, SIGNING_KEYRING);
  return path;
}

/** A gpgv that prints this status. */
const gpgvSaying =
  (status: string, exitCode = 0): Runner =>
  () =>
    Promise.resolve({ exitCode, stdout: 'covered', stderr: `gpgv: text\n${status}` });

const withoutGpgv: Runner = () =>
  Promise.reject(new IsoError('COMMAND_NOT_FOUND', 'gpgv', { hint: '' }));

describe('with gpgv and the key', () => {
  const check = (text: string, keyring = keyringFile()) =>
    checkClearSigned(text, { run: localRunner, keyring });

  it('a signature is good, by whose key', async () => {
    const { text, signature } = await check(SIGNED_CHECKSUMS);
    expect(signature).toEqual({ kind: 'good', fingerprint: SIGNING_FINGERPRINT });
    expect(text).toContain('linux-6.6.95.tar.xz\n');
  });

  it('only what the signature covers is given on', async () => {
    const line = `${'0'.repeat(64)}  linux-6.6.97.tar.xz\n`;
    const { text, signature } = await check(`${line}\n${SIGNED_CHECKSUMS}${line}`);
    expect(signature.kind).toBe('good');
    expect(text).not.toContain('6.6.97');
    expect(text).not.toContain('PGP');
  });

  it('a changed text is refused', async () => {
    const changed = SIGNED_CHECKSUMS.replace('linux-6.6.95', 'linux-6.6.97');
    await expect(check(changed)).rejects.toMatchObject({ code: 'SIGNATURE_BAD' });
  });

  it('a text without a signature is refused', async () => {
    await expect(check('plain text')).rejects.toMatchObject({ code: 'SIGNATURE_NOT_CHECKED' });
  });

  it('a keyring that is not there is no permission', async () => {
    const missing = join(temporaryFolder(), 'missing.gpg');
    await expect(check(SIGNED_CHECKSUMS, missing)).rejects.toMatchObject({
      code: 'SIGNATURE_NOT_CHECKED',
      message: expect.stringContaining('38B5B3ADC593360A'),
    });
  });
});

describe('where it cannot be decided', () => {
  it.each([
    ['gpgv is missing', withoutGpgv, 'gpgv is not installed'],
    [
      'the key is missing',
      gpgvSaying('[GNUPG:] ERRSIG A 1\n[GNUPG:] NO_PUBKEY A', 2),
      'the key A is not in gpgv’s keyring, ~/.gnupg/trustedkeys.kbx',
    ],
    ['the key has expired', gpgvSaying('[GNUPG:] EXPKEYSIG A\n[GNUPG:] VALIDSIG F'), 'expired'],
    ['there is no signature', gpgvSaying('[GNUPG:] NODATA 1', 2), 'no signature'],
    ['gpgv fails after saying good', gpgvSaying('[GNUPG:] GOODSIG A\n[GNUPG:] VALIDSIG F', 2), ''],
    ['gpgv says good in passing', gpgvSaying('gpgv: [GNUPG:] GOODSIG A\n VALIDSIG F'), ''],
  ])('since %s, the text counts as unsigned', async (_, run, reason) => {
    const { text, signature } = await checkClearSigned('text', { run });
    expect(text).toBe('text');
    expect(signature).toMatchObject({ kind: 'unsigned', reason: expect.stringContaining(reason) });
    await expect(checkClearSigned('text', { run, keyring: 'k' })).rejects.toMatchObject({
      code: 'SIGNATURE_NOT_CHECKED',
    });
  });

  it.each(['BADSIG', 'REVKEYSIG', 'EXPSIG'])(
    'a signature that is %s is never used',
    async (word) => {
      const run = gpgvSaying(`[GNUPG:] ${word} A\n[GNUPG:] VALIDSIG F`, 1);
      await expect(checkClearSigned('text', { run })).rejects.toMatchObject({
        code: 'SIGNATURE_BAD',
      });
    },
  );
});
