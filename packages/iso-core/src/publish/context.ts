// What every job of publishing begins with: the spec, where its ISO goes, and the store, open.
import {
  openCache,
  silentProgress,
  type Architecture,
  type Cache,
  type Environment,
  type Progress,
} from '../runtime/index.js';
import { chooseArchitecture, readSpec, type IsoSpec } from '../spec/index.js';
import { publicationDate } from './names.js';
import type { PublishOverrides, PublishRequest } from './request.js';
import { openS3Store, type ObjectStore } from './store/index.js';
import { publishTarget, type PublishTarget, type TargetOverrides } from './target.js';

export interface PublishContext {
  readonly request: PublishRequest;
  readonly overrides: PublishOverrides;
  readonly spec: IsoSpec;
  readonly architecture: Architecture;
  readonly target: PublishTarget;
  readonly cache: Cache;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Errors: those of the spec, `ARCHITECTURE_NOT_CHOSEN`, those of `publishTarget` and of dates. */
export async function openContext(request: PublishRequest): Promise<PublishContext> {
  const { env = process.env, progress = silentProgress, cacheFolder, overrides = {} } = request;
  const spec = await readSpec(request.specPath);
  const architecture = chooseArchitecture(spec, overrides.architecture);
  const date = publicationDate(overrides.date, env['SOURCE_DATE_EPOCH']);
  return {
    request,
    overrides,
    spec,
    architecture,
    target: publishTarget(spec, architecture, targetOverrides(overrides), { date, env }),
    cache: openCache({ env, ...(cacheFolder === undefined ? {} : { folder: cacheFolder }) }),
    env,
    progress,
    signal: request.signal ?? new AbortController().signal,
  };
}

/** Those of the overrides that say where to, and are given. */
function targetOverrides(overrides: PublishOverrides): TargetOverrides {
  const { bucket, prefix, region, endpoint, publicUrl, acl, name } = overrides;
  const wishes = Object.entries({ bucket, prefix, region, endpoint, publicUrl, acl, name });
  return Object.fromEntries(wishes.filter(([, value]) => value !== undefined));
}

/** Lends `work` the store. */
export async function withStore<T>(
  { target: { bucket, acl }, env, signal }: PublishContext,
  work: (store: ObjectStore) => Promise<T>,
): Promise<T> {
  const store = openS3Store({ bucket, env, signal, ...(acl === undefined ? {} : { acl }) });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
