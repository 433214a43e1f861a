// The time that a rebuilt kernel says it was built at: fixed, so that the same inputs give the same bytes.
import type { VolumeDates } from '../image/index.js';
import { IsoError, type Environment } from '../runtime/index.js';

/**
 * Seconds since 1970: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else when the base ISO was made,
 * else 0. Error: `SOURCE_DATE_EPOCH_INVALID`.
 */
export function buildTime(dates: VolumeDates, env: Environment): number {
  const given = env['SOURCE_DATE_EPOCH'];
  if (given === undefined || given === '') return volumeTime(dates.creation);
  if (/^\d{1,12}$/.test(given)) return Number(given);
  throw new IsoError(
    'SOURCE_DATE_EPOCH_INVALID',
    `SOURCE_DATE_EPOCH: expected seconds since 1970, found ${JSON.stringify(given.slice(0, 40))}`,
    { hint: 'Set it to a number, for example by: date +%s; or unset it.' },
  );
}

/** ECMA-119 §8.4.26.1: YYYYMMDDhhmmsscc and the zone's offset from GMT in quarters of an hour. */
function volumeTime(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d\d([^]?)$/.exec(date);
  if (match === null) return 0;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (year < 1970) return 0;
  const quarters = ((match[7] ?? '').charCodeAt(0) << 24) >> 24 || 0;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - quarters * 900;
}
