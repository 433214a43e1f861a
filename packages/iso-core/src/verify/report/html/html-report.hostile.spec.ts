import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedReport, withTexts } from '../report.testing.js';
import { htmlReport } from './html-report.js';

const pieces = fc.constantFrom(
  '<',
  '>',
  '"',
  "'",
  '&',
  '&lt;',
  '&#x3c;',
  '`',
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  '</script>',
  '<script>',
  '</style>',
  '</title>',
  '</pre>',
  '</textarea>',
  '<img src=x onerror=alert(1)>',
  '${alert(1)}',
  '\\u003c',
  '\0',
  '\x1b[31m',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u2069',
  '\ud800',
  '\udfff',
  '\u05d0',
  'e' + '\u0301'.repeat(50),
  '::error::',
);
const hostileText = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 10 })
  .map((all) => all.join(''));

/** Everything between `<` and `>`, without the data block. */
function tagsOf(html: string): string[] {
  return html.replace(/(<script[^>]*>).*?(<\/script>)/s, '$1$2').match(/<[^>]*>/g) ?? [];
}

describe('a page full of hostile text', () => {
  // The same text everywhere merges entries: so it does in the harmless page.
  const harmless = tagsOf(htmlReport(withTexts(failedReport(), () => 'text')));

  it('has the tags of a harmless one, no invisible characters, and all of the report as data', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const report = withTexts(failedReport(), () => text || 'text');
        const html = htmlReport(report);
        expect(tagsOf(html)).toEqual(harmless);
        expectNothingInvisible(html);
        const [, json = ''] = DATA.exec(html) ?? [];
        expect(json).toMatch(/^[\x20-\x7e]+$/);
        expect(JSON.parse(json)).toEqual(report);
      }),
      { numRuns: 200 },
    );
  });

  it('shows the text as it is', () => {
    const html = htmlReport(withTexts(failedReport(), (text) => `${text}<b title="x">&amp;`));
    expect(html).toContain('NET_SCH_PRIO&lt;b title=&quot;x&quot;&gt;&amp;amp;');
  });
});

const DATA = /<script type="application\/json" id="report">([^<>&]*)<\/script>/;

/** No controls, no halves of characters, and nothing that turns an order but pairs of isolates. */
function expectNothingInvisible(html: string): void {
  expect(html).not.toMatch(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e]|\p{Cs}|\p{M}{4}/u,
  );
  expect(html.replace(/\u2068[^\u2066-\u2069]*\u2069/g, '')).not.toMatch(/[\u2066-\u2069]/);
}
