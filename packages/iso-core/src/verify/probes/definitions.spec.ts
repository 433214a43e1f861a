import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alwaysRequired, presets } from '../../spec/index.js';
import { DEFINITIONS } from './definitions.js';

const DOCUMENTED = readFileSync(
  new URL('../../../../../docs/executors/verify-iso.md', import.meta.url),
  'utf8',
);
const SCRIPTS = readdirSync(new URL('../../../probes', import.meta.url));
/** What all probes run with. */
const SHARED = ['driver.sh', 'init.sh', 'lib.sh', 'table.awk'];

const presetOptions = new Set(
  [...presets, alwaysRequired].flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      'anyOf' in entry ? entry.anyOf.map(({ option }) => option) : [entry.option],
    ),
  ),
);

describe('the probes', () => {
  it('have a script each, and there is no other', () => {
    const scripts = DEFINITIONS.map(({ name }) => `${name}.sh`);
    expect(SCRIPTS.filter((name) => !SHARED.includes(name)).sort()).toEqual(scripts.sort());
  });

  it.each(DEFINITIONS)('$name exercises options that presets ask for', (definition) => {
    const { options, anyOf = [], implied = [] } = definition;
    const exercised = [...options, ...anyOf, ...implied];
    expect(options).not.toEqual([]);
    expect(exercised.filter((option) => !presetOptions.has(option))).toEqual([]);
    expect(new Set(exercised).size).toBe(exercised.length);
  });

  it.each(DEFINITIONS)('$name expects a number that nothing gives by itself', (definition) => {
    expect(definition.expectations).not.toEqual([]);
    for (const { atLeast, atMost } of definition.expectations) {
      expect([atLeast, atMost].some((limit) => limit !== undefined)).toBe(true);
    }
  });

  it.each(DEFINITIONS)('$name is documented with its options', ({ name, options, anyOf = [] }) => {
    const row = DOCUMENTED.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? '';
    expect(row.match(/`[A-Z][A-Z0-9_]+`/g)).toEqual(
      [...options, ...anyOf].map((option) => `\`${option}\``),
    );
  });

  it('exercise what their chains are made of', () => {
    const chained = DEFINITIONS.filter(({ options }) => options.includes('NET_SCH_PRIO'));
    expect(chained.map(({ name }) => name)).toEqual(['prio', 'prio-netem', 'flower', 'u32', 'fw']);
  });
});
