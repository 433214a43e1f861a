// A bzImage: setup code with a header, then a decompressor that carries the compressed vmlinux.
import { readPieces, type ByteSource } from '../bytes/index.js';
import {
  decompressSized,
  decompressStream,
  detectCompression,
  MAGIC_LENGTH,
  type Compression,
} from '../compression/index.js';
import { parseBzImageHeader, type BzImageHeader } from './bzimage-header.js';
import { ikconfigLandmark, unpackIkconfig } from './ikconfig.js';
import type { KernelImage } from './kernel-image.js';
import { findLandmarks } from './landmark.js';
import { kernelWithoutIkconfig, notAKernelImage } from './problems.js';

const VERSION_LIMIT = 512;

export async function openBzImage(
  source: ByteSource,
  start: Uint8Array,
  limit: number,
): Promise<KernelImage> {
  const name = source.name;
  const header = parseBzImageHeader(start, source.size, name);
  const banner = await readVersion(source, header);
  const release = banner.split(' ', 1)[0] ?? '';
  const magic = await source.read(
    header.payloadOffset,
    Math.min(MAGIC_LENGTH, header.payloadLength),
  );
  const compression = detectCompression(magic);
  if (!isPayload(magic, compression)) {
    throw notAKernelImage(name, 'a bzImage whose payload is neither compressed nor an ELF file');
  }

  const packed = (): AsyncIterable<Uint8Array> =>
    readPieces(source, header.payloadOffset, packedLength(header, compression));
  const unpacking = { name: `the kernel in ${name}`, limit, compression };
  const payload = (): AsyncIterable<Uint8Array> => decompressStream(packed(), unpacking);
  return {
    name,
    format: 'bzImage',
    architecture: 'amd64',
    release,
    banner,
    compression,
    payload,
    async vmlinux() {
      const size = await readUnpackedSize(source, header, compression);
      return decompressSized(packed(), size, unpacking);
    },
    async ikconfig() {
      const landmark = ikconfigLandmark();
      await findLandmarks(payload(), [landmark]);
      if (landmark.found === undefined) throw kernelWithoutIkconfig(name, release);
      return unpackIkconfig(landmark.found, name);
    },
  };
}

async function readVersion(source: ByteSource, header: BzImageHeader): Promise<string> {
  const length = Math.min(VERSION_LIMIT, header.setupEnd - header.versionOffset);
  const bytes = Buffer.from(await source.read(header.versionOffset, length));
  const end = bytes.indexOf(0);
  const text = bytes.toString('latin1', 0, end);
  if (end <= 0 || !/^[0-9]+\.[0-9]+[\x21-\x7e]* [\x20-\x7e]*$/.test(text)) {
    throw notAKernelImage(source.name, 'a bzImage without a readable version string');
  }
  return text;
}

// The kernel itself knows no LZ4 frames, and begins as an ELF file where it is not compressed.
function isPayload(magic: Uint8Array, compression: Compression): boolean {
  if (compression !== 'none') return compression !== 'lz4-frame';
  return Buffer.from(magic.subarray(0, 4)).toString('latin1') === '\x7fELF';
}

// kbuild appends the unpacked size to every compressed payload for the decompressor's own use
// (arch/x86/boot/compressed/mkpiggy.c); gzip's own last word says the same already.
function packedLength({ payloadLength }: BzImageHeader, compression: Compression): number {
  return compression === 'gzip' || compression === 'none' ? payloadLength : payloadLength - 4;
}

async function readUnpackedSize(
  source: ByteSource,
  { payloadOffset, payloadLength }: BzImageHeader,
  compression: Compression,
): Promise<number> {
  if (compression === 'none') return payloadLength;
  const last = await source.read(payloadOffset + payloadLength - 4, 4);
  return new DataView(last.buffer, last.byteOffset, 4).getUint32(0, true);
}
