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
