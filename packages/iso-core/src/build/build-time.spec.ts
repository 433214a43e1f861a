import { describe, expect, it } from 'vitest';
import type { VolumeDates } from '../image/index.js';
import { buildTime } from './build-time.js';

function made(creation: string): VolumeDates {
  return { creation, modification: '', expiration: '', effective: '' };
}

describe('buildTime', () => {
  it('is SOURCE_DATE_EPOCH where it is set', () => {
    expect(buildTime(made('2026012812345600\0'), { SOURCE_DATE_EPOCH: '1700000000' })).toBe(
      1700000000,
    );
  });

  it.each([
    ['2026012812345600\0', '2026-01-28T12:34:56Z'],
    ['2026012812345600\x04', '2026-01-28T11:34:56Z'],
    ['2026012812345600\xf0', '2026-01-28T16:34:56Z'],
  ])('is when the base was made: %j', (date, expected) => {
    expect(buildTime(made(date), {})).toBe(Date.parse(expected) / 1000);
  });

  it.each(['', '0000000000000000\0', 'not a date at all'])('is 0 for the date %j', (date) => {
    expect(buildTime(made(date), {})).toBe(0);
  });

  it.each(['now', '-1', '1.5'])('refuses SOURCE_DATE_EPOCH=%s', (SOURCE_DATE_EPOCH) => {
    expect(() => buildTime(made(''), { SOURCE_DATE_EPOCH })).toThrow('expected seconds since 1970');
  });
});
