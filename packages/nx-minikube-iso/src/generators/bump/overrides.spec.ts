import { describe, expect, it } from 'vitest';
import { overridesOf } from './overrides.js';

describe('the options of bump', () => {
  it('say nothing over the spec where they are not given', () => {
    expect(overridesOf({})).toEqual({});
    expect(overridesOf({ project: 'chaos', proveWithMake: true })).toEqual({});
  });

  it('are handed on', () => {
    const options = { makefile: 'a.mk', also: ['*.md'], offline: true, allowOlder: true };
    expect(overridesOf(options)).toEqual(options);
  });

  it.each([
    [{ url: 'https://b.example/a.iso' }, { kind: 'url', url: 'https://b.example/a.iso' }],
    [{ latest: true }, { kind: 'latest' }],
    [{ date: '2026-11-22' }, { kind: 'date', date: '2026-11-22' }],
    [
      { latest: false, date: '2026-11-22' },
      { kind: 'date', date: '2026-11-22' },
    ],
  ])('say where to go: %j', (options, target) => {
    expect(overridesOf(options)).toEqual({ target });
  });

  it.each([
    [{ project: 'chaos' }, '--project'],
    [{ makefile: 'a.mk', also: ['*.md'] }, '--makefile and --also'],
    [{ url: 'https://b.example/a.iso' }, '--url'],
  ])('may not say of all projects what is of one: %j', (options, found) => {
    expect(() => overridesOf({ all: true, ...options })).toThrow(
      expect.objectContaining({
        code: 'OPTIONS_CONFLICT',
        message: `Expected --all without what is of one project, found ${found}`,
      }),
    );
    expect(overridesOf({ all: true, latest: true })).toEqual({ target: { kind: 'latest' } });
  });

  it('may not say two things', () => {
    expect(() => overridesOf({ latest: true, url: 'https://b.example/a.iso' })).toThrow(
      expect.objectContaining({
        code: 'OPTIONS_CONFLICT',
        message: 'Expected one of --url, --latest and --date, found --url and --latest',
      }),
    );
  });
});
