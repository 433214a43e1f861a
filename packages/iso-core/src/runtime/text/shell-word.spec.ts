import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

it('is what a shell reads as the text itself', () => {
  const unit = fc.constantFrom("'", '"', '$', '(', ')', '`', '\\', '!', ' ', '\n', 'a', 'ü', '-');
  fc.assert(
    fc.property(fc.array(fc.string({ unit, maxLength: 20 }), { maxLength: 20 }), (texts) => {
      const script = `printf '%s\\0' '' ${texts.map(shellWord).join(' ')}`;
      const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(printed.split('\0').slice(1, -1)).toEqual(texts);
    }),
    { numRuns: 30 },
  );
});
