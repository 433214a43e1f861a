import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fillerBytes } from './filler.js';

describe('a filler', () => {
  const size = 300_000;

  it('has the same bytes every time, and others for another seed', () => {
    expect(Buffer.compare(fillerBytes(1, size), fillerBytes(1, size))).toBe(0);
    expect(Buffer.compare(fillerBytes(1, size), fillerBytes(2, size))).not.toBe(0);
  });

  it('has the size asked for, of which gzip leaves about a third', () => {
    const bytes = fillerBytes(1, size);
    expect(bytes.byteLength).toBe(size);
    const left = gzipSync(bytes).byteLength / size;
    expect(left).toBeGreaterThan(0.3);
    expect(left).toBeLessThan(0.4);
  });
});
