import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLock, lockedIso } from './lock.js';
import { AMD64, LOCK } from './lock.testing.js';
import { parseLock } from './read-lock.js';

describe('the lock', () => {
  it('is sorted JSON that ends in a line end', () => {
    expect(formatLock({ ...LOCK, files: ['b/Makefile', 'a.ts', 'b/Makefile'] })).toBe(`{
  "architectures": {
    "amd64": {
      "kernelRelease": "6.6.95",
      "requirements": [
        "NET_SCH_PRIO",
        "NET_SCH_TBF"
      ],
      "sha256": "${'a'.repeat(64)}",
      "size": 422785024,
      "url": "https://public.example/minikube/minikube-2026-11-22-amd64.iso"
    }
  },
  "files": [
    "a.ts",
    "b/Makefile"
  ],
  "lockVersion": 1
}
`);
  });

  it('has an ISO for an architecture, or none', () => {
    expect(lockedIso(LOCK, 'amd64')).toEqual(AMD64);
    expect(lockedIso(LOCK, 'arm64')).toBeUndefined();
  });

  it('is the same text in whatever order it is made, and says the same when it is read', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z_][a-zA-Z_-]{0,8}$/));
    fc.assert(
      fc.property(names, names, (requirements, files) => {
        const lock = { ...LOCK, architectures: { amd64: { ...AMD64, requirements } }, files };
        const text = formatLock(lock);
        const turned = {
          files: files.toReversed(),
          architectures: { amd64: { ...AMD64, requirements: requirements.toReversed() } },
          lockVersion: LOCK.lockVersion,
        };
        expect(formatLock(turned)).toBe(text);
        expect(formatLock(parseLock(text, 'lock'))).toBe(text);
        expect(parseLock(text, 'lock').files).toEqual(files.toSorted());
      }),
    );
  });
});
