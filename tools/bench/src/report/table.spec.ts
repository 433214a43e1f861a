import { expect, it } from 'vitest';
import { absoluteRow, ratioRow } from './row.js';
import { table } from './table.js';

it('shows ratios first, and marks what misses its goal', () => {
  const rows = [
    absoluteRow({ name: 'unchanged', unit: 's', ours: 2.5, goalAbsolute: 2 }),
    ratioRow({ name: 'over HTTP', unit: 'bytes', ours: 4_000_000, peer: 400_000_000, goal: 0.1 }),
  ];
  expect(table(rows)).toBe(
    [
      'figure                ours               peer  ratio   goal',
      'over HTTP  4 000 000 bytes  400 000 000 bytes  0.010  ≤ 0.1',
      'unchanged            2.5 s                            ≤ 2 s  missed',
      '',
    ].join('\n'),
  );
});
