import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newerThan } from './newer-than.js';

const url = (name: string, place = 'https://b.example/minikube') => `${place}/${name}.iso`;

describe('newerThan', () => {
  it.each([
    ['minikube-2026-11-22', 'minikube-2026-11-23', 'newer'],
    ['minikube-2026-11-22', 'minikube-2026-11-22-2', 'newer'],
    ['minikube-2026-11-22-9', 'minikube-2026-11-22-10-amd64', 'newer'],
    ['minikube-2026-11-22-2', 'minikube-2026-11-22', 'older'],
    ['minikube-2026-11-22', 'minikube-2021-01-18', 'older'],
    ['minikube-2026-11-22', 'chaos-2026-11-22', 'same'],
    ['minikube-v1.38.0', 'minikube-2026-11-22', 'unknown'],
    ['minikube-2026-11-22', 'minikube', 'unknown'],
    ['minikube', 'minikube', 'same'],
  ])('beside %s calls %s %s', (before, after, age) => {
    expect(newerThan(url(before), url(after))).toBe(age);
  });

  it('goes by the name alone, not by a folder', () => {
    const old = url('minikube', 'https://b.example/2026-01-01');
    expect(newerThan(old, url('minikube-2025-01-01'))).toBe('unknown');
  });

  it('turns round when its two URLs do', () => {
    const part = fc.constantFrom('2026-11-22', '2026-11-23', '2026-11-22-2', '2026-11-22-10', '');
    const turned = { newer: 'older', older: 'newer', same: 'same', unknown: 'unknown' };
    fc.assert(
      fc.property(part, part, (one, other) => {
        const age = newerThan(url(one), url(other));
        expect(newerThan(url(other), url(one))).toBe(turned[age]);
      }),
    );
  });
});
