import { describe, expect, it } from 'vitest';
import { absoluteRow, isMet, ratioRow } from './row.js';

describe('a row with a peer', () => {
  const row = { name: 'inspection', unit: 's', ours: 0.10004, peer: 0.2, goal: 0.5 } as const;

  it('has the ratio of ours to the peer, to a thousandth', () => {
    expect(ratioRow(row)).toEqual({ ...row, ours: 0.1, ratio: 0.5 });
  });

  it('meets its goal up to the ratio that it names', () => {
    expect(isMet(ratioRow(row))).toBe(true);
    expect(isMet(ratioRow({ ...row, ours: 0.1002 }))).toBe(false);
  });
});

describe('a row without a peer', () => {
  const row = { name: 'unchanged', unit: 's', ours: 1.99951, goalAbsolute: 2 } as const;

  it('meets its goal up to the value that it names', () => {
    expect(isMet(absoluteRow(row))).toBe(true);
    expect(isMet(absoluteRow({ ...row, ours: 2.001 }))).toBe(false);
  });
});
