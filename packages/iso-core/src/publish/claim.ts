// The claim: the small `.iso.sha256` is written first and by one publisher only, and binds the ISO's name to
// one digest for ever, whatever the store makes of a condition on a large upload.
import { IsoError } from '../runtime/index.js';
import { lookAgain } from './look-again.js';
import type { ObjectHeaders, ObjectStore } from './store/object-store.js';
import { readClaim } from './state.js';
import type { PublishedKeys } from './target.js';

export interface ClaimOptions {
  /** Goes on where the store cannot keep two publishers of one name apart. */
  readonly allowUnconditional: boolean;
  readonly headers: ObjectHeaders;
  readonly signal: AbortSignal;
}

/**
 * Claims the name for `sha256`, or finds that it is claimed for it. Resolves with the digest that the name
 * is bound to from now on, which may be another. Errors: `STORE_UNCONDITIONAL`, `PUBLISH_CLAIM_LOST`.
 */
export async function claimName(
  store: ObjectStore,
  keys: PublishedKeys,
  sha256: string,
  options: ClaimOptions,
): Promise<string> {
  const bound = await lookAgain(async () => {
    await writeClaim(store, keys, sha256, options);
    return readClaim(store, keys);
  }, options.signal);
  if (bound === undefined) throw claimLost(store, keys);
  return bound;
}

async function writeClaim(
  store: ObjectStore,
  keys: PublishedKeys,
  sha256: string,
  { allowUnconditional, headers }: ClaimOptions,
): Promise<void> {
  const bytes = Buffer.from(`${sha256}\n`);
  const written = await store.putNew(keys.sha256, bytes, headers);
  if (written === 'created' && !allowUnconditional) {
    // A store that honours the condition refuses the same bytes now; one that does not takes them, which
    // changes nothing.
    const again = await store.putNew(keys.sha256, bytes, headers);
    if (again !== 'exists') {
      await store.remove(keys.sha256).catch(() => undefined);
      throw unconditional(store);
    }
  }
  if (written === 'unconditional') {
    if (!allowUnconditional) throw unconditional(store);
    if ((await store.head(keys.sha256)) === undefined) await store.put(keys.sha256, bytes, headers);
  }
}

function unconditional({ name }: ObjectStore): IsoError {
  return new IsoError(
    'STORE_UNCONDITIONAL',
    `${name}: the object store does not honour "If-None-Match: *", so two publishers could overwrite each other`,
    {
      hint: 'Use a store that does, or run with --allowUnconditional when nobody else publishes at the same time.',
      details: { store: name },
    },
  );
}

/** Somebody removed the claim while its publication was under way. */
export function claimLost({ name }: ObjectStore, { sha256 }: PublishedKeys): IsoError {
  return new IsoError(
    'PUBLISH_CLAIM_LOST',
    `${name}/${sha256} was removed while it was published`,
    {
      hint: 'Somebody aborts this publication: agree with them, and publish again.',
      details: { key: sha256 },
    },
  );
}
