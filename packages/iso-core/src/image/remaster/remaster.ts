// Makes an ISO that is the base with some of its files replaced, and proves it before it appears.
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  checkFreeSpace,
  IsoError,
  placeAtomically,
  withTemporaryFolder,
  type Runner,
} from '../../runtime/index.js';
import { openFile } from '../bytes/index.js';
import { openIso, type IsoEntry, type IsoImage } from '../iso9660/index.js';
import { compareIsos, type IsoViolation } from './compare-isos.js';
import { replaceInEfiImage, type FileInside } from './efi-image.js';
import { sameBytes } from './same-bytes.js';
import { copyVolumeDates, readVolumeFacts } from './volume-facts.js';
import { secondsOf, xorrisoCommand, type PlannedFile } from './xorriso-command.js';

export interface RemasterOptions {
  readonly run: Runner;
  /** The base's path, and the ISO opened from it. */
  readonly base: string;
  readonly iso: IsoImage;
  /** The new ISO's path; it appears whole and proven, or not at all. */
  readonly output: string;
  readonly replacements: readonly Replacement[];
  readonly signal?: AbortSignal;
}

/** A file of the ISO, by its path there, and the file that takes its place. */
export interface Replacement {
  readonly isoPath: string;
  /** Where `isoPath` is an EFI boot image: the path of the file inside of it. */
  readonly inside?: string;
  readonly file: string;
}

/** Room beside the files themselves: directories, padding, and what else is written meanwhile. */
const SPARE_BYTES = 16 * 1024 ** 2;

/**
 * Writes `base` with `replacements` to `output` by xorriso. The same inputs give the same bytes.
 * Returns the exact paths that were replaced, symlinks followed and in the case of the image.
 * Errors: `REMASTER_PATH_MISSING`, `REMASTER_PATH_TWICE`, `DISK_FULL`, `EFI_FILE_MISSING`,
 * `EFI_IMAGE_FULL`, `REMASTER_FAILED` with violations when the result is not what it has to be, those
 * of the runner.
 */
export async function remaster(options: RemasterOptions): Promise<readonly string[]> {
  const { run, base, iso, output, signal } = options;
  const wanted = await findFiles(iso, options.replacements);
  await checkFreeSpace(dirname(output), await sizeOf(iso, wanted));
  const facts = await readVolumeFacts(iso.source);
  return withTemporaryFolder(dirname(output), async (folder) => {
    const files = await planFiles(options, wanted, folder);
    const temporary = join(folder, 'output.iso');
    const command = xorrisoCommand({
      base,
      output: temporary,
      naming: iso.naming,
      joliet: facts.joliet,
      volumeDates: iso.volumeDates,
      preparerId: facts.fields.preparerId,
      gptDiskGuid: facts.gptDiskGuid,
      files,
    });
    await run(command, signal === undefined ? {} : { signal });
    await keepVolumeDates(iso, temporary);
    await prove(iso, temporary, files);
    await placeAtomically(temporary, output);
    return files.map(({ isoPath }) => isoPath);
  });
}

/** A file of the base: what takes its place, or what takes the place of files inside of it. */
interface Wanted {
  readonly entry: IsoEntry;
  readonly whole: string[];
  readonly inside: FileInside[];
}

async function findFiles(iso: IsoImage, replacements: readonly Replacement[]): Promise<Wanted[]> {
  const wanted = new Map<string, Wanted>();
  for (const { isoPath, inside, file } of replacements) {
    const entry = await iso.find(isoPath);
    if (entry?.kind !== 'file') throw missing(iso, isoPath, entry);
    const known = wanted.get(entry.path) ?? { entry, whole: [], inside: [] };
    wanted.set(entry.path, known);
    if (inside === undefined) known.whole.push(file);
    else known.inside.push({ path: inside, file });
    if (known.whole.length > (known.inside.length > 0 ? 0 : 1)) throw twice(entry.path);
  }
  return [...wanted.values()];
}

async function sizeOf(iso: IsoImage, wanted: readonly Wanted[]): Promise<number> {
  const inside = wanted.flatMap((file) => file.inside.map((one) => one.file));
  const images = wanted.filter((file) => file.inside.length > 0).map(({ entry }) => entry.size);
  const files = [...wanted.flatMap((file) => file.whole), ...inside];
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return [...sizes, ...images].reduce((sum, size) => sum + size, iso.source.size + SPARE_BYTES);
}

async function planFiles(
  { run, iso, signal }: RemasterOptions,
  wanted: readonly Wanted[],
  folder: string,
): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const { entry, whole, inside } of wanted) {
    const [file] = whole;
    const image = {
      run,
      image: iso.open(entry),
      files: inside,
      seconds: secondsOf(iso.volumeDates),
      folder: join(folder, `efi-${files.length}`),
      ...(signal === undefined ? {} : { signal }),
    };
    files.push({
      isoPath: entry.path,
      file: file ?? (await replaceInEfiImage(image)),
      permissions: entry.mode === undefined ? undefined : entry.mode & 0o7777,
    });
  }
  return files;
}

async function keepVolumeDates(iso: IsoImage, path: string): Promise<void> {
  const output = await openFile(path);
  try {
    await copyVolumeDates(iso.source, path, output);
  } finally {
    await output.close();
  }
}

async function prove(iso: IsoImage, path: string, files: readonly PlannedFile[]): Promise<void> {
  const source = await openFile(path);
  try {
    const output = await openIso(source);
    const allowed = files.map(({ isoPath }) => isoPath);
    const violations = await compareIsos(iso, output, allowed);
    for (const { isoPath, file } of files) {
      if (!(await isReplaced(output, isoPath, file))) violations.push(notReplaced(isoPath));
    }
    if (violations.length > 0) throw failed(violations);
  } finally {
    await source.close();
  }
}

async function isReplaced(output: IsoImage, isoPath: string, file: string): Promise<boolean> {
  const entry = await output.find(isoPath, { followLast: false });
  if (entry?.kind !== 'file') return false;
  const expected = await openFile(file);
  try {
    return await sameBytes(expected, output.open(entry));
  } finally {
    await expected.close();
  }
}

function notReplaced(isoPath: string): IsoViolation {
  const what = 'expected the new file, found other bytes';
  return { code: 'REMASTER_CHANGED_CONTENT', subject: isoPath, what };
}

function missing(iso: IsoImage, isoPath: string, found: IsoEntry | undefined): IsoError {
  return new IsoError(
    'REMASTER_PATH_MISSING',
    `${iso.source.name}: expected a file at ${isoPath}, found ${found?.kind ?? 'nothing'}`,
    {
      hint: 'A remaster replaces files and never adds any: name a file that the base has.',
      details: { isoPath },
    },
  );
}

function twice(isoPath: string): IsoError {
  return new IsoError('REMASTER_PATH_TWICE', `${isoPath} is to be replaced twice`, {
    hint: 'Two paths lead to the same file of the ISO: name only one of them.',
    details: { isoPath },
  });
}

function failed(violations: readonly IsoViolation[]): IsoError {
  const [first] = violations;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  return new IsoError(
    'REMASTER_FAILED',
    `The remastered ISO is not the base with the new files: ${first?.subject}: ${first?.what}${more}`,
    {
      hint: 'Try another version of xorriso; if that does not help, report the base ISO.',
      details: { violations },
    },
  );
}
