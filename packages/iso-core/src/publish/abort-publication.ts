// Takes back a publication that was begun and never came to its end: the parts that were uploaded, and the
// claim on the name. What is published is never removed.
import { inStep, IsoError } from '../runtime/index.js';
import { openContext, withStore, type PublishContext } from './context.js';
import type { PublishRequest } from './request.js';
import { readClaim } from './state.js';
import type { ObjectStore } from './store/index.js';
import { keysOf } from './target.js';

export interface AbortResult {
  /** `s3://bucket/key` of the ISO that does not come. */
  readonly object: string;
  /** How many uploads were ended. */
  readonly uploads: number;
  /** The digest that the name was claimed for; absent when it was not claimed. */
  readonly claim?: string;
}

/** Errors: `PUBLISH_COMPLETE`, those of the spec, of the target and of the store. */
export async function abortPublication(request: PublishRequest): Promise<AbortResult> {
  const context = await openContext(request);
  return withStore(context, (store) => abortInStore(store, context));
}

export async function abortInStore(
  store: ObjectStore,
  { target, progress }: Pick<PublishContext, 'target' | 'progress'>,
): Promise<AbortResult> {
  const keys = keysOf(target);
  return inStep(progress, `Abort ${target.name}`, async () => {
    await assertNotThere(store, keys.iso);
    const pending = (await store.pendingUploads(keys.iso)).filter(({ key }) => key === keys.iso);
    for (const { id } of pending) await store.abortUpload(keys.iso, id);
    // One that was completed before it could be ended keeps its claim.
    await assertNotThere(store, keys.iso);
    const claim = await readClaim(store, keys);
    if (claim !== undefined) await store.remove(keys.sha256);
    return {
      object: `${store.name}/${keys.iso}`,
      uploads: pending.length,
      ...(claim === undefined ? {} : { claim }),
    };
  });
}

async function assertNotThere(store: ObjectStore, key: string): Promise<void> {
  if ((await store.head(key)) === undefined) return;
  throw new IsoError(
    'PUBLISH_COMPLETE',
    `${store.name}/${key} is published: it is not taken back`,
    {
      hint: 'People and clusters may be on it already. Publish a better one under another name.',
      details: { key },
    },
  );
}
