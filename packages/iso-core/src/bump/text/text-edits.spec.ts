import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../text-edit.js';
import { textEdits } from './text-edits.js';
import { textSites } from './text-sites.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';
const NEW = 'https://c.example/minikube-2026-11-22-2.iso';
const REPLACEMENTS = new Map([[OLD, NEW]]);

function bumped(text: string, file = 'notes.md'): string {
  return applyEdits(text, textEdits(file, text, REPLACEMENTS));
}

describe('replacing a URL in a text', () => {
  it('keeps all else: the mark at the start, the line ends, the missing last one', () => {
    expect(bumped(`\uFEFFa\r\nb: "${OLD}"\r\n# ${OLD}`)).toBe(`\uFEFFa\r\nb: "${NEW}"\r\n# ${NEW}`);
  });

  it('takes the checksum and the manifest beside the ISO along', () => {
    const text = (url: string) =>
      `curl ${url} ${url}.sha256 ${url.replace(/iso$/, 'manifest.json')}`;
    expect(bumped(text(OLD))).toBe(text(NEW));
  });

  it('writes slashes in JSON as they were written', () => {
    const escaped = (url: string) => `{"a":"${url.replaceAll('/', '\\/')}","b":"${url}"}`;
    expect(bumped(escaped(OLD), 'package.json')).toBe(escaped(NEW));
  });

  it.each([
    `${OLD}.bak`,
    `${OLD}.sha256.old`,
    `${OLD}?x`,
    `x${OLD}`,
    `${OLD}x`,
    `https://proxy/${OLD}`,
    `${OLD}/${OLD}`,
    'https://b.example/minikube-2026-01-01xiso',
    'b.example/minikube-2026-01-01.iso',
  ])('leaves %s, which is another', (text) => {
    expect(bumped(text)).toBe(text);
  });

  it('can exchange two URLs at once', () => {
    const exchanged = new Map([...REPLACEMENTS, [NEW, OLD]]);
    const text = `${OLD} ${NEW}`;
    expect(applyEdits(text, textEdits('a', text, exchanged))).toBe(`${NEW} ${OLD}`);
  });

  it('changes exactly the URLs in any text, and nothing when it is done again', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', ' ', '"', '=', ',', '.iso', 'https:', '//', '\\/', '\\n', '$', OLD),
    );
    const text = fc.array(noise).map((parts) => parts.join(''));
    const bound = fc.constantFrom(' ', '"', "'", '\n', '\r\n', '(', ')', '<', '>', '[', ']');
    fc.assert(
      fc.property(text, bound, bound, text, (before, left, right, after) => {
        const whole = `${before}${left}${OLD}${right}${after}`;
        const once = bumped(whole, 'a.json');
        const edits = textEdits('a.json', whole, REPLACEMENTS);
        expect(edits).toContainEqual(
          expect.objectContaining({
            start: before.length + left.length,
            end: before.length + left.length + OLD.length,
          }),
        );
        for (const { start, end } of edits) {
          expect(whole.slice(start, end)).toMatch(/^https:.*\.iso(?:\.sha256)?$/);
        }
        expect(bumped(once, 'a.json')).toBe(once);
        expect(textSites('a.json', once).map(({ url }) => url)).not.toContain(OLD);
        expect(textSites('a.json', once)).toHaveLength(textSites('a.json', whole).length);
      }),
      { numRuns: 1000 },
    );
  });
});
