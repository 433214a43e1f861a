export { parseChecksumFile } from './fetch/checksum-file.js';
export { downloadStep, type DownloadStep } from './fetch/download-step.js';
export type { FetchedFile, FetchOptions } from './fetch/fetch-trusted.js';
export * from './fetch/fetch-kernel-tarball.js';
export * from './fetch/fetch-official-iso.js';
export { fetchPinned, identityOf, type PinnedRequest } from './fetch/fetch-pinned.js';
export type { Trust } from './fetch/digest-policy.js';
export type { KnownDigests } from './fetch/known-digests.js';
export type { Signature } from './fetch/signature.js';
export * from './mirrors.js';
export * from './official-urls.js';
export * from './releases/release.js';
export { assertArchitecture, resolveRelease } from './releases/resolve-release.js';
export {
  findMinikube,
  type MinikubeCommit,
  type MinikubeWish,
} from './checkout/minikube-commit.js';
export type { MirrorOptions } from './checkout/mirror.js';
export { placeWorkTree } from './checkout/work-tree.js';
export { detectLayout } from './layout/detect-layout.js';
export type { IsoLayout, MinikubeTree, PinnedKernel } from './layout/layout.js';
