// What can go wrong on the way to a server, and to which requests.

/** What happens to one request. */
export type Fault =
  /** It is taken and answered with this status and an S3 error; the target never sees it. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: string }
  /** The client's connection is cut where its body would go on, or end, after so many bytes. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /**
   * Its body is read, or the answer sent, no further than so many bytes (none unless given; then not
   * even the answer's headers are sent): for so long, or for ever.
   */
  | {
      readonly kind: 'stall';
      readonly of: 'request' | 'response';
      readonly afterBytes?: number;
      readonly ms?: number;
    }
  /** Neither body is passed on faster. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** The target does it and answers; the client's connection is cut instead. */
  | { readonly kind: 'lose-response' }
  /** The answer's ETag, if it has one, is that of something else. */
  | { readonly kind: 'wrong-etag' };

/** A fault, and the requests that it happens to. */
export interface FaultRule {
  /** Default: every method. */
  readonly method?: string;
  /** By path and query; the host is the proxy's. Default: every one. */
  readonly where?: (url: URL) => boolean;
  /**
   * Which of those: the nth that comes, from 1; or each with this probability, which depends on nothing
   * but the seed, the request and how often it came. Default: every one.
   */
  readonly on?: { readonly nth: number } | { readonly probability: number };
  /** How many that come then it happens to, the first included. Default: 1. */
  readonly burst?: number;
  readonly fault: Fault;
}
