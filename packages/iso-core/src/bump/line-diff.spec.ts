import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { lineDiff } from './line-diff.js';

describe('the diff of a file', () => {
  it('has each changed line by itself', () => {
    expect(lineDiff('Makefile', 'a\n\tb\nc\nd', 'a\n\tB\nc\nD')).toEqual([
      '--- Makefile',
      '+++ Makefile',
      '@@ -2 +2 @@',
      '-\tb',
      '+\tB',
      '@@ -4 +4 @@',
      '-d',
      '+D',
    ]);
  });

  it('has what comes and goes between the first and the last difference', () => {
    expect(lineDiff('a', '1\n2\n3\n4\n', '1\n3\n')).toEqual([
      '--- a',
      '+++ a',
      '@@ -2,3 +2,1 @@',
      '-2',
      '-3',
      '-4',
      '+3',
    ]);
  });

  it('has all of a new file, and nothing of one that stays', () => {
    expect(lineDiff('a', undefined, '1\n2\n')).toEqual([
      '--- /dev/null',
      '+++ a',
      '@@ -0,0 +1,2 @@',
      '+1',
      '+2',
    ]);
    expect(lineDiff('a', '1', '1')).toEqual([]);
  });

  it('cuts a line that is far too long', () => {
    const lines = lineDiff('a', 'x'.repeat(1_000_000), 'y'.repeat(1_000_000));
    expect(lines.join('').length).toBeLessThan(3000);
  });

  it('is one that git applies', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '\tc', ''), { minLength: 1, maxLength: 6 })
      .map((lines) => `${lines.join('\n')}\n`);
    const folder = temporaryFolder();
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after && !/^\n*$/.test(before + after));
        writeFileSync(join(folder, 'a'), before);
        const diff = lineDiff('a', before, after).join('\n');
        const args = ['apply', '--unidiff-zero', '--whitespace=nowarn', '-p0', '-'];
        execFileSync('git', args, { cwd: folder, input: `${diff}\n` });
        expect(execFileSync('cat', [join(folder, 'a')], { encoding: 'utf8' })).toBe(after);
      }),
      { numRuns: 100 },
    );
  });
});
