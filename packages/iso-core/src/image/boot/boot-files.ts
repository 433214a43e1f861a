// The file systems that a boot loader on the ISO can see, by one contract: the ISO itself and the FAT
// file systems in its EFI boot images.
import type { ByteSource } from '../bytes/index.js';
import type { IsoImage } from '../iso9660/index.js';
import type { FatVolume } from './fat/index.js';

/** Where a file lies: on the ISO, or in the EFI boot image's FAT file system. */
export type Where = 'iso' | 'efi-fat';

/** A file system, or something in it. */
interface Placed {
  readonly where: Where;
  /** The path on the ISO of the EFI boot image; a partition of its own is no file of the ISO. */
  readonly image?: string;
}

export interface BootFile extends Placed {
  /** The path as the file system writes it, without symbolic links. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  open(): ByteSource;
}

export interface BootFileSystem extends Placed {
  readonly label: string | undefined;
  readonly uuid: string;
  /** The regular file at `path`. */
  file(path: string): Promise<BootFile | undefined>;
  files(): AsyncIterable<BootFile>;
}

export function isoFileSystem(iso: IsoImage): BootFileSystem {
  const fileOf = (entry: Parameters<IsoImage['open']>[0]): BootFile => ({
    where: 'iso',
    path: entry.path,
    size: entry.size,
    open: () => iso.open(entry),
  });
  return {
    where: 'iso',
    label: iso.volumeId,
    uuid: iso.uuid,
    async file(path) {
      const entry = await iso.find(path);
      return entry?.kind === 'file' ? fileOf(entry) : undefined;
    },
    async *files() {
      for await (const entry of iso.entries()) if (entry.kind === 'file') yield fileOf(entry);
    },
  };
}

/** `image` is the path on the ISO of the file that the file system is, if it is one. */
export function fatFileSystem(fat: FatVolume, image: string | undefined): BootFileSystem {
  const placed: Placed = { where: 'efi-fat', ...(image === undefined ? {} : { image }) };
  const fileOf = (entry: Parameters<FatVolume['open']>[0]): BootFile => ({
    ...placed,
    path: entry.path,
    size: entry.size,
    open: () => fat.open(entry),
  });
  return {
    ...placed,
    label: fat.label,
    uuid: fat.geometry.uuid,
    async file(path) {
      const entry = await fat.find(path);
      return entry?.isDirectory === false ? fileOf(entry) : undefined;
    },
    async *files() {
      for await (const entry of fat.entries()) if (!entry.isDirectory) yield fileOf(entry);
    },
  };
}

/** The largest config that is read: 1 MiB. */
const MOST_CONFIG_BYTES = 1024 * 1024;

/** A config file's text; undefined when it is larger than any config. */
export async function configText(file: BootFile): Promise<string | undefined> {
  if (file.size > MOST_CONFIG_BYTES) return undefined;
  return Buffer.from(await file.open().read(0, file.size)).toString('utf8');
}
