// What of a publication is there already, and what that means: nothing is ever replaced.
import { IsoError, isSha256 } from '../runtime/index.js';
import type { ObjectFacts, ObjectStore } from './store/object-store.js';
import { isSameBuild, MOST_SIDECAR_BYTES } from './sidecar.js';
import type { SealedIso } from './sealed-iso.js';
import { nextName } from './names.js';
import { keysOf, type PublishedKeys, type PublishTarget } from './target.js';

/** A `.sha256` of any tool is no longer than this. */
const MOST_CLAIM_BYTES = 64 * 1024;
const MOST_NAMES = 100;
/** In place of a digest that nobody can tell. */
const UNREADABLE = 'unreadable';

export interface PublishedState {
  readonly iso: ObjectFacts | undefined;
  /** The digest that the name is bound to; `UNREADABLE` where the claim holds none. */
  readonly claim: string | undefined;
  readonly manifest: Uint8Array | undefined;
}

/** Looks at all three objects; first at one whose answer says why, should there be an error. */
export async function lookAt(store: ObjectStore, keys: PublishedKeys): Promise<PublishedState> {
  const claim = await readClaim(store, keys);
  const [iso, manifest] = await Promise.all([
    store.head(keys.iso),
    store.get(keys.manifest, MOST_SIDECAR_BYTES),
  ]);
  return { iso, claim, manifest };
}

/** The digest that the claim binds the name to. */
export async function readClaim(
  store: ObjectStore,
  { sha256 }: Pick<PublishedKeys, 'sha256'>,
): Promise<PublishedState['claim']> {
  const bytes = await store.get(sha256, MOST_CLAIM_BYTES);
  if (bytes === undefined) return undefined;
  const [digest = ''] = Buffer.from(bytes).toString('latin1').trim().toLowerCase().split(/\s/);
  return isSha256(digest) ? digest : UNREADABLE;
}

/** What an ISO that is there was uploaded as; ISOs put there by hand do not say. */
export function digestSaid({ metadata }: ObjectFacts): string | undefined {
  const digest = metadata['sha256']?.toLowerCase();
  return digest !== undefined && isSha256(digest) ? digest : undefined;
}

/** Which of the three are still to be written; all of them are right or missing. */
export interface Missing {
  readonly claim: boolean;
  readonly iso: boolean;
  readonly manifest: boolean;
}

/**
 * What is missing of the publication of `sealed`. Errors: `PUBLISH_NAME_TAKEN`,
 * `PUBLISHED_MANIFEST_DIFFERS`.
 */
export function whatIsMissing(
  { iso, claim, manifest }: PublishedState,
  sealed: Pick<SealedIso, 'sha256' | 'size' | 'manifest'>,
  keys: PublishedKeys,
): Missing {
  if (claim !== undefined && claim !== sealed.sha256) {
    throw iso === undefined
      ? claimed(keys, claim, sealed.sha256)
      : taken(keys, claim, sealed.sha256);
  }
  if (iso !== undefined) assertSameIso(iso, claim, sealed, keys);
  if (manifest !== undefined && !isSameBuild(manifest, sealed.manifest)) {
    throw new IsoError(
      'PUBLISHED_MANIFEST_DIFFERS',
      `${keys.manifest}: what is published there is not the manifest of this ISO`,
      {
        hint: 'What is published is never replaced: use that publication, if it is the same ISO, or publish under another name.',
        details: { key: keys.manifest },
      },
    );
  }
  return { claim: claim === undefined, iso: iso === undefined, manifest: manifest === undefined };
}

/** Throws `PUBLISH_NAME_TAKEN` when the ISO that is there is not, or not surely, the same. */
export function assertSameIso(
  iso: ObjectFacts,
  claim: PublishedState['claim'],
  sealed: Pick<SealedIso, 'sha256' | 'size'>,
  keys: PublishedKeys,
): void {
  const said = digestSaid(iso);
  if (said !== undefined && said !== sealed.sha256) throw taken(keys, said, sealed.sha256);
  if (said === undefined && claim === undefined) throw taken(keys, UNREADABLE, sealed.sha256);
  if (iso.size !== sealed.size) {
    throw taken(keys, `${said ?? 'unknown'} (${iso.size} bytes)`, sealed.sha256);
  }
}

function taken(keys: PublishedKeys, found: string, expected: string): IsoError {
  const there = found === UNREADABLE ? 'an unknown digest' : `the SHA-256 ${found}`;
  return new IsoError(
    'PUBLISH_NAME_TAKEN',
    `${keys.iso} is taken: it has ${there}, this ISO has ${expected}`,
    {
      hint: 'A published name is never used for other bytes: publish under another one (--name).',
      details: { key: keys.iso, found, expected },
    },
  );
}

/** The ISO that it is claimed for has not come: it may be on its way, or never come. */
export function claimed(keys: PublishedKeys, found: string, expected: string): IsoError {
  const digest = found === UNREADABLE ? 'an unknown digest' : `the SHA-256 ${found}`;
  return new IsoError(
    'PUBLISH_NAME_TAKEN',
    `${keys.iso} is claimed for ${digest}, this ISO has ${expected}`,
    {
      hint: 'If that ISO never comes, free the name with --abort; else publish under another one (--name).',
      details: { key: keys.iso, found, expected },
    },
  );
}

/** The next name that nothing is published or claimed under; undefined when a hundred are taken. */
export async function freeName(
  store: ObjectStore,
  target: Pick<PublishTarget, 'prefix' | 'name'>,
): Promise<string | undefined> {
  let { name } = target;
  for (let tried = 0; tried < MOST_NAMES; tried += 1) {
    name = nextName(name);
    const keys = keysOf({ ...target, name });
    const there = await Promise.all([store.head(keys.iso), store.head(keys.sha256)]);
    if (there.every((object) => object === undefined)) return name;
  }
  return undefined;
}
