// What is published under a prefix, newest first. What lies beside an ISO says what it is; one that was put
// there by hand is looked at where it is.
import { inspectIso, judgeInspection, withSubject } from '../inspect/index.js';
import {
  inStep,
  isIsoError,
  isSha256,
  silentProgress,
  type Architecture,
  type Environment,
  type Progress,
} from '../runtime/index.js';
import {
  comparePublishedDates,
  publishedDate,
  readSpec,
  requirementName,
  resolveRequirements,
  type PublishedDate,
  type Requirement,
} from '../spec/index.js';
import { heldBy } from './publication.js';
import { MOST_SIDECAR_BYTES, parseSidecar } from './sidecar.js';
import { digestSaid, readClaim } from './state.js';
import { openS3Store, type ListedObject, type ObjectStore } from './store/index.js';
import { bucketPlace, keysOf, urlOf, type PublishTarget, type TargetOverrides } from './target.js';
import { InFlight } from './upload/in-flight.js';

export interface ListRequest {
  /** The absolute path of the ISO spec. */
  readonly specPath: string;
  /** What wins over the spec. */
  readonly overrides?: TargetOverrides;
  readonly env?: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ListedIso {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** `YYYY-MM-DD`: of the name, else of the upload. */
  readonly date: string;
  /** Absent where nobody says: of ISOs that were put there by hand. */
  readonly sha256?: string;
  readonly architecture?: Architecture;
  readonly kernelRelease?: string;
  /** The requirements that hold: those of its manifest, else those of the spec. */
  readonly requirements?: readonly string[];
  /** Whether it was verified before it was published. */
  readonly verified?: boolean;
  /** Why it could not be looked at. */
  readonly problem?: string;
}

/** Errors: those of the spec, `PUBLISH_BUCKET_MISSING`, those of the store. */
export async function listPublished(request: ListRequest): Promise<ListedIso[]> {
  const { env = process.env, progress = silentProgress, overrides = {} } = request;
  const signal = request.signal ?? new AbortController().signal;
  const spec = await readSpec(request.specPath);
  const place = bucketPlace(spec, overrides, env);
  const store = openS3Store({ bucket: place.bucket, env, signal });
  try {
    const requirements = resolveRequirements(spec);
    return await listInStore({ store, place, requirements, env, progress, signal });
  } finally {
    store.close();
  }
}

export interface Listing {
  readonly store: ObjectStore;
  readonly place: Pick<PublishTarget, 'prefix' | 'publicUrl'>;
  readonly requirements: readonly Requirement[];
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const AT_ONCE = 4;

export async function listInStore(listing: Listing): Promise<ListedIso[]> {
  const { store, place, progress } = listing;
  return inStep(progress, `List ${store.name}/${place.prefix}`, async () => {
    const folder = place.prefix === '' ? '' : `${place.prefix}/`;
    const objects = (await store.list(folder)).filter(({ key }) =>
      /^[^/]+\.iso$/.test(key.slice(folder.length)),
    );
    const listed: ListedIso[] = [];
    const flight = new InFlight(AT_ONCE);
    for (const object of objects) {
      await flight.add(async () => {
        listed.push(await describe(listing, object, object.key.slice(folder.length)));
      });
    }
    await flight.settled();
    flight.throwFirst();
    return listed.sort(newestFirst);
  });
}

async function describe(
  listing: Listing,
  { key, size, modified }: ListedObject,
  name: string,
): Promise<ListedIso> {
  const { store, place } = listing;
  const keys = keysOf({ prefix: place.prefix, name });
  const basis = { name, url: urlOf(place, key), size, date: dateOf(name, modified) };
  const bytes = await store.get(keys.manifest, MOST_SIDECAR_BYTES).catch(orNothing);
  const manifest = bytes && parseSidecar(bytes);
  if (manifest !== undefined && manifest.iso.size === size) {
    return {
      ...basis,
      sha256: manifest.iso.sha256,
      architecture: manifest.architecture,
      kernelRelease: manifest.kernel.release,
      requirements: heldBy(manifest),
      verified: manifest.verified,
    };
  }
  const sha256 = await digestOf(store, keys);
  return {
    ...basis,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(await lookAtUrl(listing, basis.url)),
  };
}

/** Of an ISO without a manifest: what it was uploaded as, or claimed for. */
async function digestOf(
  store: ObjectStore,
  keys: ReturnType<typeof keysOf>,
): Promise<string | undefined> {
  const facts = await store.head(keys.iso).catch(orNothing);
  const said = facts && digestSaid(facts);
  if (said !== undefined) return said;
  const claim = await readClaim(store, keys).catch(orNothing);
  return claim !== undefined && isSha256(claim) ? claim : undefined;
}

async function lookAtUrl(
  { requirements, env, signal }: Listing,
  url: string,
): Promise<Pick<ListedIso, 'architecture' | 'kernelRelease' | 'requirements' | 'problem'>> {
  try {
    return await withSubject(
      url,
      { folder: '/', depth: 'kernel', env, signal },
      async ({ source }) => {
        const inspection = await inspectIso(source, { depth: 'kernel' });
        const held = judgeInspection(inspection, requirements).filter(
          ({ status }) => status === 'holds',
        );
        return {
          architecture: inspection.architecture,
          kernelRelease: inspection.kernel.release,
          requirements: held.map(({ requirement }) => requirementName(requirement)),
        };
      },
    );
  } catch (error) {
    if (!isIsoError(error) || error.code === 'CANCELLED') throw error;
    return { problem: error.message };
  }
}

/** One object that may not be read, or is too large, leaves the list of the others whole. */
function orNothing(error: unknown): undefined {
  if (isIsoError(error, 'STORE_ACCESS_DENIED', 'STORE_OBJECT_TOO_LARGE')) return undefined;
  throw error;
}

function dateOf(name: string, modified: Date): string {
  return publishedDate(name)?.date ?? modified.toISOString().slice(0, 10);
}

/** By date, then by the counter behind it, then by name. */
function newestFirst(one: ListedIso, other: ListedIso): number {
  const order = comparePublishedDates(orderOf(other), orderOf(one));
  if (order !== 0) return order;
  return one.name < other.name ? -1 : 1;
}

function orderOf({ name, date }: ListedIso): PublishedDate {
  return { date, counter: publishedDate(name)?.counter ?? 1 };
}
