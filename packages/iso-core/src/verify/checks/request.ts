// What the checks of an ISO are asked for, and what they answer.
import type { ByteSource } from '../../image/index.js';
import type {
  Depth,
  DigestClaim,
  Inspection,
  Manifest,
  RequirementVerdict,
} from '../../inspect/index.js';
import type { Release } from '../../minikube/index.js';
import type { Architecture, Progress } from '../../runtime/index.js';
import type { Requirement } from '../../spec/index.js';
import type { Check } from '../report/report.js';

export interface ChecksRequest {
  /** The ISO; it stays open. Only at depth `content` all of it is read. */
  readonly source: ByteSource;
  readonly depth: Depth;
  readonly requirements: readonly Requirement[];
  /** What the ISO has to be for. */
  readonly architecture?: Architecture | undefined;
  /** The minikube release that the spec names, where it names one. */
  readonly release?: Release | undefined;
  /** Who says what its digest is, but for `manifest`, which is asked anyway. */
  readonly digests?: readonly DigestClaim[] | undefined;
  /** Of the build that made it. What it says is compared with the ISO's bytes, never believed. */
  readonly manifest?: Manifest | undefined;
  /** What it was made from. Left out where there is no such thing: then nothing is compared with it. */
  readonly base?: ChecksBase | undefined;
  /** Of the whole ISO, where it is known already; without, it is taken at depth `content`. */
  readonly sha256?: string | undefined;
  readonly progress?: Progress | undefined;
}

/** The base, or why it is not at hand though there is one. */
export type ChecksBase = ComparedBase | { readonly unavailable: string; readonly hint?: string };

export interface ComparedBase {
  /** Open, to be read only. */
  readonly source: ByteSource;
  /** At the depth at which the ISO is looked at, or deeper. */
  readonly inspection: Inspection;
  readonly sha256?: string | undefined;
}

export interface ChecksResult {
  /** As far as it could be read; absent when its kernel could not be. */
  readonly inspection?: Inspection;
  /** Of the whole ISO; absent when no more than part of it was read. */
  readonly sha256?: string;
  /** Every check, each once, in the order of `CHECKS`. */
  readonly checks: readonly Check[];
  /** One for each requirement, in their order. */
  readonly verdicts: readonly RequirementVerdict[];
}
