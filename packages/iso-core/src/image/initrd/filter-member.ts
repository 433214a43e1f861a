// The archive inside of one member without some of its entries; the others as they were.
import type { ByteSource } from '../bytes/index.js';
import { formatCpioHeader, CPIO_TRAILER, type CpioHeader } from './cpio-header.js';
import { CpioParser, type CpioHandler } from './cpio-parser.js';
import { padding } from './cpio-writer.js';
import { fileTypeOf } from './file-type.js';
import { unpackerOf } from './unpackers.js';
import type { InitrdMember } from './walk.js';
import { readPieces } from '../bytes/index.js';

/** Which entries of a member are left out: by number, the member's first entry being `first`. */
export interface MemberFilter {
  readonly first: number;
  readonly left: ReadonlySet<number>;
}

/** The archive in pieces that belong to the caller; a multiple of four bytes long. */
export async function* filteredArchive(
  source: ByteSource,
  member: InitrdMember,
  filter: MemberFilter,
): AsyncGenerator<Uint8Array, void, undefined> {
  const output = new Filter(filter);
  const parser = new CpioParser(output, member.index > 0);
  if (member.compression === 'none') parser.beginArchive();
  for await (const piece of unpacked(source, member, () => parser.atRest)) {
    parser.push(piece);
    yield output.take();
  }
}

function unpacked(
  source: ByteSource,
  { compression, offset, length }: InitrdMember,
  mayEnd: () => boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (compression === 'none') return readPieces(source, offset, length);
  return unpackerOf(compression)(source, offset, { length: 0, mayEnd });
}

class Filter implements CpioHandler {
  private pieces: Buffer[] = [];
  private number: number;
  private copies = false;
  private size = 0;

  constructor(private readonly filter: MemberFilter) {
    this.number = filter.first;
  }

  entry(header: CpioHeader, name: Uint8Array, linkTarget: Uint8Array | undefined): void {
    this.copies = !this.filter.left.has(this.number);
    this.number += 1;
    if (!this.copies) return;
    this.size = linkTarget?.byteLength ?? header.size;
    this.pieces.push(formatCpioHeader({ ...header, size: this.size }, name));
    if (linkTarget !== undefined) {
      this.pieces.push(Buffer.from(linkTarget), Buffer.from(padding(this.size)));
    } else if (fileTypeOf(header.mode) !== 'file') {
      this.copies = false;
    }
  }

  data(piece: Uint8Array): void {
    if (this.copies) this.pieces.push(Buffer.from(piece));
  }

  end(): void {
    if (this.copies) this.pieces.push(Buffer.from(padding(this.size)));
  }

  trailer(): void {
    this.pieces.push(formatCpioHeader(trailerHeader, Buffer.from(CPIO_TRAILER)));
  }

  take(): Uint8Array {
    const { pieces } = this;
    this.pieces = [];
    return Buffer.concat(pieces);
  }
}

const trailerHeader = {
  checksummed: false,
  inode: 0,
  mode: 0,
  uid: 0,
  gid: 0,
  links: 1,
  mtime: 0,
  size: 0,
  deviceMajor: 0,
  deviceMinor: 0,
  nodeMajor: 0,
  nodeMinor: 0,
  checksum: 0,
};
