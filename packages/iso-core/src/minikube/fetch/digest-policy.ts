// What a fetched file must be: the digest that is known, else the one that the spec pins, else the one
// of the first time. A mirror's own checksum proves the transfer alone, and is not asked here.
import { IsoError } from '../../runtime/index.js';

export interface DigestSources {
  /** Built into this program. */
  readonly known?: string | undefined;
  /** The spec's `sha256`. */
  readonly pinned?: string | undefined;
  /** Of the first time that this address was fetched, from the cache folder. */
  readonly recorded?: string | undefined;
}

/** On whose word a file is the right one. */
export type Trust = 'known' | 'pinned' | 'first use';

export interface Expectation {
  readonly trust: Trust;
  /** None when it is the first use. */
  readonly sha256?: string;
}

/** What to expect of the file `name`; throws `DIGEST_CONTRADICTION` if the spec pins other bytes. */
export function expectedDigest(
  name: string,
  { known, pinned, recorded }: DigestSources,
): Expectation {
  if (known !== undefined && pinned !== undefined && known !== pinned) {
    throw new IsoError(
      'DIGEST_CONTRADICTION',
      `${name} has the SHA-256 ${known}, but ${pinned} is asked for`,
      {
        hint: 'Correct or remove the "sha256" of the spec; other bytes of that name are not the release.',
        details: { name, expected: known, found: pinned },
      },
    );
  }
  if (known !== undefined) return { trust: 'known', sha256: known };
  if (pinned !== undefined) return { trust: 'pinned', sha256: pinned };
  return { trust: 'first use', ...(recorded === undefined ? {} : { sha256: recorded }) };
}

/** `BASE_DIGEST_CHANGED`: an address gives other bytes than the first time. */
export function digestChanged(
  name: string,
  recorded: string,
  found: string,
  record: string,
  cause?: unknown,
): IsoError {
  return new IsoError(
    'BASE_DIGEST_CHANGED',
    `${name} is not what it was: its SHA-256 was ${recorded} and is ${found} now`,
    {
      hint: `If the change is meant, give the new digest as "sha256" or delete ${record}; if not, somebody has changed the file.`,
      details: { name, expected: recorded, found, record },
      cause,
    },
  );
}
