// Writes cpio archives ("newc") that depend on nothing but what is in them: sorted by name, one
// fixed time, owner 0:0, inode numbers in a row.
import { IsoError } from '../../runtime/index.js';
import { readPieces, type ByteSource } from '../bytes/index.js';
import { align4, CPIO_TRAILER, formatCpioHeader, PATH_MAX } from './cpio-header.js';
import { modeOf } from './file-type.js';

/** A file to be written. `path` is relative to the root, with no `.`, `..` or empty name in it. */
export type NewEntry =
  | { readonly type: 'directory'; readonly path: string; readonly permissions?: number }
  | { readonly type: 'symlink'; readonly path: string; readonly linkTarget: string }
  | {
      readonly type: 'file';
      readonly path: string;
      /** Default: 0644. */
      readonly permissions?: number;
      readonly content: Uint8Array | ByteSource;
    };

/** The largest content that the format has digits for. */
const LARGEST_FILE = 0xffff_ffff;
const NUL = '\0';

/**
 * The archive of `entries`, in pieces, with its end mark; a multiple of four bytes long.
 * Errors: `CPIO_NAME_INVALID`, `CPIO_NAME_TWICE`, `CPIO_FILE_TOO_LARGE`.
 */
export async function* cpioArchive(
  entries: readonly NewEntry[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const sorted = [...entries].sort((left, right) => compareBytes(left.path, right.path));
  for (const [index, entry] of sorted.entries()) {
    checkName(entry.path);
    if (sorted[index - 1]?.path === entry.path) throw twice(entry.path);
    yield* cpioEntry(entry, index + 1);
  }
  yield formatCpioHeader({ ...plainHeader, links: 1 }, Buffer.from(CPIO_TRAILER));
}

async function* cpioEntry(
  entry: NewEntry,
  inode: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const name = Buffer.from(entry.path);
  const header = { ...plainHeader, inode, mode: modeOf(entry.type, permissionsOf(entry)) };
  switch (entry.type) {
    case 'directory':
      yield formatCpioHeader({ ...header, links: 2 }, name);
      return;
    case 'symlink': {
      const target = linkTargetOf(entry);
      yield formatCpioHeader({ ...header, links: 1, size: target.byteLength }, name);
      yield target;
      yield padding(target.byteLength);
      return;
    }
    case 'file': {
      const { content } = entry;
      const size = content instanceof Uint8Array ? content.byteLength : content.size;
      if (size > LARGEST_FILE) throw tooLarge(entry.path, size);
      yield formatCpioHeader({ ...header, links: 1, size }, name);
      if (content instanceof Uint8Array) yield content;
      else yield* readPieces(content);
      yield padding(size);
    }
  }
}

/** Zeros from `size` to the next multiple of four. */
export function padding(size: number): Uint8Array {
  return new Uint8Array(align4(size) - size);
}

const plainHeader = {
  checksummed: false,
  inode: 0,
  mode: 0,
  uid: 0,
  gid: 0,
  mtime: 0,
  size: 0,
  deviceMajor: 0,
  deviceMinor: 0,
  nodeMajor: 0,
  nodeMinor: 0,
  checksum: 0,
};

function permissionsOf(entry: NewEntry): number {
  switch (entry.type) {
    case 'directory':
      return entry.permissions ?? 0o755;
    case 'symlink':
      return 0o777;
    case 'file':
      return entry.permissions ?? 0o644;
  }
}

function linkTargetOf({ path, linkTarget }: NewEntry & { type: 'symlink' }): Buffer {
  const target = Buffer.from(linkTarget);
  if (linkTarget === '' || linkTarget.includes(NUL) || target.byteLength >= PATH_MAX) {
    throw invalid(`the target of the symlink ${path}`);
  }
  return target;
}

function checkName(path: string): void {
  const names = path.split('/');
  const plain = names.every((name) => name !== '' && name !== '.' && name !== '..');
  const fits = Buffer.byteLength(path) < PATH_MAX && names.every((name) => byteLength(name) <= 255);
  if (!plain || !fits || path.includes(NUL) || path === CPIO_TRAILER) {
    throw invalid(JSON.stringify(path));
  }
}

function byteLength(name: string): number {
  return Buffer.byteLength(name);
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function invalid(what: string): IsoError {
  return new IsoError('CPIO_NAME_INVALID', `${what} cannot stand in a cpio archive`, {
    hint: 'Paths are relative to the root, without ".", ".." or empty names.',
    details: { what },
  });
}

function twice(path: string): IsoError {
  return new IsoError('CPIO_NAME_TWICE', `${path} is to be written twice`, {
    hint: 'Two of the files to add lead to the same place: name only one of them.',
    details: { path },
  });
}

function tooLarge(path: string, size: number): IsoError {
  return new IsoError(
    'CPIO_FILE_TOO_LARGE',
    `${path} has ${size} bytes, expected at most ${LARGEST_FILE}`,
    { hint: 'A cpio archive cannot hold such a file.', details: { path, size } },
  );
}
