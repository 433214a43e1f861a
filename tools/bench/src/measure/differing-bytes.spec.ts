import { expect, it } from 'vitest';
import { differingBytes } from './differing-bytes.js';

it.each([
  { one: 'same', other: 'same', count: 0 },
  { one: 'some', other: 'same', count: 1 },
  { one: 'same', other: 'same and more', count: 9 },
  { one: 'xy', other: '', count: 2 },
])('between "$one" and "$other" $count bytes differ', ({ one, other, count }) => {
  expect(differingBytes(Buffer.from(one), Buffer.from(other))).toBe(count);
});
