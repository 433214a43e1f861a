import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareConfigs, parseKernelConfig, quoteString, unquoteString } from './index.js';

const symbol = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/);
const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '#', '=', 'é', '$') });
const value = fc.oneof(
  fc.constantFrom('y', 'm', 'n'),
  fc.integer().map(String),
  fc.nat().map((number) => `0x${number.toString(16)}`),
  text.map(quoteString),
);
const edits = fc.dictionary(symbol, value, { maxKeys: 8 });
const line = fc.oneof(
  fc.tuple(symbol, value).map(([name, wanted]) => `CONFIG_${name}=${wanted}`),
  symbol.map((name) => `# CONFIG_${name} is not set`),
  fc.constantFrom('', '# a comment', 'junk', 'CONFIG_A', 'CONFIG_A="open', '\tCONFIG_A=y'),
);
const config = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 30 })
  .chain((lines) =>
    fc.boolean().map((isOpen) => {
      const whole = lines.map(([content, end]) => content + end).join('');
      return isOpen ? whole.replace(/\r?\n$/, '') : whole;
    }),
  );

describe('kernel configs', () => {
  it('write back any text as it was read', () => {
    fc.assert(
      fc.property(fc.oneof(config, fc.string({ maxLength: 200 })), (content) => {
        expect(parseKernelConfig(content).toString()).toBe(content);
      }),
    );
  });

  it('hold what an edit asked for, also when read again, and nothing else changes', () => {
    fc.assert(
      fc.property(config, edits, (content, wanted) => {
        const before = parseKernelConfig(content);
        const after = before.with(wanted);
        for (const again of [after, parseKernelConfig(after.toString())]) {
          for (const [name, expected] of Object.entries(wanted)) {
            expect(again.has(name)).toBe(true);
            expect(again.get(name)).toBe(expected);
          }
          for (const change of compareConfigs(before, again)) {
            expect(wanted[change.symbol]).toBe(change.after);
          }
        }
      }),
    );
  });

  it('change nothing when edited a second time', () => {
    fc.assert(
      fc.property(config, edits, (content, wanted) => {
        const once = parseKernelConfig(content).with(wanted);
        expect(once.with(wanted).toString()).toBe(once.toString());
      }),
    );
  });

  it('keep every line that an edit does not name', () => {
    fc.assert(
      fc.property(config, edits, (content, wanted) => {
        const linesOf = (whole: string): string[] => (whole === '' ? [] : whole.split(/(?<=\n)/));
        const before = linesOf(content);
        const after = linesOf(parseKernelConfig(content).with(wanted).toString());
        before.forEach((original, index) => {
          const name = /CONFIG_([A-Z0-9_]+)/.exec(original)?.[1];
          if (name !== undefined && Object.hasOwn(wanted, name)) return;
          // Only an open last line may get a line end, for what follows it.
          expect(after[index]?.slice(0, original.length)).toBe(original);
        });
      }),
    );
  });

  it('spell any text so that Kconfig reads it back', () => {
    fc.assert(
      fc.property(text, (content) => {
        expect(unquoteString(quoteString(content))).toBe(content);
      }),
    );
  });
});
