import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { optionsOfPage, optionsOfSchema, otherDefaults } from './options.mjs';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));
const PLUGIN = `${WORKSPACE}packages/nx-minikube-iso/`;

const read = (path) => readFileSync(path, 'utf8');
const readJson = (path) => JSON.parse(read(path));
const namesOf = (options) => options.map(({ name }) => name);

/** The executors or generators, with their options. */
function allOf(kind) {
  return Object.entries(readJson(`${PLUGIN}${kind}.json`)[kind]).map(([name, { schema }]) => {
    const path = `${PLUGIN}${schema.replace('./dist/', 'src/')}`;
    return { name, schema: optionsOfSchema(readJson(path)) };
  });
}

describe.each(['executors', 'generators'])('docs/%s', (kind) => {
  const described = allOf(kind);

  it('has one page for each, and no other', () => {
    const pages = readdirSync(`${WORKSPACE}docs/${kind}`).sort();
    expect(pages).toEqual(described.map(({ name }) => `${name}.md`).sort());
  });

  describe.each(described)('$name', ({ name, schema }) => {
    const path = `${WORKSPACE}docs/${kind}/${name}.md`;
    const page = existsSync(path) ? optionsOfPage(read(path)) : [];

    it('has every option in its table, and no other', () => {
      expect(namesOf(page)).toEqual(namesOf(schema));
    });

    it('has the defaults of the schema', () => {
      expect(otherDefaults(page, schema)).toEqual([]);
    });
  });
});

describe('optionsOfSchema', () => {
  it('takes a default from where it is said', () => {
    const properties = {
      depth: { default: 'kernel', description: 'How deep.' },
      architectures: { default: ['amd64', 'arm64'], description: 'What for.' },
      json: { description: 'A file. Default: none is written.' },
      url: { description: 'An ISO.' },
    };
    expect(optionsOfSchema({ properties })).toEqual([
      { name: 'depth', default: 'kernel' },
      { name: 'architectures', default: 'amd64,arm64' },
      { name: 'json', default: 'none is written' },
      { name: 'url', default: undefined },
    ]);
  });
});

describe('optionsOfPage', () => {
  it('reads the rows of the options’ table alone', () => {
    const page =
      '# run\n\n| `no` | |\n\n## Options\n\n| option | default | meaning |\n| --- | --- | --- |\n' +
      '| `most`  | 20      | how many |\n| `url`   |         | `none` |\n\n## Files\n\n| `no` | a | b |\n';
    expect(optionsOfPage(page)).toEqual([
      { name: 'most', default: '20' },
      { name: 'url', default: '' },
    ]);
  });
});

describe('otherDefaults', () => {
  const others = (text, expected) =>
    otherDefaults([{ name: 'depth', default: text }], [{ name: 'depth', default: expected }]);

  it.each([
    ['`kernel`', 'kernel'],
    ['20', '20'],
    ['`dist/<project root>/iso`', 'dist/<project root>/iso'],
    ['the spec’s, else `kernel`', 'the spec’s verify.depth, else kernel'],
    ['', undefined],
  ])('takes %s for %s', (text, expected) => {
    expect(others(text, expected)).toEqual([]);
  });

  it.each([
    ['`content`', 'kernel'],
    ['', '20'],
    ['the largest', '20'],
    ['`dist/iso`', 'dist/<project root>/iso'],
    ['`kernel`', undefined],
  ])('does not take %s for %s', (text, expected) => {
    expect(others(text, expected)).toEqual(['depth']);
  });
});
