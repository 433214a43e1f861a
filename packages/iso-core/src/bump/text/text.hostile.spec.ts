import { describe, expect, it } from 'vitest';
import { textEdits } from './text-edits.js';
import { textSites } from './text-sites.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';

describe('hostile texts and URLs', () => {
  it.each([
    '";rm -rf ~;".iso',
    '$(id).iso',
    'a&b.iso',
    'a#b.iso',
    "a'b.iso",
    'a b.iso',
    'ü.iso',
    'x.img',
  ])('write no URL that ends in %j, which would mean something else there', (end) => {
    const replacements = new Map([[OLD, `https://b.example/${end}`]]);
    expect(() => textEdits('run.sh', `x=${OLD}`, replacements)).toThrow(
      expect.objectContaining({
        code: 'BUMP_URL_UNWRITABLE',
        message: expect.stringMatching(/^run\.sh: /),
      }),
    );
    expect(textEdits('run.sh', 'nothing', replacements)).toEqual([]);
  });

  it('are read in the time that their length takes', () => {
    const texts = ['https://', 'https:', `${OLD} `, `${OLD},`, 'a', '.', 'https://.'].map((text) =>
      text.repeat(4_000_000 / text.length),
    );
    for (const text of [...texts, `https://a${'.'.repeat(4_000_000)}a`]) {
      expect(textSites('a.json', text).length).toBeLessThan(100_000);
      textEdits('a.md', text, new Map([[OLD, OLD]]));
    }
  }, 20_000);
});
