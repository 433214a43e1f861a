import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSpec } from './parse.js';
import { alwaysRequired, presets, type Preset } from './presets/index.js';
import { presetRows, specKeys } from './reference.testing.js';

const FILE = new URL('../../../../docs/reference/spec.md', import.meta.url);
/** With single spaces: the formatter pads the columns of tables. */
const REFERENCE = readFileSync(FILE, 'utf8').replace(/ +/g, ' ');

/** The part of the reference under a heading, up to the next one of any level. */
function section(heading: string): string {
  const [, after = ''] = REFERENCE.split(`\n${heading}\n`);
  return after.split(/\n#+ /)[0] ?? '';
}

describe('the reference of the ISO spec', () => {
  it('has every key of the schema, and no other', () => {
    const listed = [...section('## Keys').matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key);
    expect(listed.sort()).toEqual(specKeys().sort());
  });

  it.each([...presets, alwaysRequired].map((preset): [string, Preset] => [preset.name, preset]))(
    'lists the options of the preset %s with their values, kernels and reasons',
    (name, preset) => {
      const text = section(preset === alwaysRequired ? '### Every ISO' : `### \`${name}\``);
      expect(text).toContain(preset.description);
      expect(text.match(/^\| `[A-Z0-9].*$/gm) ?? []).toEqual(presetRows(preset));
      for (const included of preset.includes ?? []) expect(text).toContain(`\`${included}\``);
    },
  );

  it('shows examples that are valid specs', () => {
    const examples = [...REFERENCE.matchAll(/```json\n([^]*?)```/g)].map(([, text]) => text ?? '');
    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) {
      expect(() => parseSpec(example, { path: 'spec.md' })).not.toThrow();
    }
  });
});
