import type * as FileSystem from 'node:fs/promises';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Manifest } from '../../inspect/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { inFolder, writeSealed } from './write-sealed.js';

/** Counts what changes names in the file system, and can end the build before one of them. */
const changes = vi.hoisted(() => ({ allowed: Infinity, done: 0 }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  const counted =
    <Arguments extends unknown[]>(change: (...args: Arguments) => Promise<void>) =>
    async (...args: Arguments) => {
      if (changes.done >= changes.allowed) throw new Error('killed');
      changes.done += 1;
      await change(...args);
    };
  return { ...real, rename: counted(real.rename), rm: counted(real.rm) };
});

const NAMES = { iso: 'm.iso', sha256: 'm.iso.sha256', manifest: 'm.json', build: 'm.build.json' };

/** A folder with a sealed ISO, and a new one beside it that is to take its place. */
function rebuilt() {
  const output = temporaryFolder();
  const work = join(output, 'work');
  mkdirSync(work);
  const files = inFolder(output, NAMES);
  writeFileSync(files.iso, 'old');
  writeFileSync(files.manifest, JSON.stringify({ iso: { sha256: 'old' } }));
  const iso = join(work, 'new.iso');
  writeFileSync(iso, 'new');
  const manifest = { iso: { sha256: 'new' } } as Manifest;
  const build = { finishedAt: '', cacheFolder: '', base: '', stages: [] };
  const seal = (into: string) => writeSealed(into, files, { iso, manifest, build });
  return { output, work, files, seal };
}

beforeEach(() => {
  changes.allowed = Infinity;
  changes.done = 0;
});

describe('a new ISO', () => {
  it('takes the place of the earlier one, with all that stands beside it', async () => {
    const { output, work, files, seal } = rebuilt();
    await seal(work);
    expect(readdirSync(output).sort()).toEqual([...Object.values(NAMES), 'work'].sort());
    expect(readFileSync(files.iso, 'utf8')).toBe('new');
    expect(readFileSync(files.sha256, 'utf8')).toBe('new\n');
    expect(readdirSync(work)).toEqual([]);
  });

  it('touches nothing of the earlier one when there is no room for what stands beside it', async () => {
    const { output, files, seal } = rebuilt();
    // Nothing can be written below a file.
    await expect(seal(files.iso)).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    expect(readdirSync(output).sort()).toEqual([NAMES.iso, NAMES.manifest, 'work'].sort());
    expect(readFileSync(files.iso, 'utf8')).toBe('old');
  });

  it('never stands beside the manifest of another, wherever the build is killed', async () => {
    const undisturbed = rebuilt();
    await undisturbed.seal(undisturbed.work);
    const steps = changes.done;
    expect(steps).toBeGreaterThan(6);
    for (let allowed = 0; allowed < steps; allowed += 1) {
      const { work, files, seal } = rebuilt();
      changes.allowed = allowed;
      changes.done = 0;
      await expect(seal(work)).rejects.toThrow('killed');
      changes.allowed = Infinity;
      const manifest = readText(files.manifest);
      const iso = readText(files.iso);
      if (manifest === undefined) continue;
      expect(JSON.parse(manifest), `killed before step ${allowed + 1}`).toEqual({
        iso: { sha256: iso },
      });
    }
  });
});

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
