import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES, isIsoError } from '../../runtime/index.js';
import { kernelTarballUrls, officialIsoUrls } from '../official-urls.js';
import { knownReleases } from './release.js';
import { assertArchitecture, resolveRelease } from './resolve-release.js';
import { compareVersions, parseVersion } from './version.js';

const REASONS = ['RELEASE_WITHOUT_ISO_VERSION', 'RELEASE_WITHOUT_ARCHITECTURE'];

describe('every known release', () => {
  it.each(knownReleases().map(({ tag }) => tag))(
    '%s leads to an ISO for each architecture or to a reason why not',
    (tag) => {
      for (const architecture of ARCHITECTURES) {
        try {
          const release = resolveRelease(tag);
          const urls = officialIsoUrls(release, architecture);
          expect(urls.every((url) => url.startsWith('https://') && url.endsWith('.iso'))).toBe(
            true,
          );
          if (release.kernelVersion !== undefined) {
            expect(kernelTarballUrls(release.kernelVersion)).not.toEqual([]);
          }
        } catch (error) {
          expect(isIsoError(error, ...REASONS) ? 'a reason' : error).toBe('a reason');
        }
      }
    },
  );

  it('is a tag with a commit and a date, in order and once', () => {
    const releases = knownReleases();
    expect(releases.length).toBeGreaterThan(100);
    expect(new Set(releases.map(({ tag }) => tag)).size).toBe(releases.length);
    expect(new Set(releases.map(({ commit }) => commit)).size).toBe(releases.length);
    for (const { tag, commit, date, isoVersion } of releases) {
      expect(tag).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(date).toMatch(/^20[12]\d-[01]\d-[0-3]\d$/);
      if (isoVersion !== undefined) expect(isoVersion).toMatch(/^v\d+\.\d+\.\d+$/);
    }
    const numbers = releases.flatMap(({ tag }) => [parseVersion(tag) ?? ([0, 0, 0] as const)]);
    expect(numbers).toEqual([...numbers].sort(compareVersions));
  });

  it('has an ISO from v0.17.0 on, and one for arm64 from v1.26.0 on', () => {
    const withIso = knownReleases().filter(({ isoVersion }) => isoVersion !== undefined);
    expect(withIso[0]?.tag).toBe('v0.17.0');
    expect(withIso).toHaveLength(knownReleases().length - 8);
    const forArm = knownReleases().filter((release) => release.architectures.includes('arm64'));
    expect(forArm[0]?.tag).toBe('v1.26.0');
    expect(forArm.at(-1)?.tag).toBe(knownReleases().at(-1)?.tag);
  });
});

describe('resolveRelease', () => {
  it('knows what a release is made of, with or without v', () => {
    const release = resolveRelease('1.38.1');
    expect(release).toEqual({
      tag: 'v1.38.1',
      commit: 'c93a4cb9311efc66b90d33ea03f75f2c4120e9b0',
      date: '2026-02-19',
      isoVersion: 'v1.38.0',
      kernelVersion: '6.6.95',
      buildrootVersion: '2025.02',
      layout: 'architectures',
      architectures: ['amd64', 'arm64'],
    });
    expect(resolveRelease(' v1.38.1\n')).toBe(release);
  });

  it.each([
    ['1.9.2', 'v1.9.0', '4.19.107'],
    ['1.32.0', 'v1.32.1', '5.10.57'],
    ['0.17.1', 'v1.0.7', undefined],
    // The defconfig pins 4.15 where the Makefile says 4.16.14: Buildroot builds the former.
    ['0.28.1', 'v0.28.1', '4.15'],
    // Nothing is pinned there, the Makefile says it.
    ['1.5.2', 'v1.5.1', '4.19.76'],
  ])('of %s has the ISO %s and the kernel %s', (version, isoVersion, kernelVersion) => {
    const release = resolveRelease(version);
    expect([release.isoVersion, release.kernelVersion]).toEqual([isoVersion, kernelVersion]);
  });

  it.each(['master', 'main', 'latest', 'stable', 'HEAD', 'v1.38', '1', '', 'v1.38.0-beta.0'])(
    'refuses %j, which is no release',
    (name) => {
      expect(() => resolveRelease(name)).toThrow(
        expect.objectContaining({ code: 'RELEASE_NOT_A_VERSION' }),
      );
    },
  );

  it.each([
    ['1.38.9', ['v1.38.1', 'v1.38.0']],
    ['v1.33.2', ['v1.33.1', 'v1.33.0', 'v1.34.0', 'v1.35.0']],
    ['0.1.0', ['v0.12.0', 'v0.12.1']],
  ])('suggests what is near to %s', (version, nearest) => {
    expect(() => resolveRelease(version)).toThrow(
      expect.objectContaining({
        code: 'RELEASE_UNKNOWN',
        hint: expect.stringContaining(nearest.join(', ')),
        details: expect.objectContaining({ nearest }),
      }),
    );
  });

  it('says why a release from before ISOs had versions has none', () => {
    expect(() => resolveRelease('0.16.0')).toThrow(
      expect.objectContaining({
        code: 'RELEASE_WITHOUT_ISO_VERSION',
        hint: expect.stringContaining('v0.17.0'),
      }),
    );
  });

  it('fails on any text with a named code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^v?\d{1,5}\.\d{1,5}\.\d+$/)), (text) => {
        try {
          expect(resolveRelease(text).tag).toBe(`v${text.trim().replace(/^v/, '')}`);
        } catch (error) {
          expect(isIsoError(error)).toBe(true);
        }
      }),
    );
  });
});

describe('assertArchitecture', () => {
  it('says since when there is an ISO for it', () => {
    expect(() => assertArchitecture(resolveRelease('1.25.2'), 'arm64')).toThrow(
      expect.objectContaining({
        code: 'RELEASE_WITHOUT_ARCHITECTURE',
        message: 'minikube v1.25.2 has no ISO for arm64, only for amd64',
        hint: expect.stringContaining('v1.26.0'),
      }),
    );
    expect(() => assertArchitecture(resolveRelease('1.26.0'), 'arm64')).not.toThrow();
  });
});
