// The types of files that a cpio archive and a root file system know, by the bits of st_mode.

export type FileType =
  'file' | 'directory' | 'symlink' | 'character device' | 'block device' | 'fifo' | 'socket';

const TYPE_BITS = 0o170000;

const types: ReadonlyMap<number, FileType> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'symlink'],
  [0o020000, 'character device'],
  [0o060000, 'block device'],
  [0o010000, 'fifo'],
  [0o140000, 'socket'],
]);

/** The type that `mode` (st_mode) stands for, if it stands for one. */
export function fileTypeOf(mode: number): FileType | undefined {
  return types.get(mode & TYPE_BITS);
}

/** `permissions` with the bits of `type`. */
export function modeOf(type: FileType, permissions: number): number {
  for (const [bits, name] of types) if (name === type) return bits | (permissions & 0o7777);
  throw new TypeError(`not a file type: ${String(type)}`);
}
