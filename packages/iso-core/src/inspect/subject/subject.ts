// What is looked at: an ISO that somebody names by a path or a URL, opened for reading.
import type { ByteSource } from '../../image/index.js';
import type { Environment, Progress } from '../../runtime/index.js';
import type { Depth } from '../inspection.js';

/** What somebody says that the digest of an ISO is, or why that is not known. */
export type DigestClaim =
  | {
      /** Who says so: `minikube-amd64.iso.sha256`, `the manifest`, … */
      readonly from: string;
      readonly sha256: string;
    }
  | {
      readonly from: string;
      /** One sentence without a capital letter and a full stop. */
      readonly problem: string;
      readonly hint: string;
    };

export interface Subject {
  /** For people: the path as it was given, or the URL without credentials and query. */
  readonly name: string;
  readonly origin: 'file' | 'url';
  readonly depth: Depth;
  /** Bytes. */
  readonly size: number;
  /** Reads fail with the cancellation once the signal is aborted. */
  readonly source: ByteSource;
  /** Absolute: the ISO on this machine, to be read only. Absent where a URL is read by ranges. */
  readonly path?: string;
  /** What the `.sha256` beside it says; absent where there is none. */
  readonly published?: DigestClaim;
}

export interface SubjectOptions {
  /** What a relative path is relative to; absolute. */
  readonly folder: string;
  /** Default: `content` for a file, `kernel` for an http(s) URL. */
  readonly depth?: Depth | undefined;
  /** Where a URL is downloaded to at depth `content`; emptied afterwards. Default: the system's. */
  readonly temporaryFolder?: string | undefined;
  readonly env?: Environment | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly stallMilliseconds?: number | undefined;
  /** Pauses before each further try of a request. */
  readonly retryMilliseconds?: readonly number[] | undefined;
}
