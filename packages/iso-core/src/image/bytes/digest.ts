// The digest of a source, read in pieces.
import { createHash } from 'node:crypto';
import { readPieces, type ByteSource } from './source.js';

/** The SHA-256 of all of `source`. Errors: those of the source. */
export async function sha256OfSource(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  const pieces = source.stream?.(0, source.size) ?? readPieces(source);
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
