import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner, openCache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { acquireSource } from './acquire.js';
import { packTar, SMALL_SOURCE, writeTree } from './source-tree.testing.js';
import type { UnpackLimits } from './unpack.js';

/** Packs a source with what `spoil` does to it, and tries to use the archive. */
function attempt(
  spoil: (linux: string) => readonly string[] | void,
  { limits, spoilArchive }: { limits?: UnpackLimits; spoilArchive?: (path: string) => void } = {},
) {
  const folder = temporaryFolder();
  const linux = writeTree(join(folder, 'linux'), SMALL_SOURCE);
  const options = spoil(linux) ?? [];
  const archive = packTar(folder, join(folder, 'linux.tar.gz'), ['linux'], ...options);
  spoilArchive?.(archive);
  const cache = openCache({ folder: join(folder, 'cache') });
  const result = acquireSource({
    path: archive,
    architecture: 'amd64',
    cache,
    run: localRunner,
    ...(limits === undefined ? {} : { limits }),
  });
  return { folder, cache, result };
}

async function expectRefused({ cache, result }: ReturnType<typeof attempt>, code: string) {
  await expect(result).rejects.toMatchObject({ code });
  expect(readdirSync(cache.path('sources'))).toEqual([]);
}

describe('a hostile source archive', () => {
  it('cannot write outside by a `..` name', async () => {
    const trial = attempt(() => [
      '--absolute-names',
      '--transform=s,^linux/init/main.c,linux/../../../escaped,',
    ]);
    await expectRefused(trial, 'SOURCE_UNSAFE');
    expect(existsSync(join(trial.folder, 'escaped'))).toBe(false);
  });

  it('cannot write outside by an absolute name', async () => {
    const target = join(temporaryFolder(), 'escaped');
    const trial = attempt(() => [
      '--absolute-names',
      `--transform=s,^linux/init/main.c,${target},`,
    ]);
    await expectRefused(trial, 'SOURCE_UNSAFE');
    expect(existsSync(target)).toBe(false);
  });

  it.each(['/etc', '../..', '../../..'])('cannot lead out by a link to %s', async (target) => {
    await expectRefused(
      attempt((linux) => symlinkSync(target, join(linux, 'init/link'))),
      'SOURCE_UNSAFE',
    );
  });

  it('cannot lead out by a link through a link', async () => {
    const trial = attempt((linux) => {
      mkdirSync(join(linux, 'a/b'), { recursive: true });
      symlinkSync('..', join(linux, 'a/up'));
      // By its text this is a/b; by way of a/up it is the folder above the source.
      symlinkSync('up/../../b', join(linux, 'a/link'));
      symlinkSync('up/..', join(linux, 'a/top'));
    });
    await expectRefused(trial, 'SOURCE_UNSAFE');
  });

  it('cannot bring devices or pipes', async () => {
    const trial = attempt((linux) => {
      execFileSync('mkfifo', [join(linux, 'init/pipe')]);
    });
    await expectRefused(trial, 'SOURCE_UNSAFE');
  });

  it('cannot fill the disk', async () => {
    const trial = attempt(
      (linux) => {
        writeFileSync(join(linux, 'zeros'), '');
        truncateSync(join(linux, 'zeros'), 50_000_000);
      },
      { limits: { bytes: 1_000_000, entries: 100 } },
    );
    await expectRefused(trial, 'SOURCE_TOO_LARGE');
    await expectRefused(
      attempt(() => undefined, { limits: { bytes: 1_000_000, entries: 2 } }),
      'SOURCE_TOO_LARGE',
    );
  });

  it('cannot have two top folders', async () => {
    await expectRefused(
      attempt(() => ['--transform=s,^linux/init,other,']),
      'SOURCE_UNSAFE',
    );
  });
});

describe('a broken source archive', () => {
  it('is told apart from a foreign one when it is cut short', async () => {
    const spoilArchive = (path: string) => truncateSync(path, 200);
    await expectRefused(
      attempt(() => undefined, { spoilArchive }),
      'SOURCE_CORRUPT',
    );
  });

  it('is told apart when a byte is flipped', async () => {
    const spoilArchive = (path: string) => {
      const bytes = readFileSync(path);
      const middle = Math.floor(bytes.length / 2);
      bytes.writeUInt8((bytes.at(middle) ?? 0) ^ 0xff, middle);
      writeFileSync(path, bytes);
    };
    await expectRefused(
      attempt(() => undefined, { spoilArchive }),
      'SOURCE_CORRUPT',
    );
  });

  it.each(['', 'not an archive at all\n'])('is refused when it is %j', async (text) => {
    const spoilArchive = (path: string) => writeFileSync(path, text);
    await expectRefused(
      attempt(() => undefined, { spoilArchive }),
      'SOURCE_CORRUPT',
    );
  });
});
