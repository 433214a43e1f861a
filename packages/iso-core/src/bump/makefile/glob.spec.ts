import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { globbed } from './glob.js';

const NAMES = ['.hidden', '.mk', 'a', 'a-b', 'a.mk', 'aab', 'ab', 'b', 'b.mk', 'ba', 'bab'];

/** As GNU make finds them. */
function byMake(folder: string, pattern: string): string[] {
  const text = `$(info $(sort $(wildcard ${pattern})))\nx: ; @:\n`;
  const args = ['-s', '-f', '-'];
  const output = execFileSync('make', args, { cwd: folder, input: text, encoding: 'utf8' });
  return output.split(/\s+/).filter((name) => name !== '');
}

function matching(pattern: string, names: readonly string[] = NAMES): string[] {
  return globbed(pattern, (folder) => (folder === '.' ? names : []));
}

describe('a pattern of file names', () => {
  it('matches what it matches for GNU make', () => {
    const folder = temporaryFolder();
    for (const name of NAMES) writeFileSync(join(folder, name), '');
    const part = fc.constantFrom(
      '*',
      '?',
      '[ab]',
      '[!a]',
      '[^b.]',
      '[a-b]',
      '[b-a]',
      'a',
      'b',
      '.',
    );
    const pattern = fc.array(part, { minLength: 1, maxLength: 5 }).map((all) => all.join(''));
    fc.assert(
      fc.property(
        pattern.filter((one) => /[*?[]/.test(one) && !/^\.[.*?[]*$/.test(one)),
        (one) => {
          expect(matching(one)).toEqual(byMake(folder, one));
        },
      ),
      { numRuns: process.env['SOAK'] === '1' ? 2000 : 60 },
    );
  });

  it('may have folders that are patterns', () => {
    const folders: Record<string, string[]> = { '.': ['x', 'y'], 'x/': ['a.mk'], 'y/': ['b.mk'] };
    expect(globbed('*/*.mk', (folder) => folders[folder] ?? [])).toEqual(['x/a.mk', 'y/b.mk']);
  });

  it.each(['[', '[]', '[!]', '[z-a]', '[[:alpha:]]', '\\', '(', '\0'])('may be %j', (pattern) => {
    expect(matching(pattern, ['['])).toEqual(pattern === '[' ? ['['] : []);
  });

  it('is told fast, however many stars it has', () => {
    const start = performance.now();
    expect(matching('*a'.repeat(100), ['a'.repeat(255) + 'b'])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
