// Fetches the ISO of a minikube release.
import { type Architecture, fetchText, isForbidden, isIsoError } from '../../runtime/index.js';
import { type Mirrors, resolveMirrors } from '../mirrors.js';
import { checksumUrl, officialIsoName, officialIsoUrls } from '../official-urls.js';
import type { Release } from '../releases/release.js';
import { parseChecksumFile } from './checksum-file.js';
import { type FetchedFile, type FetchOptions, fetchTrusted } from './fetch-trusted.js';
import { KNOWN_DIGESTS, type KnownDigests } from './known-digests.js';

const MOST_BYTES = 4 * 1024 ** 3;

export interface OfficialIsoRequest extends FetchOptions {
  readonly release: Release;
  readonly architecture: Architecture;
  /** The spec's mirrors; for what they leave out the environment's are used. */
  readonly mirrors?: Mirrors | undefined;
  /** The SHA-256 that the spec pins. */
  readonly pinnedSha256?: string | undefined;
  readonly knownDigests?: KnownDigests | undefined;
}

/**
 * The official ISO in the cache folder. A digest that is known or pinned decides; without one the
 * mirror's `.sha256` checks the transfer, and later fetches must give the same bytes. Rejects with
 * `RELEASE_WITHOUT_ARCHITECTURE`, `MIRROR_INVALID`, `CHECKSUM_FILE_INVALID`, `BASE_DIGEST_CHANGED`,
 * `DIGEST_CONTRADICTION`, or as `download` does.
 */
export async function fetchOfficialIso(request: OfficialIsoRequest): Promise<FetchedFile> {
  const { release, architecture, pinnedSha256, knownDigests = KNOWN_DIGESTS } = request;
  const name = officialIsoName(release, architecture);
  const mirrors = resolveMirrors(request.mirrors, request.env);
  const urls = officialIsoUrls(release, architecture, mirrors);
  return fetchTrusted(
    {
      name,
      urls,
      identity: officialIsoUrls(release, architecture)[0] ?? name,
      maxBytes: MOST_BYTES,
      known: Object.hasOwn(knownDigests, name) ? knownDigests[name] : undefined,
      pinned: pinnedSha256,
      published: () => publishedDigest(urls, name, request),
    },
    request,
  );
}

/** The digest beside the ISO on the first mirror that has one; not every mirror keeps them. */
async function publishedDigest(
  urls: readonly string[],
  name: string,
  options: FetchOptions,
): Promise<string | undefined> {
  try {
    const { text } = await fetchText(urls.map(checksumUrl), { ...options, maxBytes: 64 * 1024 });
    return parseChecksumFile(text, name);
  } catch (error) {
    if (isIsoError(error, 'DOWNLOAD_NOT_FOUND') || isForbidden(error)) return undefined;
    throw error;
  }
}
