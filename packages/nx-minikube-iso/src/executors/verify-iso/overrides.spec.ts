import { describe, expect, it } from 'vitest';
import { overridesOf } from './overrides.js';

describe('overridesOf', () => {
  it('says nothing where no option is given', () => {
    expect(overridesOf({}, '/workspace')).toEqual({});
  });

  it('takes an ISO relative to the workspace, and a URL as it is', () => {
    expect(overridesOf({ iso: 'isos/a.iso' }, '/workspace').iso).toBe('/workspace/isos/a.iso');
    expect(overridesOf({ url: 'https://x/a.iso' }, '/workspace').iso).toBe('https://x/a.iso');
  });

  it('refuses an ISO and a URL at once', () => {
    expect(() => overridesOf({ iso: 'a.iso', url: 'https://x/a.iso' }, '/')).toThrow(
      'Expected either --iso or --url, found both',
    );
  });

  it.each(['file:///a.iso', 'a.iso', 'ftp://x/a.iso', ''])('refuses the URL %j', (url) => {
    expect(() => overridesOf({ url }, '/')).toThrow(
      expect.objectContaining({
        code: 'URL_INVALID',
        message: `--url: expected an http or https URL, found ${url}`,
        hint: 'Name a file with --iso.',
      }),
    );
  });

  it('refuses numbers outside their range', () => {
    const code = 'OPTION_OUT_OF_RANGE';
    expect(() => overridesOf({ memory: 10 }, '/')).toThrow(expect.objectContaining({ code }));
    expect(() => overridesOf({ timeout: 1 }, '/')).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [true, true],
    [false, false],
    ['false', false],
    ['true', true],
    ['prio', ['prio']],
    ['prio,netem-delay', ['prio', 'netem-delay']],
    [
      ['prio', 'tbf,'],
      ['prio', 'tbf'],
    ],
  ])('reads the probes %j', (given, probes) => {
    expect(overridesOf({ probes: given }, '/').probes).toEqual(probes);
  });

  it('passes on the rest', () => {
    const options = { architecture: 'arm64', depth: 'kernel', boot: false } as const;
    const all = { ...options, timeout: 60, memory: 512 };
    expect(overridesOf(all, '/')).toEqual(all);
  });
});
