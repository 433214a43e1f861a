import { describe, expect, it } from 'vitest';
import { LinePattern, PATTERN_MILLISECONDS } from './line-pattern.js';

describe('a pattern on lines', () => {
  it('finds the first that it matches, the same each time', () => {
    const pattern = new LinePattern(/kubelet.*READY/gi);
    const lines = ['the kubelet is not', 'the kubelet is ready now', 'kubelet ready'];
    expect(pattern.search(lines)).toEqual({ at: 1, isMatch: true });
    expect(pattern.search(lines)).toEqual({ at: 1, isMatch: true });
    expect(pattern.search(lines.slice(0, 1))).toBeUndefined();
    expect(pattern.search([])).toBeUndefined();
  });

  it('looks at no more than the first 1024 characters of each', () => {
    const pattern = new LinePattern(/end/);
    expect(pattern.search([`${'x'.repeat(1022)}end`])).toBeUndefined();
    expect(pattern.search([`${'x'.repeat(1021)}end`])).toEqual({ at: 0, isMatch: true });
  });

  it('that would take for ever is given up, and told at which line', () => {
    const pattern = new LinePattern(/(a+)+$/);
    const start = performance.now();
    const found = pattern.search(['b', `${'a'.repeat(36)}!`, 'a']);
    expect(found).toEqual({ at: 1, isMatch: undefined });
    expect(performance.now() - start).toBeLessThan(10 * PATTERN_MILLISECONDS);
    expect(pattern.search(['a'])).toEqual({ at: 0, isMatch: true });
  });
});
