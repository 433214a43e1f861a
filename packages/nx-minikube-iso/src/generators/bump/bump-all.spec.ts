import { expect, it } from 'vitest';
import { together } from './bump-all.js';
import type { ProjectBump } from './bump-project.js';

const bump = (before: string | undefined, after: string, lock: string): ProjectBump => ({
  before: new Map([
    ['Makefile', before],
    [lock, undefined],
  ]),
  changes: new Map([
    ['Makefile', after],
    [lock, '{}'],
  ]),
  moves: [],
  makefiles: ['Makefile'],
  summary: [lock],
});

it('bumps together are one from what the files said first to what they say last', () => {
  const { before, changes, makefiles } = together([bump('1', '2', 'a'), bump('2', '3', 'b')]);
  expect(Object.fromEntries(before)).toEqual({ Makefile: '1', a: undefined, b: undefined });
  expect(Object.fromEntries(changes)).toEqual({ Makefile: '3', a: '{}', b: '{}' });
  expect(makefiles).toEqual(['Makefile']);
});
