import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedReport, withTexts } from '../report.testing.js';
import { formatReport } from './format-report.js';
import { displayWidth } from './layout.js';

const pieces = fc.constantFrom(
  '\x1b[31m',
  '\x1b]0;title\x07',
  '\r',
  '\n',
  '::error::x',
  '::',
  ':',
  '##[error]x',
  '##vso[task.setvariable]x',
  '\u202e',
  '\u2066',
  '漢字',
  '😀',
  ' ',
  'a',
  'x'.repeat(300),
);
const hostileText = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 8 })
  .map((all) => all.join(''));

describe('a report full of hostile text', () => {
  it('stays lines of text: no escape, no command, no turned order, no overlong line', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 0, max: 120 }), (text, columns) => {
        for (const line of formatReport(
          withTexts(failedReport(), () => text),
          { columns },
        )) {
          expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
          expect(line).not.toMatch(/^\s*::|##\w*\[/);
          expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(40, Math.min(100, columns)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows the text itself where it is harmless', () => {
    const text = formatReport(withTexts(failedReport(), (original) => `${original}<b>`)).join('\n');
    expect(text).toContain('NET_SCH_PRIO<b>, NET_CLS_FLOWER<b>');
  });
});
