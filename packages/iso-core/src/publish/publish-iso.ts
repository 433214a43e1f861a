// The third job: a sealed and verified ISO is put at its final URL, whole, once, and read back from there.
import { inStep } from '../runtime/index.js';
import { resolveRequirements } from '../spec/index.js';
import { openContext, withStore } from './context.js';
import { publishToStore } from './publish-to-store.js';
import type { PublishRequest, PublishResult } from './request.js';
import { sealedIso } from './sealed-iso.js';

/**
 * Publishes the ISO of one architecture: claim, ISO, manifest, each only if nothing is there, then reads it
 * back from its public URL and writes `publication-<arch>.json`.
 * Errors: those of the spec, of `sealedIso`, of the target and of the store; `PUBLISH_NAME_TAKEN`,
 * `PUBLISHED_MANIFEST_DIFFERS`, `STORE_UNCONDITIONAL`, `ISO_CHANGED_MEANWHILE`, `UPLOAD_INCOMPLETE`,
 * `PUBLISHED_NOT_READABLE`, `PUBLISHED_DIFFERS`, `CANCELLED`.
 */
export async function publishIso(request: PublishRequest): Promise<PublishResult> {
  const context = await openContext(request);
  const { overrides, spec, architecture, cache, progress } = context;
  const sealed = await inStep(progress, 'Check the built ISO', () =>
    sealedIso({
      spec,
      requirements: resolveRequirements(spec),
      architecture,
      cache,
      builtFolder: request.builtFolder,
      verifiedFolder: request.verifiedFolder,
      requireVerified: overrides.requireVerified ?? true,
    }),
  );
  if (sealed.unverified !== undefined) {
    progress.note(`NOT VERIFIED: ${sealed.unverified}. Its published manifest will say so.`);
  }
  return withStore(context, (store) => publishToStore({ ...context, store, sealed }));
}
