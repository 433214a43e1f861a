import { describe, expect, it } from 'vitest';
import { chooseArchitecture } from './choose-architecture.js';

describe('chooseArchitecture', () => {
  it('takes the only one, or the one that is wanted', () => {
    expect(chooseArchitecture({ architectures: ['arm64'] }, undefined)).toBe('arm64');
    expect(chooseArchitecture({ architectures: ['amd64', 'arm64'] }, 'arm64')).toBe('arm64');
  });

  it('asks for one of several', () => {
    const both = { architectures: ['amd64', 'arm64'] } as const;
    expect(() => chooseArchitecture(both, undefined)).toThrow(
      expect.objectContaining({
        code: 'ARCHITECTURE_NOT_CHOSEN',
        hint: 'Choose one: --architecture=amd64 or --architecture=arm64',
      }),
    );
  });

  it('refuses one that the spec is not for', () => {
    expect(() => chooseArchitecture({ architectures: ['amd64'] }, 'arm64')).toThrow(
      'The spec is for amd64, not for arm64',
    );
  });
});
