import { expect, it } from 'vitest';
import { ignoringOutput } from './ignored-output.js';

it.each([
  ['', 'dist\n'],
  ['node_modules\n', 'node_modules\ndist\n'],
  ['node_modules', 'node_modules\ndist\n'],
  ['node_modules\r\n', 'node_modules\r\ndist\r\n'],
  ['# dist\ndistribution\ndist/chaos\n', '# dist\ndistribution\ndist/chaos\ndist\n'],
])('adds a line to %j', (before, after) => {
  expect(ignoringOutput(before)).toBe(after);
});

it.each(['dist', 'dist/\n', '/dist\n', '/dist/*\r\n', '**/dist \n', 'a\ndist/**\nb\n', '!dist\n'])(
  'leaves %j, which decides about dist already',
  (text) => {
    expect(ignoringOutput(text)).toBe(text);
  },
);
