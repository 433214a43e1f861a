import { describe, expect, it } from 'vitest';
import {
  amountText,
  boundsText,
  isWithinBounds,
  numberText,
  shortBoundsText,
  sizeText,
} from './numbers.js';

const ms = (bounds: object) => ({ label: 'round trip', unit: 'ms', after: 100, ...bounds });

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.0712, '0.0712'],
    [101.64, '101.6'],
    [1234567.8, '1,234,568'],
    [-3, '-3'],
  ])('%d reads %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it('stand before their unit, if there is one', () => {
    expect(amountText(5, 'ms')).toBe('5 ms');
    expect(amountText(5, '')).toBe('5');
  });

  it('of bytes are in MiB', () => {
    expect(sizeText(8_880_128)).toBe('8.5 MiB');
  });
});

describe('bounds', () => {
  it.each([
    [{}, undefined, undefined],
    [{ atLeast: 90 }, 'at least 90 ms', '≥ 90 ms'],
    [{ atMost: 0 }, 'at most 0 ms', '≤ 0 ms'],
    [{ atLeast: 90, atMost: 130 }, 'between 90 and 130 ms', '90–130 ms'],
    [{ atLeast: 0, atMost: 0 }, 'exactly 0 ms', '= 0 ms'],
  ])('%j', (bounds, long, short) => {
    expect(boundsText(ms(bounds))).toBe(long);
    expect(shortBoundsText(ms(bounds))).toBe(short);
  });

  it('include both of their ends', () => {
    expect(isWithinBounds(ms({ atLeast: 100, atMost: 100 }))).toBe(true);
    expect(isWithinBounds(ms({ atLeast: 100.1 }))).toBe(false);
    expect(isWithinBounds(ms({ atMost: 99.9 }))).toBe(false);
    expect(isWithinBounds(ms({}))).toBe(true);
  });
});
