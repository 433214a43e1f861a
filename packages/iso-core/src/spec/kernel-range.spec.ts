import { describe, expect, it } from 'vitest';
import { describeKernelRange, isInKernelRange, spanKernelRanges } from './kernel-range.js';

describe('a kernel range', () => {
  it.each([
    ['5.2', true],
    ['5.2.0-rc1', true],
    ['5.10.207', true],
    ['6.1.0-lab', true],
    ['5.1.21', false],
    ['4.19.202', false],
  ])('from 5.2: %s is inside: %s', (release, inside) => {
    expect(isInKernelRange(release, { from: '5.2' })).toBe(inside);
  });

  it('ends before its upper bound', () => {
    expect(isInKernelRange('6.3.99', { before: '6.4' })).toBe(true);
    expect(isInKernelRange('6.4.0', { before: '6.4' })).toBe(false);
  });

  it.each(['', 'six', '6', 'v6.6'])('refuses the release %j by name', (release) => {
    expect(() => isInKernelRange(release, { from: '5.2' })).toThrow(
      expect.objectContaining({ code: 'KERNEL_RELEASE_INVALID' }),
    );
  });

  it('says itself in words', () => {
    expect(describeKernelRange({ from: '5.2' })).toBe('from 5.2 on');
    expect(describeKernelRange({ from: '4.16', before: '6.4' })).toBe('from 4.16 on, before 6.4');
    expect(describeKernelRange({})).toBe('every kernel');
  });

  it('spans two ranges by the wider bound on each side', () => {
    expect(spanKernelRanges({ from: '5.2' }, { from: '4.16' })).toEqual({ from: '4.16' });
    expect(
      spanKernelRanges({ from: '5.2', before: '6.4' }, { from: '5.10', before: '6.10' }),
    ).toEqual({ from: '5.2', before: '6.10' });
    expect(spanKernelRanges({ from: '5.2' }, { before: '6.4' })).toBeUndefined();
    expect(spanKernelRanges({ from: '5.2' }, undefined)).toBeUndefined();
  });
});
