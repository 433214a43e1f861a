// Reads cpio as the kernel does (init/initramfs.c): a state machine that is given bytes in pieces
// of any size and keeps no more than one name. Where the kernel would stop, or go on with whatever
// happens to lie in its buffers, this is an error.
import {
  align4,
  CPIO_HEADER_SIZE,
  CPIO_TRAILER,
  paddedNameSize,
  parseCpioHeader,
  PATH_MAX,
  type CpioHeader,
} from './cpio-header.js';
import { fileTypeOf } from './file-type.js';

/** What a parser calls, in the order of the archive. A handler copies the bytes that it keeps. */
export interface CpioHandler {
  /** `name` and `linkTarget` end before their first NUL. `linkTarget` is there for symlinks. */
  entry(header: CpioHeader, name: Uint8Array, linkTarget: Uint8Array | undefined): void;
  /** A piece of the content of the regular file that was begun last. */
  data(piece: Uint8Array): void;
  /** The content of the regular file that was begun last is complete. */
  end(): void;
  /** The end mark: what is known of hard links is forgotten. */
  trailer(): void;
}

/** Thrown by a parser: `problem` at `position` bytes from where the archive began. */
export class CpioProblem extends Error {
  constructor(
    readonly problem: string,
    readonly position: number,
  ) {
    super(problem);
  }
}

type State = 'header' | 'name' | 'content' | 'skip' | 'rest';

const ZERO = 0x00;
const DIGIT_ZERO = 0x30;

export class CpioParser {
  private state: State = 'header';
  private at = 0;
  private nextHeader = 0;
  private stopsAtTrailer = false;
  private trailerSeen = false;
  private header: CpioHeader | undefined;
  private contentLeft = 0;
  private sum = 0;
  /** Bytes of a header or name that came in several pieces. */
  private collected = Buffer.alloc(CPIO_HEADER_SIZE);
  private collectedSize = 0;

  /** `resumed`: another archive was read before, so that zeros may come first. */
  constructor(
    private readonly handler: CpioHandler,
    resumed = false,
  ) {
    if (resumed) this.state = 'rest';
  }

  /** Between entries: the only place where a member may end. */
  get atRest(): boolean {
    return this.state === 'rest';
  }

  /** Bytes from where the member began. */
  get position(): number {
    return this.at;
  }

  /** Bytes from where the member began to the end of its last entry. */
  get end(): number {
    return this.nextHeader;
  }

  /** Begins a compressed member whose own offsets count from 0. */
  beginMember(): void {
    this.at = 0;
    this.stopsAtTrailer = false;
  }

  /** Begins an uncompressed archive: its first header is right here, its end mark is its end. */
  beginArchive(): void {
    this.at = 0;
    this.nextHeader = 0;
    this.state = 'header';
    this.stopsAtTrailer = true;
    this.trailerSeen = false;
  }

  /** Whether an uncompressed archive has reached its end mark. */
  get ended(): boolean {
    return this.stopsAtTrailer && this.trailerSeen && this.atRest;
  }

  /**
   * Takes bytes; returns how many. Fewer than given only between entries, before a byte that is
   * neither zero nor begins a header, or after the end mark of an uncompressed archive.
   */
  push(bytes: Uint8Array): number {
    let offset = 0;
    while (!this.ended && (offset < bytes.byteLength || this.state === 'content')) {
      const taken = this.step(bytes, offset);
      if (taken === undefined) break;
      offset += taken;
      if (this.state === 'skip' && this.at === this.nextHeader) this.state = 'rest';
    }
    return offset;
  }

  // Moves on by one step. Bytes taken from `offset`; undefined when nothing more can be done with
  // what is there.
  private step(bytes: Uint8Array, offset: number): number | undefined {
    switch (this.state) {
      case 'header':
        return this.collect(bytes, offset, CPIO_HEADER_SIZE, (header) => this.onHeader(header));
      case 'name':
        return this.collect(bytes, offset, this.nameAndTargetSize(), (name) => this.onName(name));
      case 'content':
        return this.content(bytes, offset);
      case 'skip':
        return this.skip(bytes, offset);
      case 'rest':
        return this.rest(bytes, offset);
    }
  }

