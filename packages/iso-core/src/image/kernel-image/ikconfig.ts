// The config that a kernel with CONFIG_IKCONFIG=y carries: gzip between two marks (the kernel's
// kernel/configs.c).
import { decompress } from '../compression/index.js';
import { Landmark } from './landmark.js';

/** Real ones are 20 to 80 KiB packed, 60 to 300 KiB unpacked. */
const PACKED_LIMIT = 4 * 1024 * 1024;
const TEXT_LIMIT = 16 * 1024 * 1024;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

/** A search for the packed config, without its magic. */
export function ikconfigLandmark(): Landmark {
  return new Landmark({
    start: Buffer.concat([Buffer.from('IKCFG_ST'), GZIP_MAGIC]),
    end: Buffer.from('IKCFG_ED'),
    limit: PACKED_LIMIT,
  });
}

/** The text of the config that {@link ikconfigLandmark} found in `name`. */
export async function unpackIkconfig(found: Uint8Array, name: string): Promise<string> {
  const packed = Buffer.concat([GZIP_MAGIC, found]);
  const text = await decompress(packed, {
    name: `the config in ${name}`,
    limit: TEXT_LIMIT,
    compression: 'gzip',
  });
  return Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8');
}
