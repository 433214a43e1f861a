import { expect, it } from 'vitest';
import { columns } from './columns.js';

it('puts the cells of a column below each other, by characters and not by bytes', () => {
  const rows = [
    ['name', 'size', 'note'],
    ['ä…b', '1 B', ''],
  ];
  expect(columns(rows)).toEqual(['name  size  note', 'ä…b   1 B']);
  expect(columns([])).toEqual([]);
});