  private collect(
    bytes: Uint8Array,
    offset: number,
    size: number,
    then: (collected: Uint8Array) => void,
  ): number {
    const wanted = size - this.collectedSize;
    const taken = Math.min(wanted, bytes.byteLength - offset);
    const piece = bytes.subarray(offset, offset + taken);
    this.at += taken;
    if (taken === size) {
      then(piece);
      return taken;
    }
    if (this.collected.byteLength < size) {
      const larger = Buffer.alloc(size);
      larger.set(this.collected.subarray(0, this.collectedSize));
      this.collected = larger;
    }
    this.collected.set(piece, this.collectedSize);
    this.collectedSize += taken;
    if (taken === wanted) {
      this.collectedSize = 0;
      then(this.collected.subarray(0, size));
    }
    return taken;
  }

  private onHeader(bytes: Uint8Array): void {
    const header = parseCpioHeader(bytes);
    if (typeof header === 'string') throw this.problem(headerProblems[header]);
    const type = fileTypeOf(header.mode);
    if (header.nameSize === 0 || header.nameSize > PATH_MAX) {
      throw this.problem(`a name of ${header.nameSize} bytes, expected 1 to ${PATH_MAX}`);
    }
    if (type === 'symlink' && header.size > PATH_MAX) {
      throw this.problem(`a link target of ${header.size} bytes, expected at most ${PATH_MAX}`);
    }
    if (header.size > 0 && type !== 'file' && type !== 'symlink') {
      throw this.problem(`${header.size} bytes of content on a ${type ?? 'file of no type'}`);
    }
    this.header = header;
    this.nextHeader = align4(this.at + paddedNameSize(header.nameSize) + header.size);
    this.state = 'name';
  }

  private nameAndTargetSize(): number {
    const { mode, nameSize, size } = this.current();
    return paddedNameSize(nameSize) + (fileTypeOf(mode) === 'symlink' ? size : 0);
  }

  private onName(bytes: Uint8Array): void {
    const header = this.current();
    if (bytes[header.nameSize - 1] !== ZERO) throw this.problem('a name without its NUL');
    const name = untilNul(bytes.subarray(0, header.nameSize));
    const type = fileTypeOf(header.mode);
    this.state = 'skip';
    if (type === 'symlink') {
      this.handler.entry(header, name, untilNul(bytes.subarray(paddedNameSize(header.nameSize))));
    } else if (Buffer.from(name).toString('latin1') === CPIO_TRAILER) {
      this.trailerSeen = true;
      this.handler.trailer();
    } else {
      this.handler.entry(header, name, undefined);
      if (type !== 'file') return;
      this.contentLeft = header.size;
      this.sum = 0;
      this.state = 'content';
    }
  }

  private content(bytes: Uint8Array, offset: number): number | undefined {
    const taken = Math.min(this.contentLeft, bytes.byteLength - offset);
    if (taken > 0) {
      const piece = bytes.subarray(offset, offset + taken);
      if (this.current().checksummed) for (const byte of piece) this.sum = (this.sum + byte) >>> 0;
      this.handler.data(piece);
      this.contentLeft -= taken;
      this.at += taken;
    }
    if (this.contentLeft > 0) return taken === 0 ? undefined : taken;
    const { checksummed, checksum } = this.current();
    if (checksummed && this.sum !== checksum) {
      throw this.problem(`a content whose checksum is ${this.sum}, expected ${checksum}`);
    }
    this.state = 'skip';
    this.handler.end();
    return taken;
  }

  private skip(bytes: Uint8Array, offset: number): number {
    const taken = Math.min(this.nextHeader - this.at, bytes.byteLength - offset);
    this.at += taken;
    return taken;
  }

  private rest(bytes: Uint8Array, offset: number): number | undefined {
    let end = offset;
    while (end < bytes.byteLength && bytes[end] === ZERO) end++;
    this.at += end - offset;
    if (end > offset) return end - offset;
    if (this.at % 4 !== 0) throw this.problem('padding that does not end at four bytes');
    if (bytes[end] !== DIGIT_ZERO) return undefined;
    this.state = 'header';
    return 0;
  }

  private current(): CpioHeader {
    if (this.header === undefined) throw new Error('no entry was begun');
    return this.header;
  }

  private problem(text: string): CpioProblem {
    return new CpioProblem(text, this.at);
  }
}

const headerProblems = {
  'not cpio': 'no cpio magic, expected "070701" or "070702"',
  'old cpio format': 'a cpio archive in the old portable format, expected newc',
  'not hexadecimal': 'a cpio header with characters that are not hexadecimal',
};

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(ZERO);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
