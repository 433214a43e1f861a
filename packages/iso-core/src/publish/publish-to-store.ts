// One publication in one store: nothing that is there is ever replaced, and what is missing is completed.
import { join } from 'node:path';
import {
  byteSize,
  inStep,
  IsoError,
  isIsoError,
  stableJson,
  writeAtomically,
} from '../runtime/index.js';
import { claimLost, claimName } from './claim.js';
import { headersOf } from './headers.js';
import { lookAgain } from './look-again.js';
import { publicationOf } from './publication.js';
import { readBack } from './read-back.js';
import { assertReadable } from './readable.js';
import type { PublishContext } from './context.js';
import type { PublishResult } from './request.js';
import type { SealedIso } from './sealed-iso.js';
import { MOST_SIDECAR_BYTES, sidecarBytes } from './sidecar.js';
import { assertSameIso, claimed, freeName, lookAt, whatIsMissing, type Missing } from './state.js';
import type { ObjectStore } from './store/index.js';
import { keysOf, urlOf, type PublishTarget } from './target.js';
import { uploadFile } from './upload/upload-file.js';

export interface Publishing extends Pick<
  PublishContext,
  'target' | 'overrides' | 'request' | 'env' | 'progress' | 'signal'
> {
  readonly store: ObjectStore;
  readonly sealed: SealedIso;
}

/**
 * Looks first, then writes what is missing, in the order claim, ISO, manifest, and reads the ISO back. Errors:
 * see `publishIso`.
 */
export async function publishToStore(publishing: Publishing): Promise<PublishResult> {
  const { target, sealed, overrides, request, progress } = publishing;
  const missing = await inStep(progress, 'Look at what is published', () => missingOf(publishing));
  if (overrides.dryRun === true) return { status: 'dry run', plan: planOf(publishing, missing) };
  if (missing.claim) await claim(publishing);
  // Whoever uploaded without a claim, by hand, may have done so by now.
  const isThere = await isoIsThere(publishing);
  if (!isThere) await upload(publishing);
  if (missing.manifest) await writeManifest(publishing);
  const url = urlOf(target, keysOf(target).iso);
  await inStep(progress, 'Read it back from its URL', () =>
    readBack({ ...publishing, url, depth: overrides.depth ?? 'kernel' }),
  );
  const publication = publicationOf(target, sealed);
  const file = join(request.outputFolder, `publication-${publication.architecture}.json`);
  await writeAtomically(file, stableJson(publication));
  const isNew = missing.claim || missing.manifest || !isThere;
  return { status: isNew ? 'published' : 'already published', publication, file };
}

/** With a name that is free, where this one is taken. */
async function missingOf({ store, target, sealed }: Publishing): Promise<Missing> {
  const keys = keysOf(target);
  try {
    return whatIsMissing(await lookAt(store, keys), sealed, keys);
  } catch (error) {
    if (!isIsoError(error, 'PUBLISH_NAME_TAKEN', 'PUBLISHED_MANIFEST_DIFFERS')) throw error;
    throw await withFreeName(error, store, target);
  }
}

async function withFreeName(
  taken: IsoError,
  store: ObjectStore,
  target: PublishTarget,
): Promise<IsoError> {
  const free = await freeName(store, target).catch(() => undefined);
  if (free === undefined) return taken;
  const { code, message, hint, details } = taken;
  return IsoError.restored({
    code,
    message,
    hint: `${hint} This name is free: --name=${free}`,
    details: { ...details, free },
  });
}

async function claim(publishing: Publishing): Promise<void> {
  const { store, target, sealed, overrides, progress, signal } = publishing;
  const keys = keysOf(target);
  await inStep(progress, `Claim ${target.name}`, async () => {
    const { allowUnconditional = false } = overrides;
    const options = { allowUnconditional, headers: headersOf('sha256', sealed), signal };
    const bound = await claimName(store, keys, sealed.sha256, options);
    if (bound === sealed.sha256) return;
    throw await withFreeName(claimed(keys, bound, sealed.sha256), store, target);
  });
}

async function isoIsThere({ store, target, sealed }: Publishing): Promise<boolean> {
  const keys = keysOf(target);
  const iso = await store.head(keys.iso);
  if (iso !== undefined) assertSameIso(iso, sealed.sha256, sealed, keys);
  return iso !== undefined;
}

async function upload(publishing: Publishing): Promise<void> {
  const { store, target, sealed, env, progress, signal } = publishing;
  const keys = keysOf(target);
  await inStep(progress, `Upload ${byteSize(sealed.size)}`, async (step) => {
    const claim = await store.head(keys.sha256);
    if (claim === undefined) throw claimLost(store, keys);
    await assertReadable({ url: urlOf(target, keys.sha256), env, signal });
    const { outcome } = await uploadFile({
      store,
      key: keys.iso,
      file: sealed,
      headers: headersOf('iso', sealed),
      // Parts from before the claim are of an ISO that the name was claimed for then.
      since: claim.modified,
      signal,
      step,
    });
    // Whatever the answer was, and if none came: what is there now decides.
    const look = async () => (await isoIsThere(publishing)) || undefined;
    if (await (outcome === 'created' ? look() : lookAgain(look, signal))) return;
    throw new IsoError(
      'UPLOAD_INCOMPLETE',
      `${store.name}/${keys.iso} is not there after the upload`,
      {
        hint: 'Publish again; if it stays so, look for a rule of the bucket that removes objects.',
        details: { key: keys.iso },
      },
    );
  });
}

async function writeManifest({
  store,
  target,
  sealed,
  progress,
  signal,
}: Publishing): Promise<void> {
  const keys = keysOf(target);
  const headers = headersOf('manifest', sealed);
  await inStep(progress, 'Publish its manifest', async () => {
    const written = await store.putNew(keys.manifest, sidecarBytes(sealed), headers);
    if (written === 'created') return;
    if (written === 'unconditional' && (await store.head(keys.manifest)) === undefined) {
      await store.put(keys.manifest, sidecarBytes(sealed), headers);
    }
    const look = () => store.get(keys.manifest, MOST_SIDECAR_BYTES);
    const manifest = await lookAgain(look, signal);
    whatIsMissing({ iso: undefined, claim: undefined, manifest }, sealed, keys);
    if (manifest === undefined) {
      throw new IsoError(
        'UPLOAD_INCOMPLETE',
        `${store.name}/${keys.manifest} is not there after the upload`,
        {
          hint: 'Publish again.',
          details: { key: keys.manifest },
        },
      );
    }
  });
}

/** What would be done, a line each. */
function planOf({ store, target, sealed }: Publishing, missing: Missing): string[] {
  const keys = keysOf(target);
  const at = (key: string) => `${store.name}/${key}`;
  return [
    missing.claim
      ? `would claim      ${at(keys.sha256)} for ${sealed.sha256}`
      : `is claimed       ${at(keys.sha256)}`,
    missing.iso
      ? `would upload     ${at(keys.iso)} (${byteSize(sealed.size)})`
      : `is uploaded      ${at(keys.iso)}`,
    missing.manifest
      ? `would upload     ${at(keys.manifest)}${sealed.verified ? '' : ', which says that it was not verified'}`
      : `is uploaded      ${at(keys.manifest)}`,
    `would be read at ${urlOf(target, keys.iso)}`,
  ];
}
