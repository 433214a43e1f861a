import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestNearest } from './suggest.js';

const OPTIONS = ['NET_SCH_PRIO', 'NET_SCH_NETEM', 'BLK_DEV_THROTTLING', 'BLK_DEV_THROTTLING_LOW'];

describe('the nearest name', () => {
  it.each([
    ['NET_SCH_PIRO', 'NET_SCH_PRIO'],
    ['NET_SHC_NETEM', 'NET_SCH_NETEM'],
    ['BLK_DEV_TROTTLING', 'BLK_DEV_THROTTLING'],
    ['BLK_THROTTLING', 'BLK_DEV_THROTTLING'],
    ['blk_dev_throttling', 'BLK_DEV_THROTTLING'],
    ['SCH_PRIO', 'NET_SCH_PRIO'],
    ['THROTTLING', 'BLK_DEV_THROTTLING'],
  ])('%s is probably %s', (typed, meant) => {
    expect(suggestNearest(typed, OPTIONS)).toBe(meant);
  });

  it.each(['', 'EXT4_FS', 'X', 'A'.repeat(5_000)])('%j is like none of them', (typed) => {
    expect(suggestNearest(typed, OPTIONS)).toBeUndefined();
  });

  it('is the first of two that are equally near', () => {
    expect(suggestNearest('requirf', ['requirx', 'require'])).toBe('requirx');
  });

  it('finds any name again after one typing error', () => {
    const name = fc.stringMatching(/^[A-Z]{6,20}$/);
    fc.assert(
      fc.property(
        name,
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap'),
        (word, seed, error) => {
          const place = seed % (word.length - 1);
          const [before, one, two, after] = [
            word.slice(0, place),
            word.slice(place, place + 1),
            word.slice(place + 1, place + 2),
            word.slice(place + 2),
          ];
          const typed = {
            drop: before + two + after,
            double: before + one + one + two + after,
            swap: before + two + one + after,
          }[error];
          expect(suggestNearest(typed, ['0123456789', word])).toBe(word);
        },
      ),
    );
  });
});
