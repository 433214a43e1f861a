// Rule 5 as a function: everything in a remastered ISO but the paths that were meant to change is
// the base's, byte for byte, and it boots from the same records.
import type { ByteSource } from '../bytes/index.js';
import type { IsoEntry, IsoImage } from '../iso9660/index.js';
import { compareBoot } from './compare-boot.js';
import { readBootInfo, bootImagesOf, placeDependent } from './boot-image.js';
import { sameBytes, type ByteRange } from './same-bytes.js';
import { readVolumeFacts, type VolumeFacts, type VolumeField } from './volume-facts.js';

export interface IsoViolation {
  readonly code:
    | 'REMASTER_CHANGED_CONTENT'
    | 'REMASTER_CHANGED_ATTRIBUTES'
    | 'REMASTER_LOST_PATH'
    | 'REMASTER_ADDED_PATH'
    | 'REMASTER_CHANGED_VOLUME'
    | 'REMASTER_CHANGED_BOOT';
  /** The path, or the name of the record. */
  readonly subject: string;
  /** Expected and found, in words. */
  readonly what: string;
}

/**
 * What differs between `base` and `output` but for the contents of `allowed`, exact paths in the
 * ISO. Reads every other file of both. An empty list is what a seal asks for.
 */
export async function compareIsos(
  base: IsoImage,
  output: IsoImage,
  allowed: readonly string[],
): Promise<IsoViolation[]> {
  const [before, after] = await Promise.all([listing(base), listing(output)]);
  const volume = [
    await readVolumeFacts(base.source),
    await readVolumeFacts(output.source),
  ] as const;
  return [
    ...compareVolumes(base, output, ...volume),
    ...(await compareBoot(
      { iso: base, facts: volume[0], files: filesByOffset(base, before) },
      { iso: output, facts: volume[1], files: filesByOffset(output, after) },
    )),
    ...(await compareTrees(
      { iso: base, entries: before },
      { iso: output, entries: after },
      allowed,
    )),
  ];
}

async function listing(iso: IsoImage): Promise<Map<string, IsoEntry>> {
  const entries = new Map<string, IsoEntry>();
  for await (const entry of iso.entries()) entries.set(entry.path, entry);
  return entries;
}

/** Readable files by where their data begins, in bytes. */
function filesByOffset(
  iso: IsoImage,
  entries: ReadonlyMap<string, IsoEntry>,
): Map<number, { path: string; bytes: ByteSource }> {
  const files = new Map<number, { path: string; bytes: ByteSource }>();
  for (const entry of entries.values()) {
    const [extent] = entry.extents;
    if (entry.kind !== 'file' || entry.size === 0 || extent === undefined) continue;
    if (entry.unreadable !== undefined) continue;
    files.set(extent.block * iso.blockSize, { path: entry.path, bytes: iso.open(entry) });
  }
  return files;
}

function compareVolumes(
  base: IsoImage,
  output: IsoImage,
  before: VolumeFacts,
  after: VolumeFacts,
): IsoViolation[] {
  const violations: IsoViolation[] = [];
  const check = (subject: string, expected: unknown, found: unknown): void => {
    if (expected === found) return;
    const what = `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
    violations.push({ code: 'REMASTER_CHANGED_VOLUME', subject, what });
  };
  for (const field of Object.keys(before.fields) as VolumeField[]) {
    check(field, before.fields[field], after.fields[field]);
  }
  check('uuid', base.uuid, output.uuid);
  check('names', base.naming, output.naming);
  check('joliet', before.joliet, after.joliet);
  return violations;
}

interface Tree {
  readonly iso: IsoImage;
  readonly entries: ReadonlyMap<string, IsoEntry>;
}

async function compareTrees(
  base: Tree,
  output: Tree,
  allowed: readonly string[],
): Promise<IsoViolation[]> {
  const violations: IsoViolation[] = [];
  const mayDiffer = await rangesOfBootImages(base);
  const catalog = (base.iso.bootCatalog?.sector ?? -1) * 2048;
  for (const [path, before] of base.entries) {
    const after = output.entries.get(path);
    if (after === undefined) {
      violations.push({
        code: 'REMASTER_LOST_PATH',
        subject: path,
        what: 'it is not there any more',
      });
      continue;
    }
    violations.push(...compareAttributes(before, after));
    if (
      before.kind !== 'file' ||
      allowed.includes(path) ||
      offsetOf(base.iso, before) === catalog
    ) {
      continue;
    }
    if (await sameContent(base.iso, before, output.iso, after, mayDiffer.get(path))) continue;
    violations.push({
      code: 'REMASTER_CHANGED_CONTENT',
      subject: path,
      what: `expected the base’s ${before.size} bytes, found others (${after.size} bytes)`,
    });
  }
  for (const path of output.entries.keys()) {
    if (base.entries.has(path)) continue;
    violations.push({
      code: 'REMASTER_ADDED_PATH',
      subject: path,
      what: 'the base does not have it',
    });
  }
  return violations;
}

function compareAttributes(before: IsoEntry, after: IsoEntry): IsoViolation[] {
  return (['kind', 'mode', 'target'] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => ({
      code: 'REMASTER_CHANGED_ATTRIBUTES',
      subject: before.path,
      what: `${key}: expected ${String(before[key])}, found ${String(after[key])}`,
    }));
}

async function sameContent(
  base: IsoImage,
  before: IsoEntry,
  output: IsoImage,
  after: IsoEntry,
  mayDiffer: readonly ByteRange[] = [],
): Promise<boolean> {
  if (after.kind !== 'file' || before.unreadable !== after.unreadable) return false;
  // Stored packed (zisofs) or interleaved: there is no reading it, here or anywhere we know of.
  if (before.unreadable !== undefined) return false;
  return sameBytes(base.open(before), output.open(after), mayDiffer);
}

async function rangesOfBootImages({ iso, entries }: Tree): Promise<Map<string, ByteRange[]>> {
  const ranges = new Map<string, ByteRange[]>();
  for (const image of bootImagesOf(iso, filesByOffset(iso, entries))) {
    if (image.path === undefined) continue;
    ranges.set(image.path, placeDependent(await readBootInfo(image)));
  }
  return ranges;
}

function offsetOf(iso: IsoImage, entry: IsoEntry): number {
  return (entry.extents[0]?.block ?? -1) * iso.blockSize;
}
