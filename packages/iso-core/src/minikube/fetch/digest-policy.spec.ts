import { describe, expect, it } from 'vitest';
import { expectedDigest } from './digest-policy.js';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

describe('expectedDigest', () => {
  it.each([
    [
      { known: A, recorded: B },
      { trust: 'known', sha256: A },
    ],
    [
      { known: A, pinned: A, recorded: B },
      { trust: 'known', sha256: A },
    ],
    [
      { pinned: A, recorded: B },
      { trust: 'pinned', sha256: A },
    ],
    [{ recorded: B }, { trust: 'first use', sha256: B }],
    [{}, { trust: 'first use' }],
  ])('of %j is %j', (sources, expectation) => {
    expect(expectedDigest('x.iso', sources)).toEqual(expectation);
  });

  it('lets no spec say that a known file is another one', () => {
    expect(() => expectedDigest('x.iso', { known: A, pinned: B })).toThrow(
      expect.objectContaining({
        code: 'DIGEST_CONTRADICTION',
        details: { name: 'x.iso', expected: A, found: B },
      }),
    );
  });
});
