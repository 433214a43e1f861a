// Fetches the source of a kernel from kernel.org or a mirror of it.
import {
  fetchText,
  isForbidden,
  isIsoError,
  localRunner,
  type Runner,
} from '../../runtime/index.js';
import { type Mirrors, resolveMirrors } from '../mirrors.js';
import { kernelChecksumUrls, kernelTarballName, kernelTarballUrls } from '../official-urls.js';
import { findInChecksumList } from './checksum-file.js';
import { type FetchedFile, type FetchOptions, fetchTrusted } from './fetch-trusted.js';
import { KNOWN_DIGESTS, type KnownDigests } from './known-digests.js';
import { checkClearSigned, type Signature } from './signature.js';

const MOST_BYTES = 1024 ** 3;
const MOST_CHECKSUM_BYTES = 16 * 1024 * 1024;

export interface KernelTarballRequest extends FetchOptions {
  /** The kernel's version, `6.6.95`. */
  readonly version: string;
  /** The spec's mirrors; for what they leave out the environment's are used. */
  readonly mirrors?: Mirrors | undefined;
  readonly pinnedSha256?: string | undefined;
  readonly knownDigests?: KnownDigests | undefined;
  /** Runs gpgv. Default: on this machine. */
  readonly run?: Runner | undefined;
  /** Keys to trust for kernel.org's checksums; then a signature is required. Default: gpgv's own. */
  readonly keyring?: string | undefined;
}

export interface FetchedTarball extends FetchedFile {
  /** Of the published checksums, if this call has asked for them. */
  readonly signature?: Signature;
}

/**
 * The tarball in the cache folder. A digest that is known or pinned decides; without one it is that of
 * `sha256sums.asc`, whose signature is checked where that can be done, and later fetches must give the
 * same bytes. Rejects with `KERNEL_VERSION_INVALID`, `MIRROR_INVALID`, `CHECKSUM_NOT_LISTED`,
 * `SIGNATURE_BAD`, `SIGNATURE_NOT_CHECKED`, `BASE_DIGEST_CHANGED`, `DIGEST_CONTRADICTION`, or as
 * `download` does.
 */
export async function fetchKernelTarball(request: KernelTarballRequest): Promise<FetchedTarball> {
  const { version, pinnedSha256, knownDigests = KNOWN_DIGESTS } = request;
  const name = kernelTarballName(version);
  const mirrors = resolveMirrors(request.mirrors, request.env);
  let signature: Signature | undefined;
  const fetched = await fetchTrusted(
    {
      name,
      urls: kernelTarballUrls(version, mirrors),
      identity: kernelTarballUrls(version)[0] ?? name,
      maxBytes: MOST_BYTES,
      known: Object.hasOwn(knownDigests, name) ? knownDigests[name] : undefined,
      pinned: pinnedSha256,
      published: async () => {
        const published = await publishedDigest(request, mirrors, name);
        signature = published.signature;
        return published.sha256;
      },
    },
    request,
  );
  return signature === undefined ? fetched : { ...fetched, signature };
}

interface Published {
  readonly sha256: string | undefined;
  readonly signature: Signature;
}

async function publishedDigest(
  request: KernelTarballRequest,
  mirrors: Mirrors,
  name: string,
): Promise<Published> {
  const { version, run = localRunner, keyring, signal } = request;
  const list = await fetchText(kernelChecksumUrls(version, mirrors), {
    ...request,
    maxBytes: MOST_CHECKSUM_BYTES,
  }).catch((error: unknown) => {
    // A mirror of single files may keep no checksums; a keyring asks for them.
    const isNotThere = isIsoError(error, 'DOWNLOAD_NOT_FOUND') || isForbidden(error);
    if (isNotThere && keyring === undefined) return undefined;
    throw error;
  });
  if (list === undefined) {
    const reason = 'no checksums are published there';
    return { sha256: undefined, signature: { kind: 'unsigned', reason } };
  }
  const { text, signature } = await checkClearSigned(list.text, { run, keyring, signal });
  return { sha256: findInChecksumList(text, name), signature };
}
