import { describe, expect, it } from 'vitest';
import { parse } from '../../spec/spec.testing.js';
import { overrideRequirements } from './overrides.js';

const requirements = (override: object) =>
  overrideRequirements(parse({ minikube: '1.38.1', kernel: { override } }));

describe('the overrides of a spec', () => {
  it('ask that the option names no file, or is not there', () => {
    expect(requirements({ EXTRA_FIRMWARE: null })).toMatchObject([
      {
        option: 'EXTRA_FIRMWARE',
        values: ['""', 'n'],
        origins: ['kernel.override.EXTRA_FIRMWARE'],
      },
    ]);
  });

  it('leave the key that signs modules to kbuild', () => {
    expect(requirements({ MODULE_SIG_KEY: null })).toMatchObject([
      { option: 'MODULE_SIG_KEY', values: ['"certs/signing_key.pem"', 'n'] },
    ]);
  });

  it('ask for nothing where the spec has none', () => {
    expect(requirements({})).toEqual([]);
  });
});
