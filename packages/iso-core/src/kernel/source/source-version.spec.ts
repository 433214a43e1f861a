import { describe, expect, it } from 'vitest';
import { assertSourceOf, isSourceOf, sourceVersion } from './source-version.js';

const makefile = (...lines: string[]) =>
  `# SPDX-License-Identifier: GPL-2.0\n${lines.join('\n')}\n`;

describe('sourceVersion', () => {
  it('reads what `make kernelversion` prints', () => {
    const parts = ['VERSION = 6', 'PATCHLEVEL = 1', 'SUBLEVEL = 192', 'EXTRAVERSION =', 'NAME = X'];
    expect(sourceVersion(makefile(...parts))).toBe('6.1.192');
    expect(
      sourceVersion(makefile('VERSION=5', 'PATCHLEVEL=10', 'SUBLEVEL=0', 'EXTRAVERSION= -rc2')),
    ).toBe('5.10.0-rc2');
    expect(sourceVersion(makefile('VERSION = 6', 'PATCHLEVEL = 6'))).toBe('6.6');
  });

  it('knows no version of what is not a kernel', () => {
    expect(sourceVersion('all:\n\techo\n')).toBeUndefined();
    expect(sourceVersion(makefile('VERSION = $(shell id)', 'PATCHLEVEL = 1'))).toBeUndefined();
    expect(sourceVersion('')).toBeUndefined();
  });
});

describe('isSourceOf', () => {
  it.each([
    ['6.1.192', '6.1.192', true],
    ['6.6.95', '6.6.95-minikube', true],
    ['6.6.95', '6.6.95+', true],
    ['6.6.9', '6.6.95', false],
    ['6.6', '6.6.95', false],
    ['6.6.95', '6.6.9', false],
    ['6.2.0-rc1', '6.2.0', false],
  ])('tells whether %s makes %s', (version, release, expected) => {
    expect(isSourceOf(version, release)).toBe(expected);
  });
});

describe('assertSourceOf', () => {
  it('names both versions', () => {
    expect(() => assertSourceOf('6.6.95', '5.10.57-lab', '/linux.tar.xz')).toThrow(
      expect.objectContaining({
        code: 'SOURCE_VERSION_MISMATCH',
        hint: expect.stringContaining('Linux 5.10.57 '),
        details: { path: '/linux.tar.xz', expected: '5.10.57-lab', found: '6.6.95' },
      }),
    );
  });
});
