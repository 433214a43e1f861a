// An arm64 Image: plain, compressed as a whole file (Image.gz), or inside an EFI zboot program.
// Its release is in no header: it is found in the kernel's banner, on the way to its config.
import { readPieces, type ByteSource } from '../bytes/index.js';
import {
  decompressStream,
  detectCompression,
  MAGIC_LENGTH,
  type Compression,
} from '../compression/index.js';
import {
  ARM64_HEADER_LENGTH,
  checkArm64Image,
  isArm64Image,
  isZboot,
  parseZbootHeader,
} from './arm64-header.js';
import { ikconfigLandmark, unpackIkconfig } from './ikconfig.js';
import type { KernelImage } from './kernel-image.js';
import { findLandmarks, Landmark } from './landmark.js';
import { kernelWithoutIkconfig, notAKernelImage } from './problems.js';

export async function openArm64Image(
  source: ByteSource,
  start: Uint8Array,
  limit: number,
): Promise<KernelImage> {
  const name = source.name;
  const packed = await findPacked(source, start);
  const payload = (): AsyncIterable<Uint8Array> =>
    decompressStream(readPieces(source, packed.offset, packed.length), {
      name: `the kernel in ${name}`,
      limit,
      compression: packed.compression,
    });

  // One pass finds both; it ends as soon as it has.
  const banner = bannerLandmark();
  const ikconfig = ikconfigLandmark();
  await findLandmarks(checked(payload(), packed.compression, name), [banner, ikconfig]);
  if (banner.found === undefined) throw notAKernelImage(name, 'an arm64 Image without a banner');
  const line = banner.found.toString('latin1');
  const release = line.split(' ', 1)[0] ?? '';
  return {
    name,
    format: packed.format,
    architecture: 'arm64',
    release,
    banner: `Linux version ${line}`,
    compression: packed.compression,
    payload,
    vmlinux: () => Promise.resolve(undefined),
    async ikconfig() {
      if (ikconfig.found === undefined) throw kernelWithoutIkconfig(name, release);
      return unpackIkconfig(ikconfig.found, name);
    },
  };
}

interface Packed {
  readonly format: 'Image' | 'zboot';
  readonly compression: Compression;
  readonly offset: number;
  readonly length: number;
}

async function findPacked(source: ByteSource, start: Uint8Array): Promise<Packed> {
  if (isArm64Image(start)) {
    return { format: 'Image', compression: 'none', offset: 0, length: source.size };
  }
  if (isZboot(start)) {
    const { payloadOffset, payloadLength } = parseZbootHeader(start, source.size, source.name);
    const magic = await source.read(payloadOffset, Math.min(MAGIC_LENGTH, payloadLength));
    const compression = detectCompression(magic);
    return { format: 'zboot', compression, offset: payloadOffset, length: payloadLength };
  }
  const compression = detectCompression(start);
  if (compression === 'none') throw notAKernelImage(source.name, describe(start));
  return { format: 'Image', compression, offset: 0, length: source.size };
}

/** The pieces, once the first bytes are known to begin an arm64 Image. */
async function* checked(
  pieces: AsyncIterable<Uint8Array>,
  compression: Compression,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  for await (const piece of pieces) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length < ARM64_HEADER_LENGTH) continue;
    if (!isArm64Image(start)) throw notAKernelImage(name, `${compression} data of something else`);
    checkArm64Image(start, name);
    yield start;
    start = undefined;
  }
  if (start !== undefined) throw notAKernelImage(name, `${start.length} bytes`);
}

// The string also stands in the kernel as a format; a banner goes on with a number.
function bannerLandmark(): Landmark {
  return new Landmark({
    start: Buffer.from('Linux version '),
    end: Buffer.from('\n'),
    limit: 1024,
    accept: (line) => /^[0-9]+\.[0-9]+[\x21-\x7e]* \([\x20-\x7e]*$/.test(line.toString('latin1')),
  });
}

function describe(start: Uint8Array): string {
  if (start.length < ARM64_HEADER_LENGTH) return `a file of ${start.length} bytes`;
  const elf = Buffer.from(start.subarray(0, 4)).toString('latin1') === '\x7fELF';
  return elf ? 'an ELF file' : 'something else';
}
