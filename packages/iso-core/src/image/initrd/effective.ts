// The root that a whole initrd unpacks to: every member, later entries winning. This is what the
// running system sees, and the only thing that a verdict may be based on.
import type { FileType } from './file-type.js';
import { pathOf, realPath, walkPath } from './path-walk.js';
import type { InitrdOddity } from './root-model.js';
import { copyWithout, type RootFile } from './root-file.js';
import type { InitrdMember } from './walk.js';

/** A file of the unpacked root. `Value` is what the reader made of the contents it asked for. */
export interface EffectiveEntry<Value = unknown> {
  /** From the root, through no symlink, without a leading slash. */
  readonly path: string;
  readonly type: FileType;
  /** Permission bits, with set-uid, set-gid and sticky. */
  readonly permissions: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  /** Of a regular file, unless it was skipped. */
  readonly sha256?: string;
  /** Of a regular file, if it was asked for and nothing was made of it. */
  readonly content?: Uint8Array;
  /** What was made of the content. */
  readonly value?: Value;
  readonly linkTarget?: string;
  readonly device?: { readonly major: number; readonly minor: number };
  /** How many names the file has; more than one for hard links. */
  readonly links: number;
  /** The index of the member that wrote it last. */
  readonly member: number;
}

export class EffectiveInitrd<Value = unknown> {
  /** By path; a directory comes before what is in it. */
  readonly entries: ReadonlyMap<string, EffectiveEntry<Value>>;

  constructor(
    readonly members: readonly InitrdMember[],
    readonly oddities: readonly InitrdOddity[],
    private readonly root: RootFile,
  ) {
    const entries = new Map<string, EffectiveEntry<Value>>();
    collect(root, '', entries);
    this.entries = entries;
  }

  /** The file at `path`; symlinks above it are followed, it itself is not. */
  get(path: string): EffectiveEntry<Value> | undefined {
    return this.find(path, false);
  }

  /** The file that `path` leads to, all symlinks followed, never out of the root. */
  resolve(path: string): EffectiveEntry<Value> | undefined {
    return this.find(path, true);
  }

  /**
   * The path without symlinks at which a file written to `path` comes to lie, whether what is above
   * it exists or not; the last name is taken as it is. Undefined when there is no such place.
   */
  realPath(path: string): string | undefined {
    return realPath(this.root, path);
  }

  /** The same without the files that `goes` says yes to; a directory goes with all that is in it. */
  without(goes: (path: string) => boolean): EffectiveInitrd<Value> {
    return new EffectiveInitrd(this.members, this.oddities, copyWithout(this.root, goes));
  }

  /** Bytes of all regular files, hard links counted once: what the root takes of the memory. */
  get contentBytes(): number {
    const seen = new Set<RootFile>();
    const stack = [this.root];
    let bytes = 0;
    for (let file = stack.pop(); file !== undefined; file = stack.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      if (file.type === 'file') bytes += file.size;
      if (file.children !== undefined) stack.push(...file.children.values());
    }
    return bytes;
  }

  private find(path: string, follow: boolean): EffectiveEntry<Value> | undefined {
    const place = walkPath(this.root, path, follow);
    return typeof place === 'string' ? undefined : this.entries.get(pathOf(place));
  }
}

function collect<Value>(
  directory: RootFile,
  prefix: string,
  entries: Map<string, EffectiveEntry<Value>>,
): void {
  for (const [name, file] of directory.children ?? []) {
    const path = prefix + name;
    if (file.member !== -1) entries.set(path, entryOf<Value>(path, file));
    collect(file, `${path}/`, entries);
  }
}

function entryOf<Value>(path: string, file: RootFile): EffectiveEntry<Value> {
  const { type, permissions, uid, gid, size, links, member } = file;
  return {
    path,
    type,
    permissions,
    uid,
    gid,
    size,
    links,
    member,
    ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
    ...(file.content === undefined ? {} : { content: file.content }),
    ...(file.value === undefined ? {} : { value: file.value as Value }),
    ...(file.linkTarget === undefined ? {} : { linkTarget: file.linkTarget }),
    ...(file.device === undefined ? {} : { device: file.device }),
  };
}
