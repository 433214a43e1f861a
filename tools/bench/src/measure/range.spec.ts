import { describe, expect, it } from 'vitest';
import { parseRange } from './range.js';

describe('the range of a request', () => {
  it.each([
    { header: 'bytes=0-99', range: { start: 0, end: 99 } },
    { header: 'bytes=990-1200', range: { start: 990, end: 999 } },
    { header: 'bytes=10-', range: { start: 10, end: 999 } },
  ])('of $header lies in the file', ({ header, range }) => {
    expect(parseRange(header, 1000)).toEqual(range);
  });

  it.each([undefined, 'bytes=-5', 'bytes=0-1,5-6', 'bytes=1000-1001', 'bytes=5-1', 'lines=0-1'])(
    'is none in %j',
    (header) => {
      expect(parseRange(header, 1000)).toBeUndefined();
    },
  );
});
