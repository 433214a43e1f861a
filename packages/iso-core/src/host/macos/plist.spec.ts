import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlist } from './plist.js';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">`;

type Value = string | boolean | number | readonly Value[] | { readonly [key: string]: Value };

/** A property list as Apple's writer makes it. */
function written(value: Value): string {
  if (typeof value === 'boolean') return `<${value}/>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'string')
    return value === '' ? '<string/>' : `<string>${text(value)}</string>`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? '<array/>'
      : `<array>\n${value.map(written).join('\n\t')}\n</array>`;
  }
  const entries = Object.entries(value).map(
    ([key, one]) => `<key>${text(key)}</key>\n\t${written(one)}\n`,
  );
  return `<dict>\n${entries.join('')}</dict>`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.integer(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

describe('parsePlist', () => {
  it('reads whatever was written', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(parsePlist(`${HEAD}\n${written(one)}\n</plist>\n`)).toEqual(one);
      }),
    );
  });

  it('is content with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>/&;apdict key') }), (one) => {
        expect(() => parsePlist(`<plist>${one}`)).not.toThrow();
      }),
    );
    expect(parsePlist('hdiutil: info failed')).toBeUndefined();
  });
});
