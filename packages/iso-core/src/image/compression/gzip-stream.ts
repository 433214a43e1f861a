// Decompression of gzip by node's own zlib. zstd is left to its tool: the decoder of newer nodes
// ends after the first of several frames without a word.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isIsoError } from '../../runtime/index.js';
import { damaged } from './problems.js';

const CHUNK = 256 * 1024;

/**
 * Decodes gzip members, one right after another; what follows the last is ignored.
 * Errors: `COMPRESSED_DATA_DAMAGED`, and those of `pieces`.
 */
export async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = Readable.from(pieces, { objectMode: true });
  const decoder = createGunzip({ chunkSize: CHUNK });
  // Errors of either reach the loop below, which is where they are handled.
  pipeline(source, decoder, () => undefined);
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } catch (cause) {
    if (isIsoError(cause)) throw cause;
    throw damaged(name, 'does not decompress as gzip', cause);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}
