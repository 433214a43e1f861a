// The errors of reading over HTTP, each with what to do about it.
import { IsoError, isIsoError } from '../../runtime/index.js';

/** The error of an answer that is neither a range nor a redirect. */
export function statusError(name: string, status: number): IsoError {
  const details = { url: name, status };
  if (status === 200) return withoutRanges(name, 'the server answered 200 with the whole file');
  if (status === 404 || status === 410) {
    return new IsoError('URL_NOT_FOUND', `${name}: there is no such file (HTTP ${status})`, {
      hint: 'Check the URL; official ISOs are named minikube-<version>-<architecture>.iso.',
      details,
    });
  }
  if (status === 401 || status === 403 || status === 407) {
    return new IsoError('URL_FORBIDDEN', `${name}: reading is not allowed (HTTP ${status})`, {
      hint: 'Check that the file is public, or put credentials into the URL; S3 also answers 403 for a name that does not exist.',
      details,
    });
  }
  if (status === 412) return changed(name, 'the server says that it has other bytes now');
  return new IsoError('URL_UNAVAILABLE', `${name}: expected HTTP 206, found HTTP ${status}`, {
    hint: 'Try again later, or give the URL of a mirror.',
    details,
  });
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (!isIsoError(error, 'NETWORK_ERROR', 'URL_UNAVAILABLE', 'URL_CUT_SHORT')) return false;
  const { status, retry } = error.details;
  if (retry === false) return false;
  return typeof status !== 'number' || status >= 500 || status === 408 || status === 429;
}

export function withoutRanges(name: string, found: string): IsoError {
  return new IsoError('URL_WITHOUT_RANGES', `${name} cannot be read in parts: ${found}`, {
    hint: 'Download the file and give its path instead of the URL, or ask for depth content, which fetches all of it.',
    details: { url: name },
  });
}

export function changed(name: string, found: string): IsoError {
  return new IsoError('URL_CHANGED', `${name} changed while it was read: ${found}`, {
    hint: 'Run again when its publisher has finished; a published ISO should never change.',
    details: { url: name },
  });
}

export function wrongAnswer(name: string, expected: string, found: string): IsoError {
  return new IsoError('URL_WRONG_ANSWER', `${name}: expected ${expected}, found ${found}`, {
    hint: 'The server or a proxy answers wrongly: download the file by other means and give its path.',
    details: { url: name, expected, found },
  });
}

export function cutShort(name: string, expected: number, found: number): IsoError {
  return new IsoError('URL_CUT_SHORT', `${name}: expected ${expected} bytes, found ${found}`, {
    hint: 'Run again; if it stays so, give the URL of a mirror.',
    details: { url: name, expected, found },
  });
}
