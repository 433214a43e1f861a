// The files of the root file system that an initrd unpacks to, as the kernel would hold them.
import type { FileType } from './file-type.js';

/** One inode. Hard links are several names of one of these. */
export interface RootFile {
  readonly type: FileType;
  /** Permission bits, with set-uid, set-gid and sticky. */
  permissions: number;
  uid: number;
  gid: number;
  /** Bytes of a regular file or of a link target. */
  size: number;
  sha256: string | undefined;
  content: Uint8Array | undefined;
  readonly linkTarget: string | undefined;
  readonly device: { readonly major: number; readonly minor: number } | undefined;
  /** Names that this file has. */
  links: number;
  /** The member that wrote it last; -1 for what the kernel brings itself. */
  member: number;
  readonly children: Map<string, RootFile> | undefined;
  /** What a caller made of the content. */
  value: unknown;
}

export function newFile(
  type: FileType,
  from: Partial<Omit<RootFile, 'type' | 'children'>>,
): RootFile {
  return {
    type,
    permissions: 0,
    uid: 0,
    gid: 0,
    size: 0,
    sha256: undefined,
    content: undefined,
    linkTarget: undefined,
    device: undefined,
    links: 0,
    member: -1,
    value: undefined,
    children: type === 'directory' ? new Map<string, RootFile>() : undefined,
    ...from,
  };
}

/** A copy of `root` without the files whose paths `goes` says yes to. */
export function copyWithout(root: RootFile, goes: (path: string) => boolean): RootFile {
  const copies = new Map<RootFile, RootFile>();
  const copy = (file: RootFile, path: string): RootFile => {
    const known = copies.get(file);
    if (known !== undefined) {
      known.links += 1;
      return known;
    }
    const children = file.children === undefined ? undefined : new Map<string, RootFile>();
    const made: RootFile = { ...file, links: 1, children };
    copies.set(file, made);
    for (const [name, child] of file.children ?? []) {
      const childPath = path === '' ? name : `${path}/${name}`;
      if (!goes(childPath)) children?.set(name, copy(child, childPath));
    }
    return made;
  };
  return copy(root, '');
}
