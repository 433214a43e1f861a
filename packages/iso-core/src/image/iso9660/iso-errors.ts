// The errors of reading an ISO 9660 file system.
import { IsoError } from '../../runtime/index.js';

const FETCH_AGAIN = 'Fetch the ISO again and compare its sha256 with the publisher’s.';

/** What the file system says of itself cannot be: a damaged ISO, or one made to harm. */
export function corrupt(
  name: string,
  what: string,
  details: Readonly<Record<string, unknown>> = {},
): IsoError {
  return new IsoError('ISO_CORRUPT', `${name}: ${what}`, {
    hint: FETCH_AGAIN,
    details: { name, ...details },
  });
}

/** A feature of the format that this reader leaves out. */
export function unsupported(name: string, what: string): IsoError {
  return new IsoError('ISO_UNSUPPORTED', `${name}: ${what} is not supported`, {
    hint: 'Use an ISO as minikube publishes them, or write it again with xorriso.',
    details: { name },
  });
}

/** The source ends before the file system does. */
export function truncated(name: string, expected: number, found: number): IsoError {
  return new IsoError(
    'ISO_TRUNCATED',
    `${name} is cut short: expected at least ${expected} bytes, found ${found}`,
    { hint: FETCH_AGAIN, details: { name, expected, found } },
  );
}

export function notAnIso(name: string, found: string): IsoError {
  return new IsoError(
    'BASE_NOT_AN_ISO',
    `${name} is not an ISO 9660 image: expected a volume descriptor at byte 32768, found ${found}`,
    {
      hint: 'Give a minikube ISO; official ones are called minikube-<version>-<architecture>.iso.',
      details: { name, found },
    },
  );
}
