// A built ISO that is made larger: nothing in it says so, and its manifest fits.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, sha256File, stableJson, writeAtomically } from 'iso-core';

const NAME = 'minikube-amd64';
const PIECE_BYTES = 16 * 1024 ** 2;

/** Writes the ISO of the folder `built`, grown to `size` bytes, into the new folder `grown`. */
export async function growIso(built: string, grown: string, size: number): Promise<void> {
  await mkdir(grown, { recursive: true });
  const iso = join(grown, `${NAME}.iso`);
  await copyFile(join(built, `${NAME}.iso`), iso);
  await appendUpTo(iso, size);
  const manifest = await readManifest(join(built, `${NAME}.manifest.json`));
  if (manifest === undefined) throw new TypeError(`${built} has no manifest`);
  const sealed = { ...manifest, iso: { ...manifest.iso, sha256: await sha256File(iso), size } };
  await writeAtomically(join(grown, `${NAME}.manifest.json`), stableJson(sealed));
}

async function appendUpTo(path: string, size: number): Promise<void> {
  const noise = randomBytes(PIECE_BYTES);
  const file = await open(path, 'a');
  try {
    for (let at = (await file.stat()).size; at < size; at += PIECE_BYTES) {
      await file.write(noise, 0, Math.min(PIECE_BYTES, size - at));
    }
  } finally {
    await file.close();
  }
}
