import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openCache, silentProgress } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { withCaseSensitiveCache } from './case-sensitive-cache.js';
import type { BuildContext } from './context.js';

const HDIUTIL = fileURLToPath(
  new URL('../host/macos/testing/hdiutil.testing.mjs', import.meta.url),
);

beforeEach(() => {
  const folder = temporaryFolder();
  const script = `#!/bin/sh\nexec '${process.execPath}' '${HDIUTIL}' "$@"\n`;
  writeFileSync(join(folder, 'hdiutil'), script, { mode: 0o755 });
  vi.stubEnv('PATH', [folder, process.env['PATH']].join(delimiter));
  mkdirSync(join(folder, 'state'));
  vi.stubEnv('HDIUTIL', join(folder, 'state'));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The cache folder of a build, relative to the one that it is asked to have. */
async function cacheOf(
  kind: 'container' | 'vagrant' | undefined,
  platform: NodeJS.Platform,
  isCaseSensitive: boolean,
): Promise<string> {
  const cache = openCache({ folder: temporaryFolder() });
  const signal = new AbortController().signal;
  const context = { cache, progress: silentProgress, signal } as BuildContext;
  const found = await withCaseSensitiveCache(
    context,
    kind === undefined ? undefined : { kind },
    async (held) => held.cache.folder,
    { platform, isCaseSensitive: () => Promise.resolve(isCaseSensitive) },
  );
  return found.slice(cache.folder.length);
}

it.each([undefined, 'vagrant'] as const)(
  'is in the disk image on a Mac whose disk is not case-sensitive: %s',
  async (kind) => {
    expect(await cacheOf(kind, 'darwin', false)).toBe('/case-sensitive');
  },
);

it.each([
  ['container', 'darwin', false],
  [undefined, 'darwin', true],
  ['vagrant', 'win32', false],
  [undefined, 'linux', true],
] as const)('is where it was asked for: %s on %s', async (kind, platform, isCaseSensitive) => {
  expect(await cacheOf(kind, platform, isCaseSensitive)).toBe('');
});
