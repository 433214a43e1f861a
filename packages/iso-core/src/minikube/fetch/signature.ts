// The signature of kernel.org's checksums, checked by gpgv where it and the key are there.
import { resolve } from 'node:path';
import { cleanLine, IsoError, isIsoError, type Runner } from '../../runtime/index.js';

/** Where gpgv looks without a keyring, as people find it. */
const OWN_KEYRING = 'gpgv’s keyring, ~/.gnupg/trustedkeys.kbx';

/** What is known of a signature; an unsigned text is as good as the mirror it came from. */
export type Signature =
  | { readonly kind: 'good'; readonly fingerprint: string }
  | { readonly kind: 'unsigned'; readonly reason: string };

export interface CheckedText {
  /** With a good signature only what it covers, else the text as it came. */
  readonly text: string;
  readonly signature: Signature;
}

export interface SignatureOptions {
  readonly run: Runner;
  /** A keyring with the keys to trust. Default: gpgv's own, `~/.gnupg/trustedkeys.kbx`. */
  readonly keyring?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a clear-signed text (RFC 4880 §7). Rejects with `SIGNATURE_BAD` when it was changed after it
 * was signed or its key is revoked, and with `SIGNATURE_NOT_CHECKED` when a keyring is given
 * and it does not decide; without one a signature that cannot be checked is `unsigned`, with the reason.
 */
export async function checkClearSigned(
  text: string,
  { run, keyring, signal }: SignatureOptions,
): Promise<CheckedText> {
  const result = await gpgv(text, run, keyring, signal);
  if (result === undefined) return undecided(text, 'gpgv is not installed', keyring);
  const status = new Map(
    result.stderr
      .split('\n')
      .map((line) => /^\[GNUPG:\] (\w+) ?(.*)$/.exec(line))
      .map((match) => [match?.[1] ?? '', match?.[2] ?? '']),
  );
  const bad = ['BADSIG', 'REVKEYSIG', 'EXPSIG'].find((word) => status.has(word));
  if (bad !== undefined) throw badSignature(bad);
  const fingerprint = status.get('VALIDSIG')?.split(' ')[0];
  if (result.exitCode === 0 && status.has('GOODSIG') && fingerprint !== undefined) {
    return { text: result.stdout, signature: { kind: 'good', fingerprint } };
  }
  return undecided(text, reasonOf(status, keyring ?? OWN_KEYRING), keyring);
}

async function gpgv(
  input: string,
  run: Runner,
  keyring: string | undefined,
  signal: AbortSignal | undefined,
) {
  const args = ['--status-fd', '2', '--output', '-'];
  if (keyring !== undefined) args.push('--keyring', resolve(keyring));
  // Exit codes: 1 for a bad signature, 2 for what kept it from deciding.
  const command = { file: 'gpgv', args: [...args, '-'], input, okExitCodes: [0, 1, 2] };
  try {
    return await run(command, { timeoutMs: 60_000, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (isIsoError(error, 'COMMAND_NOT_FOUND')) return undefined;
    throw error;
  }
}

function reasonOf(status: ReadonlyMap<string, string>, keyring: string): string {
  const missing = status.get('NO_PUBKEY');
  if (missing !== undefined) return `the key ${cleanLine(missing)} is not in ${keyring}`;
  if (status.has('EXPKEYSIG')) return `its key has expired in ${keyring}`;
  return status.has('ERRSIG') ? 'the signature cannot be read' : 'there is no signature';
}

function undecided(text: string, reason: string, keyring: string | undefined): CheckedText {
  if (keyring === undefined) return { text, signature: { kind: 'unsigned', reason } };
  throw new IsoError(
    'SIGNATURE_NOT_CHECKED',
    `The checksums’ signature is not checked: ${reason}`,
    {
      hint: 'Install gpgv and put kernel.org’s checksum key into the keyring, or name no keyring.',
      details: { keyring, reason },
    },
  );
}

const MEANING: Readonly<Record<string, string>> = {
  BADSIG: 'the text was changed after it was signed',
  REVKEYSIG: 'its key is revoked',
  EXPSIG: 'it has expired',
};

function badSignature(word: string): IsoError {
  return new IsoError(
    'SIGNATURE_BAD',
    `The checksums’ signature is bad: ${MEANING[word] ?? word}`,
    {
      hint: 'Use another mirror, and do not use what this one gives.',
      details: { status: word },
    },
  );
}
