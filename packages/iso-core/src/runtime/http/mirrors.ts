// Trying several addresses of the same thing, several times, and saying in one error what each said.
import { delay } from '../cancel.js';
import { IsoError, isIsoError } from '../errors.js';
import type { Progress } from '../progress/progress.js';
import { duration } from '../progress/step-state.js';
import { displayUrl } from './url.js';

/** Why one address did not serve; `DOWNLOAD_FAILED` and its siblings are made of these. */
export type FailureKind =
  'missing' | 'forbidden' | 'status' | 'network' | 'too large' | 'wrong bytes' | 'unusable';

export class TransferFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly reason: string,
    /** Whether the same address may serve later. */
    readonly retry: boolean,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(reason);
  }
}

/** The failure that an HTTP status means. */
export function statusFailure(status: number): TransferFailure {
  if (status === 404 || status === 410) {
    return new TransferFailure('missing', `not there (HTTP ${status})`, false);
  }
  if (status === 401 || status === 403) {
    return new TransferFailure('forbidden', `may not be read (HTTP ${status})`, false, { status });
  }
  const retry = status >= 500 || status === 408 || status === 425 || status === 429;
  return new TransferFailure('status', `HTTP ${status}`, retry, { status });
}

/** The failure in a `NETWORK_ERROR` or `REDIRECT_REFUSED`; other errors are thrown on. */
export function asFailure(error: unknown): TransferFailure {
  if (error instanceof TransferFailure) return error;
  if (isIsoError(error, 'NETWORK_ERROR')) {
    const { reason } = error.details;
    const retry = error.details['retry'] !== false;
    return new TransferFailure('network', String(reason), retry, { hint: error.hint });
  }
  if (isIsoError(error, 'REDIRECT_REFUSED')) {
    return new TransferFailure('unusable', error.message, false, { hint: error.hint });
  }
  throw error;
}

export interface MirrorOptions {
  readonly signal?: AbortSignal | undefined;
  /** Pauses between the rounds through all addresses; their number is the number of further rounds. */
  readonly retryMilliseconds?: readonly number[] | undefined;
  /** Told of every pause, and why there is one. */
  readonly progress?: Progress | undefined;
}

const RETRY_MILLISECONDS = [1_000, 4_000, 15_000];

/**
 * The first success of `attempt` on `urls`, in their order, in rounds; an address whose failure is
 * final is not asked again. Rejects with `DOWNLOAD_NOT_FOUND` (none has it), `DOWNLOAD_HASH_MISMATCH`,
 * `DOWNLOAD_TOO_LARGE` or `DOWNLOAD_FAILED`, each with what every address said.
 */
export async function fromMirrors<T>(
  urls: readonly string[],
  options: MirrorOptions,
  attempt: (url: string) => Promise<T>,
): Promise<T> {
  if (urls.length === 0) throw new TypeError('No URL to download from');
  const failures = new Map<string, TransferFailure>();
  for (const pause of [0, ...(options.retryMilliseconds ?? RETRY_MILLISECONDS)]) {
    const open = urls.filter((url) => failures.get(url)?.retry !== false);
    if (open.length === 0) break;
    if (pause > 0) {
      const said = open.map((url) => `${displayUrl(url)}: ${failures.get(url)?.reason ?? ''}`);
      options.progress?.note(`${said.join('; ')}; asking again in ${duration(pause)}`);
      await delay(pause, options.signal);
    }
    for (const url of open) {
      try {
        return await attempt(url);
      } catch (error) {
        failures.set(url, asFailure(error));
      }
    }
  }
  throw summary(failures);
}

/**
 * Whether all that served an error was that nobody may read what was asked for, or that it is not there:
 * object stores say the first of the second.
 */
export function isForbidden(error: unknown): error is IsoError {
  const status = isIsoError(error, 'DOWNLOAD_FAILED') ? error.details['status'] : undefined;
  return status === 401 || status === 403;
}

function summary(failures: ReadonlyMap<string, TransferFailure>): IsoError {
  const all = [...failures.values()];
  const telling =
    all.find(({ kind }) => kind === 'wrong bytes') ??
    all.find(({ kind }) => kind === 'too large') ??
    all.find(({ kind }) => kind !== 'missing' && kind !== 'forbidden') ??
    all.find(({ kind }) => kind === 'forbidden') ??
    all[0];
  const said = [...failures].map(([url, { reason }]) => `${displayUrl(url)}: ${reason}`);
  const { code, hint } = MEANING[telling?.kind ?? 'network'];
  return new IsoError(code, `Download failed: ${said.join('; ')}`, {
    hint: typeof telling?.details['hint'] === 'string' ? telling.details['hint'] : hint,
    details: {
      ...telling?.details,
      attempts: [...failures].map(([url, { reason }]) => ({ url: displayUrl(url), reason })),
    },
  });
}

const FAILED = {
  code: 'DOWNLOAD_FAILED',
  hint: 'Run again to go on from what has come, or name a mirror.',
} as const;

const MEANING = {
  missing: {
    code: 'DOWNLOAD_NOT_FOUND',
    hint: 'Check the address or the version, or name a mirror that has it.',
  },
  'wrong bytes': {
    code: 'DOWNLOAD_HASH_MISMATCH',
    hint: 'Compare the expected digest with its publisher; if it is right, use another mirror.',
  },
  'too large': {
    code: 'DOWNLOAD_TOO_LARGE',
    hint: 'Check that the address is the right one; nothing of it was kept.',
  },
  forbidden: {
    code: 'DOWNLOAD_FAILED',
    hint: 'Check the address, and who may read it: object stores say this of what is not there, too.',
  },
  network: FAILED,
  status: FAILED,
  unusable: FAILED,
} as const satisfies Readonly<Record<FailureKind, { code: string; hint: string }>>;
