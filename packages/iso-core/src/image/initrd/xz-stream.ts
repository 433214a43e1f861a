// Where an xz stream (The .xz File Format 1.2) ends, found by going from LZMA2 chunk to chunk
// (each begins with its packed length): nothing is decoded.
import { crc32 } from 'node:zlib';
import type { ByteSource } from '../bytes/index.js';

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const FOOTER_MAGIC = Buffer.from('YZ');
const HEADER_SIZE = 12;
/** Bytes of the check after a block, by its number: none and CRC32, all that the kernel reads. */
const CHECK_SIZES = [0, 4];

/** The stream's size in bytes. Throws an Error that says what is wrong with it. */
export async function xzStreamSize(source: ByteSource, offset: number): Promise<number> {
  const header = await bytesAt(source, offset, HEADER_SIZE);
  if (!header.subarray(0, 6).equals(MAGIC)) throw new Error('a magic that is not that of xz');
  if (crc32(header.subarray(6, 8)) !== header.readUInt32LE(8)) {
    throw new Error('an xz header whose checksum is wrong');
  }
  const check = CHECK_SIZES[header.readUInt8(7)];
  if (check === undefined) {
    throw new Error('an xz integrity check that the kernel does not read (xz --check=crc32 is)');
  }
  let position = offset + HEADER_SIZE;
  let blocks = 0;
  for (;;) {
    const first = (await bytesAt(source, position, 1)).readUInt8(0);
    if (first === 0) break;
    const data = position + (first + 1) * 4;
    position = alignTo(offset, await lzma2End(source, data)) + check;
    blocks += 1;
  }
  return streamEnd(source, offset, position, blocks);
}

async function lzma2End(source: ByteSource, start: number): Promise<number> {
  for (let position = start; ;) {
    const control = (await bytesAt(source, position, 1)).readUInt8(0);
    if (control === 0) return position + 1;
    if (control >= 0x80) {
      const packed = (await bytesAt(source, position, 5)).readUInt16BE(3) + 1;
      position += 5 + (control >= 0xc0 ? 1 : 0) + packed;
    } else if (control <= 2) {
      position += 3 + (await bytesAt(source, position, 3)).readUInt16BE(1) + 1;
    } else {
      throw new Error('an LZMA2 chunk of an unknown kind');
    }
  }
}

// The index, whose size stands in the footer after it (§2.1.2): the footer is where the two agree.
async function streamEnd(
  source: ByteSource,
  offset: number,
  index: number,
  blocks: number,
): Promise<number> {
  let position = index + 1;
  const count = await readNumber(source, position);
  if (count.value !== blocks)
    throw new Error(`an xz index of ${count.value} blocks, not ${blocks}`);
  position = count.end;
  for (let field = 0; field < blocks * 2; field++) {
    position = (await readNumber(source, position)).end;
  }
  const footer = alignTo(offset, position) + 4;
  const bytes = await bytesAt(source, footer, HEADER_SIZE);
  if (!bytes.subarray(10).equals(FOOTER_MAGIC)) throw new Error('an xz stream without its footer');
  if ((bytes.readUInt32LE(4) + 1) * 4 !== footer - index) {
    throw new Error('an xz footer that does not fit the index before it');
  }
  return footer + HEADER_SIZE - offset;
}

async function readNumber(
  source: ByteSource,
  offset: number,
): Promise<{ value: number; end: number }> {
  let value = 0;
  for (let byte = 0; byte < 9; byte++) {
    const bits = (await bytesAt(source, offset + byte, 1)).readUInt8(0);
    value += (bits & 0x7f) * 2 ** (7 * byte);
    if (bits < 0x80) return { value, end: offset + byte + 1 };
  }
  throw new Error('an xz number of more than nine bytes');
}

function alignTo(start: number, position: number): number {
  return start + Math.ceil((position - start) / 4) * 4;
}

async function bytesAt(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  if (offset + length > source.size) throw new Error('an xz stream that is cut short');
  return Buffer.from(await source.read(offset, length));
}
