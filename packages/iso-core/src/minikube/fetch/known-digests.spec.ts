import { describe, expect, it } from 'vitest';
import { isSha256 } from '../../runtime/index.js';
import { kernelTarballName } from '../official-urls.js';
import { knownReleases } from '../releases/release.js';
import { KNOWN_DIGESTS } from './known-digests.js';

const kernels = knownReleases().flatMap(({ tag, kernelVersion }) =>
  kernelVersion === undefined ? [] : [{ tag, tarball: kernelTarballName(kernelVersion) }],
);

describe('the digests that this program vouches for', () => {
  it('are SHA-256 digests, each of another file', () => {
    const digests = Object.values(KNOWN_DIGESTS);
    expect(digests.filter((digest) => !isSha256(digest))).toEqual([]);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('are of the kernels of minikube’s releases, and of nothing else', () => {
    const tarballs = new Set(kernels.map(({ tarball }) => tarball));
    expect(Object.keys(KNOWN_DIGESTS).filter((name) => !tarballs.has(name))).toEqual([]);
  });

  it('are there for every kernel since v1.14.1', () => {
    const first = kernels.findIndex(({ tag }) => tag === 'v1.14.1');
    const since = kernels.slice(first).map(({ tarball }) => tarball);
    expect(since.length).toBeGreaterThan(30);
    expect(since.filter((tarball) => KNOWN_DIGESTS[tarball] === undefined)).toEqual([]);
  });
});
