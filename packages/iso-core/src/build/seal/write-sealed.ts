// Puts a sealed ISO and what stands beside it in place. The manifest is the seal: it goes first and comes
// last, so that what a killed build leaves is never taken for a finished one.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../inspect/index.js';
import {
  explainingWrites,
  placeAtomically,
  stableJson,
  writeAtomically,
} from '../../runtime/index.js';
import type { PublishedNames } from '../../spec/index.js';
import type { StageRecord } from '../request.js';

export interface Sealed {
  /** The finished ISO, which is moved. */
  readonly iso: string;
  readonly manifest: Manifest;
  readonly build: BuildRecord;
}

/** What `.build.json` says: of this one build on this machine, never published. */
export interface BuildRecord {
  readonly finishedAt: string;
  readonly cacheFolder: string;
  readonly base: string;
  readonly source?: string;
  readonly stages: readonly StageRecord[];
}

/** Removes the seal of an earlier build, so that a failing one leaves no old ISO that looks new. */
export async function breakSeal(files: PublishedNames): Promise<void> {
  for (const path of [files.manifest, files.sha256, files.build]) await rm(path, { force: true });
}

export async function writeSealed(
  folder: string,
  files: PublishedNames,
  { iso, manifest, build }: Sealed,
): Promise<void> {
  await explainingWrites(folder, () => mkdir(folder, { recursive: true }));
  await breakSeal(files);
  await placeAtomically(iso, files.iso);
  await writeAtomically(files.sha256, `${manifest.iso.sha256}\n`);
  await writeAtomically(files.build, stableJson(build));
  await writeAtomically(files.manifest, stableJson(manifest));
}

/** The absolute paths of what is written. */
export function inFolder(folder: string, names: PublishedNames): PublishedNames {
  return {
    iso: join(folder, names.iso),
    sha256: join(folder, names.sha256),
    manifest: join(folder, names.manifest),
    build: join(folder, names.build),
  };
}
