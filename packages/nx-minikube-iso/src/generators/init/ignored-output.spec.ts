import { expect, it } from 'vitest';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { hidingIsos, ignoreOutput, ignoringOutput, showsOutput } from './ignored-output.js';

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

it.each([
  ['dist\n', false],
  ['!dist\n', true],
  ['dist/*\r\n!/dist/\r\n', true],
  ['!dist\ndist\n', false],
])('goes by the last word of %j', (text, isShown) => {
  expect(showsOutput(text)).toBe(isShown);
});

it.each([
  ['', 'dist/**/iso\n'],
  ['tmp', 'tmp\ndist/**/iso\n'],
  ['tmp\r\n', 'tmp\r\ndist/**/iso\r\n'],
  ['dist/**/iso\r\ntmp', 'dist/**/iso\r\ntmp'],
])('hides the ISOs from Nx once in %j', (before, after) => {
  expect(hidingIsos(before)).toBe(after);
});

it.each([
  ['!dist\n', 'dist/**/iso\n'],
  ['dist\n', null],
])('tells Nx alone of the ISOs where git is to see dist: %j', (text, nxignore) => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('.gitignore', text);
  ignoreOutput(tree);
  expect(tree.read('.gitignore', 'utf8')).toBe(text);
  expect(tree.read('.nxignore', 'utf8')).toBe(nxignore);
});
