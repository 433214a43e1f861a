// The header of a cpio entry in the "newc" and "crc" formats
// (Documentation/driver-api/early-userspace/buffer-format.rst): 110 ASCII characters, a magic of
// six and thirteen numbers of eight hexadecimal digits.

export const CPIO_HEADER_SIZE = 110;
/** The name of the entry that ends an archive. */
export const CPIO_TRAILER = 'TRAILER!!!';
/** The longest name or link target, with its NUL, that the kernel takes (PATH_MAX). */
export const PATH_MAX = 4096;

export interface CpioHeader {
  /** "070702": `checksum` is the sum of the content's bytes, which the kernel compares. */
  readonly checksummed: boolean;
  readonly inode: number;
  /** st_mode: type and permissions. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Bytes of the content that follows. */
  readonly size: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
  /** What a device node stands for. */
  readonly nodeMajor: number;
  readonly nodeMinor: number;
  /** Bytes of the name with its NUL. */
  readonly nameSize: number;
  readonly checksum: number;
}

export type CpioHeaderProblem = 'not cpio' | 'old cpio format' | 'not hexadecimal';

/** Reads a header of exactly 110 bytes; a string says why it is none. */
export function parseCpioHeader(bytes: Uint8Array): CpioHeader | CpioHeaderProblem {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, CPIO_HEADER_SIZE).toString('latin1');
  const magic = text.slice(0, 6);
  if (magic === '070707') return 'old cpio format';
  if (magic !== '070701' && magic !== '070702') return 'not cpio';
  if (!/^[0-9a-fA-F]{104}$/.test(text.slice(6))) return 'not hexadecimal';
  const field = (index: number): number => parseInt(text.slice(6 + index * 8, 14 + index * 8), 16);
  return {
    checksummed: magic === '070702',
    inode: field(0),
    mode: field(1),
    uid: field(2),
    gid: field(3),
    links: field(4),
    mtime: field(5),
    size: field(6),
    deviceMajor: field(7),
    deviceMinor: field(8),
    nodeMajor: field(9),
    nodeMinor: field(10),
    nameSize: field(11),
    checksum: field(12),
  };
}

/** The header with its name, NUL and padding to four bytes, as it stands in an archive. */
export function formatCpioHeader(header: Omit<CpioHeader, 'nameSize'>, name: Uint8Array): Buffer {
  const fields = [
    header.inode,
    header.mode,
    header.uid,
    header.gid,
    header.links,
    header.mtime,
    header.size,
    header.deviceMajor,
    header.deviceMinor,
    header.nodeMajor,
    header.nodeMinor,
    name.byteLength + 1,
    header.checksum,
  ];
  const digits = fields.map((value) => value.toString(16).toUpperCase().padStart(8, '0'));
  const result = Buffer.alloc(CPIO_HEADER_SIZE + paddedNameSize(name.byteLength + 1));
  result.write((header.checksummed ? '070702' : '070701') + digits.join(''), 'latin1');
  result.set(name, CPIO_HEADER_SIZE);
  return result;
}

/** Bytes that a name of `nameSize` bytes takes: the content begins at a multiple of four. */
export function paddedNameSize(nameSize: number): number {
  return align4(CPIO_HEADER_SIZE + nameSize) - CPIO_HEADER_SIZE;
}

/** `offset` rounded up to a multiple of four; safe above 2³¹. */
export function align4(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}
