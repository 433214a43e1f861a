// Puts a sealed ISO and what stands beside it in place. Everything is written before anything of an earlier
// build is touched: a build that fails leaves that build's ISO with its manifest, which says what it is. The
// manifest is the seal: it goes first and comes last, so that what a killed build leaves is never taken for
// a finished one.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../inspect/index.js';
import { placeAtomically, stableJson, writeAtomically } from '../../runtime/index.js';
import type { PublishedNames } from '../../spec/index.js';
import type { StageRecord } from '../request.js';

const DRAFTS: PublishedNames = {
  iso: 'sealed.iso',
  sha256: 'sealed.iso.sha256',
  manifest: 'sealed.manifest.json',
  build: 'sealed.build.json',
};

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
  /** Of a remaster. */
  readonly base?: string;
  readonly source?: string;
  readonly stages: readonly StageRecord[];
}

/**
 * Seals an ISO: `files` are there all together, or, after a kill between two renames, without a manifest.
 *
 * @param folder a folder of this build alone, on the disk of `files`
 */
export async function writeSealed(
  folder: string,
  files: PublishedNames,
  { iso, manifest, build }: Sealed,
): Promise<void> {
  const drafts = inFolder(folder, DRAFTS);
  await writeAtomically(drafts.sha256, `${manifest.iso.sha256}\n`);
  await writeAtomically(drafts.build, stableJson(build));
  await writeAtomically(drafts.manifest, stableJson(manifest));
  await placeSealed({ ...drafts, iso }, files);
}

/** Puts a sealed ISO, of which `drafts` are all there on the same disk, in the place of an earlier one. */
export async function placeSealed(drafts: PublishedNames, files: PublishedNames): Promise<void> {
  await breakSeal(files);
  await placeAtomically(drafts.iso, files.iso);
  await placeAtomically(drafts.sha256, files.sha256);
  await placeAtomically(drafts.build, files.build);
  await placeAtomically(drafts.manifest, files.manifest);
}

/** What is left between two renames must not look like the earlier build's ISO either. */
async function breakSeal(files: PublishedNames): Promise<void> {
  for (const path of [files.manifest, files.sha256, files.build]) await rm(path, { force: true });
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
