import { describe, expect, it } from 'vitest';
import type { Architecture } from '../runtime/index.js';
import { isoNameFor, nextName, publicationDate } from './names.js';

const spec = (...architectures: Architecture[]) => ({
  architectures,
  output: { name: 'minikube' },
});
const date = '2026-11-22';

describe('the name of a published ISO', () => {
  it('is dated, and names the architecture but for a single amd64', () => {
    expect(isoNameFor(spec('amd64'), 'amd64', { date })).toBe('minikube-2026-11-22.iso');
    expect(isoNameFor(spec('arm64'), 'arm64', { date })).toBe('minikube-2026-11-22-arm64.iso');
    expect(isoNameFor(spec('amd64', 'arm64'), 'amd64', { date })).toBe(
      'minikube-2026-11-22-amd64.iso',
    );
  });

  it('may be given, with the architecture in it where there are several', () => {
    const name = 'chaos-arm64-7.iso';
    expect(isoNameFor(spec('amd64'), 'amd64', { date, name: 'chaos.iso' })).toBe('chaos.iso');
    expect(isoNameFor(spec('amd64', 'arm64'), 'arm64', { date, name })).toBe(name);
    expect(() => isoNameFor(spec('amd64', 'arm64'), 'amd64', { date, name })).toThrow(
      expect.objectContaining({ code: 'PUBLISH_NAME_INVALID' }),
    );
  });

  it.each(['a/b.iso', '../a.iso', '..iso', '.iso', 'a.img', '', 'a b.iso', 'a\n.iso', '-a.iso'])(
    'cannot be %j',
    (name) => {
      expect(() => isoNameFor(spec('amd64'), 'amd64', { date, name })).toThrow(
        expect.objectContaining({ code: 'PUBLISH_NAME_INVALID' }),
      );
    },
  );
});

it.each([
  ['minikube-2026-11-22.iso', 'minikube-2026-11-22-2.iso'],
  ['minikube-2026-11-22-2.iso', 'minikube-2026-11-22-3.iso'],
  ['minikube-2026-11-22-arm64.iso', 'minikube-2026-11-22-2-arm64.iso'],
  ['minikube-2026-11-22-9-amd64.iso', 'minikube-2026-11-22-10-amd64.iso'],
  ['chaos.iso', 'chaos-2.iso'],
  ['chaos-7.iso', 'chaos-7-2.iso'],
])('after %s comes %s', (name, next) => {
  expect(nextName(name)).toBe(next);
});

describe('the date of a publication', () => {
  const now = () => new Date('2026-11-27T23:59:59Z');

  it('is the given one, else that of SOURCE_DATE_EPOCH, else today in UTC', () => {
    expect(publicationDate('2026-01-31', '0', now)).toBe('2026-01-31');
    expect(publicationDate(undefined, '86400', now)).toBe('1970-01-02');
    expect(publicationDate(undefined, '', now)).toBe('2026-11-27');
    expect(publicationDate(undefined, undefined, now)).toBe('2026-11-27');
  });

  it.each([
    ['2026-02-30', undefined],
    ['22.11.2026', undefined],
    ['', undefined],
    [undefined, 'yesterday'],
    [undefined, '1e20'],
  ])('is not %j, %j', (given, epoch) => {
    expect(() => publicationDate(given, epoch, now)).toThrow(
      expect.objectContaining({ code: 'PUBLISH_DATE_INVALID' }),
    );
  });
});
