// Decompression by node's own zlib: gzip, and zstd where this node has it.
import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { isIsoError } from '../../runtime/index.js';
import { damaged } from './problems.js';

const OPTIONS = { chunkSize: 256 * 1024 };

/**
 * Decodes gzip members, one right after another; what follows the last is ignored.
 * Errors: `COMPRESSED_DATA_DAMAGED`, and those of `pieces`.
 */
export function gunzip(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  return through(pieces, zlib.createGunzip(OPTIONS), name, 'gzip');
}

/** A zstd decoder like {@link gunzip}, or `undefined` before node 22.15. */
export function nodeUnzstd():
  ((pieces: AsyncIterable<Uint8Array>, name: string) => AsyncGenerator<Uint8Array>) | undefined {
  const create = (zlib as { createZstdDecompress?: (options: object) => Transform })
    .createZstdDecompress;
  if (create === undefined) return undefined;
  return (pieces, name) => through(pieces, create(OPTIONS), name, 'zstd');
}

async function* through(
  pieces: AsyncIterable<Uint8Array>,
  decoder: Transform,
  name: string,
  format: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = Readable.from(pieces, { objectMode: true });
  // Errors of either reach the loop below, which is where they are handled.
  pipeline(source, decoder, () => undefined);
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } catch (cause) {
    if (isIsoError(cause)) throw cause;
    throw damaged(name, `does not decompress as ${format}`, cause);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}
