import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeImageTag, nodeVersion } from './node-version.js';

it.each([
  ['22\n', '22'],
  ['v20.19.0\r\n', '20.19.0'],
  ['# for everybody\nlts/jod # the LTS\n', 'lts/jod'],
  ['lts/*', 'lts/*'],
])('takes what .nvmrc names: %j', (nvmrc, expected) => {
  expect(nodeVersion(nvmrc, '>=26')).toBe(expected);
});

it.each([
  ['20.x', '20'],
  ['^20.19.0', '20'],
  ['^20.19.0 || ^22.12.0', '22'],
  ['^20.19.0 || ^22.12.0 || >=24.0.0', '24'],
  ['>=20.19.0', '22'],
  ['>= 24', '24'],
  ['>=20.19.0 <22', '20'],
])('takes the newest that engines begins a range with: %s', (engines, expected) => {
  expect(nodeVersion(undefined, engines)).toBe(expected);
});

it.each([
  [undefined, undefined],
  ['', ''],
  ['whatever', '*'],
  [undefined, '>=18'],
  ['', '18'],
])('is 22 where nothing is said that the plugin runs on: %j, %j', (nvmrc, engines) => {
  expect(nodeVersion(nvmrc, engines)).toBe('22');
});

it.each([
  ['22', '22-bookworm'],
  ['20.19.0', '20.19.0-bookworm'],
  ['lts/jod', 'jod-bookworm'],
  ['lts/*', 'lts-bookworm'],
])('has an image: %s', (version, tag) => {
  expect(nodeImageTag(version)).toBe(tag);
});

it('is a word that neither YAML nor an image name takes for anything else, whatever the files say', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[~^=><v]*\d+[\w .|<>=#"':{}/*-]*$/),
    fc.stringMatching(/^lts\/[\w#"': *{}]*$/),
  );
  fc.assert(
    fc.property(text, text, (nvmrc, engines) => {
      expect(nodeVersion(nvmrc, engines)).toMatch(/^(?:\d|lts\/)[\w.*-]*$/);
    }),
  );
});
