// Rule 5 as a function: everything in a remastered ISO but the paths that were meant to change is
// the base's, byte for byte, and it boots from the same records.
import { bootRecordDifferences, bootRecords, type BootRecords } from '../boot/index.js';
import type { IsoEntry, IsoImage } from '../iso9660/index.js';
import { sameBytes } from './same-bytes.js';
import { readVolumeFacts, type VolumeField } from './volume-facts.js';

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
  const records = [await bootRecords(base), await bootRecords(output)] as const;
  return [
    ...(await compareVolumes(base, output)),
    ...compareBoot(...records, allowed),
    ...(await compareTrees(base, output, [...allowed, ...comparedAsRecords(records[0])])),
  ];
}

/** Files that say where they lie: boot records compare them without that. */
function comparedAsRecords({ catalog, images }: BootRecords): string[] {
  const paths = images.map(({ path, platform }) => (platform === 'efi' ? undefined : path));
  return [catalog?.path, ...paths].filter((path) => path !== undefined);
}

function compareBoot(
  before: BootRecords,
  after: BootRecords,
  allowed: readonly string[],
): IsoViolation[] {
  // An image that was meant to change, such as an EFI image with the kernel in it.
  const images = after.images.map((image, index) => {
    const { path, contentSha256 = '' } = before.images[index] ?? {};
    return path !== undefined && allowed.includes(path) ? { ...image, contentSha256 } : image;
  });
  return bootRecordDifferences(before, { ...after, images }).map((what) => ({
    code: 'REMASTER_CHANGED_BOOT',
    subject: 'boot records',
    what,
  }));
}

async function listing(iso: IsoImage): Promise<Map<string, IsoEntry>> {
  const entries = new Map<string, IsoEntry>();
  for await (const entry of iso.entries()) entries.set(entry.path, entry);
  return entries;
}

async function compareVolumes(base: IsoImage, output: IsoImage): Promise<IsoViolation[]> {
  const [before, after] = [
    await readVolumeFacts(base.source),
    await readVolumeFacts(output.source),
  ];
  const violations: IsoViolation[] = [];
  const check = (subject: string, expected: unknown, found: unknown): void => {
    if (expected === found) return;
    const what = `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
    violations.push({ code: 'REMASTER_CHANGED_VOLUME', subject, what });
  };
  for (const field of Object.keys(before.fields) as VolumeField[]) {
    check(field, before.fields[field], after.fields[field]);
  }
  check('names', base.naming, output.naming);
  check('joliet', before.joliet, after.joliet);
  return violations;
}

async function compareTrees(
  base: IsoImage,
  output: IsoImage,
  skipped: readonly string[],
): Promise<IsoViolation[]> {
  const [before, after] = [await listing(base), await listing(output)];
  const violations: IsoViolation[] = [];
  for (const [path, entry] of before) {
    const found = after.get(path);
    if (found === undefined) {
      const what = 'it is not there any more';
      violations.push({ code: 'REMASTER_LOST_PATH', subject: path, what });
      continue;
    }
    violations.push(...compareAttributes(entry, found));
    if (entry.kind !== 'file' || skipped.includes(path)) continue;
    if (await sameContent(base, entry, output, found)) continue;
    violations.push({
      code: 'REMASTER_CHANGED_CONTENT',
      subject: path,
      what: `expected the base’s ${entry.size} bytes, found others (${found.size} bytes)`,
    });
  }
  for (const path of after.keys()) {
    if (before.has(path)) continue;
    const what = 'the base does not have it';
    violations.push({ code: 'REMASTER_ADDED_PATH', subject: path, what });
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
): Promise<boolean> {
  // Stored packed (zisofs) or interleaved: what cannot be read cannot be proven.
  if (after.kind !== 'file' || (before.unreadable ?? after.unreadable) !== undefined) return false;
  return sameBytes(base.open(before), output.open(after));
}
