// The root file system while an initrd is unpacked into it: what init/initramfs.c does with each
// entry, its system calls that fail in silence included. Later entries win.
import type { CpioHeader } from './cpio-header.js';
import { fileTypeOf, type FileType } from './file-type.js';
import { pathOf, walkPath, type Place, type WalkProblem } from './path-walk.js';
import { newFile, type RootFile } from './root-file.js';

/** Something in an initrd that is not what its maker can have meant. */
export interface InitrdOddity {
  readonly kind: 'replaced' | 'not unpacked' | 'outside the root';
  /** The name as it stands in the archive. */
  readonly path: string;
  readonly member: number;
  /** In words: "a directory takes the place of a symlink". */
  readonly what: string;
}

/** Oddities are told to people; a hostile archive does not fill the memory with them. */
const MOST_ODDITIES = 1000;

/** Where the content of an entry goes, if it goes anywhere. */
export interface Written {
  readonly path: string;
  readonly file: RootFile;
}

export class RootModel {
  readonly root: RootFile = newFile('directory', { permissions: 0o755, links: 1 });
  readonly oddities: InitrdOddity[] = [];
  private readonly hardLinks = new Map<string, string>();
  private member = -1;

  constructor() {
    // The kernel's own initramfs comes first (usr/default_cpio_list).
    this.root.children?.set('dev', newFile('directory', { permissions: 0o755, links: 1 }));
    this.root.children?.set('root', newFile('directory', { permissions: 0o700, links: 1 }));
  }

  beginMember(index: number): void {
    this.member = index;
  }

  /** An end mark. */
  forgetHardLinks(): void {
    this.hardLinks.clear();
  }

  /** Unpacks an entry but for its content; returns where that goes, for a regular file. */
  unpack(header: CpioHeader, path: string, linkTarget: string | undefined): Written | undefined {
    if (path.split('/').includes('..'))
      this.odd('outside the root', path, 'a name with ".." in it');
    const type = fileTypeOf(header.mode);
    if (type === undefined) {
      this.clean(path, undefined);
      this.odd('not unpacked', path, 'a file of no type');
      return undefined;
    }
    switch (type) {
      case 'file':
        return this.regularFile(header, path);
      case 'directory':
        this.directory(header, path);
        return undefined;
      case 'symlink':
        this.symlink(header, path, linkTarget ?? '');
        return undefined;
      case 'character device':
      case 'block device':
      case 'fifo':
      case 'socket':
        this.node(header, path, type);
        return undefined;
    }
  }

  // clean_path: what is there goes, unless it is of the type `keeps`; a full directory stays too.
  private clean(path: string, keeps: FileType | undefined, by?: FileType): void {
    const place = this.walk(path, false);
    if (typeof place === 'string' || place.file === undefined || place.name === '') return;
    const { file } = place;
    if (file.type === keeps) return;
    if (file.type === 'directory' && (file.children?.size ?? 0) > 0) return;
    place.parent.children?.delete(place.name);
    file.links -= 1;
    if (file.member === -1 || by === undefined || by === file.type) return;
    this.odd('replaced', path, `a ${by} takes the place of a ${file.type}`);
  }

  private regularFile(header: CpioHeader, path: string): Written | undefined {
    this.clean(path, 'file', 'file');
    const link = this.hardLink(header, path);
    if (link === 'failed') return undefined;
    const place = this.create(path, newFile('file', {}));
    if (place?.file === undefined) return undefined;
    const { file } = place;
    this.own(file, header);
    if (link === 'linked' && header.size === 0) return undefined;
    Object.assign(file, {
      size: header.size,
      sha256: undefined,
      content: undefined,
      value: undefined,
    } satisfies Partial<RootFile>);
    return { path: pathOf(place), file };
  }

  private directory(header: CpioHeader, path: string): void {
    this.clean(path, 'directory', 'directory');
    const file = this.create(path, newFile('directory', {}))?.file;
    if (file !== undefined) this.own(file, header);
  }

  // Takes the place of anything, of another symlink too.
  private symlink(header: CpioHeader, path: string, linkTarget: string): void {
    this.clean(path, undefined, 'symlink');
    const size = Buffer.byteLength(linkTarget);
    const file = this.create(path, newFile('symlink', { linkTarget, size }))?.file;
    if (file !== undefined) Object.assign(file, this.owner(header), { permissions: 0o777 });
  }

  private node(header: CpioHeader, path: string, type: FileType): void {
    this.clean(path, type, type);
    if (this.hardLink(header, path) !== 'none') return;
    const device = { major: header.nodeMajor, minor: header.nodeMinor };
    const file = this.create(path, newFile(type, { device }))?.file;
    if (file !== undefined) this.own(file, header);
  }

  // maybe_link: the second name of a file that has several becomes a link to its first.
  private hardLink(header: CpioHeader, path: string): 'none' | 'linked' | 'failed' {
    if (header.links < 2) return 'none';
    const type = header.mode & 0o170000;
    const key = [header.deviceMajor, header.deviceMinor, header.inode, type].join(':');
    const first = this.hardLinks.get(key);
    if (first === undefined) {
      this.hardLinks.set(key, path);
      return 'none';
    }
    this.clean(path, undefined);
    const from = this.walk(first, false);
    const to = this.walk(path, false);
    const file = typeof from === 'string' ? undefined : from.file;
    if (file === undefined || file.type === 'directory') {
      this.odd('not unpacked', path, `a hard link to ${first}, which is not there`);
      return 'failed';
    }
    if (typeof to === 'string' || to.file !== undefined || to.name === '') {
      this.odd('not unpacked', path, 'a hard link for which there is no room');
      return 'failed';
    }
    to.parent.children?.set(to.name, file);
    file.links += 1;
    return 'linked';
  }

  // Puts `file` where there is none; what is there already and of its type stays, as it is.
  private create(path: string, file: RootFile): Place | undefined {
    const place = this.walk(path, false);
    if (typeof place === 'string') {
      this.odd('not unpacked', path, walkProblems[place]);
      return undefined;
    }
    if (place.file?.type === file.type && file.type !== 'symlink') return place;
    if (place.file !== undefined) {
      this.odd('not unpacked', path, `there is a ${place.file.type} that cannot be removed`);
      return undefined;
    }
    file.links = 1;
    place.parent.children?.set(place.name, file);
    return { ...place, file };
  }

  private own(file: RootFile, header: CpioHeader): void {
    Object.assign(file, this.owner(header), { permissions: header.mode & 0o7777 });
  }

  private owner({ uid, gid }: CpioHeader): Pick<RootFile, 'uid' | 'gid' | 'member'> {
    return { uid, gid, member: this.member };
  }

  private walk(path: string, follow: boolean): Place | WalkProblem {
    return walkPath(this.root, path, follow);
  }

  private odd(kind: InitrdOddity['kind'], path: string, what: string): void {
    if (this.oddities.length >= MOST_ODDITIES) return;
    this.oddities.push({ kind, path, member: this.member, what });
  }
}

const walkProblems: Readonly<Record<WalkProblem, string>> = {
  missing: 'a directory above it is missing',
  'not a directory': 'something above it is not a directory',
  'too many symlinks': 'symlinks above it lead round in a circle',
  'name too long': 'a name of more than 255 bytes',
};
