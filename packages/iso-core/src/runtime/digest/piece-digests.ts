// The digest of a file and of each of its pieces, from one reading. Who reads the pieces again, in any order,
// knows of each whether it is what was read before, and of all of them that they are the file.
import { createHash, webcrypto } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Cache } from '../cache/cache.js';
import { writeAtomically } from '../files/atomic.js';
import { readPiece } from '../files/read-piece.js';
import { isSha256, sha256 } from './digest.js';
import {
  knownDigest,
  parseKnownFile,
  readRecord,
  rememberDigest,
  type KnownFile,
} from './file-digest.js';

export interface PieceDigests {
  /** Of the whole file. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of each piece but the last. */
  readonly pieceSize: number;
  /** The SHA-256 of each piece, in order; an empty file has one piece. */
  readonly pieces: readonly string[];
}

const MEBIBYTE = 1024 ** 2;
/** What S3 takes for a part at least, and how many parts (API reference, "Multipart upload limits"). */
const LEAST_PIECE = 5 * MEBIBYTE;
const MOST_PIECES = 10_000;

/** How long the pieces of a file with `size` bytes are. The same file is always cut in the same way. */
export function pieceSizeFor(size: number): number {
  return Math.max(LEAST_PIECE, Math.ceil(size / MOST_PIECES / MEBIBYTE) * MEBIBYTE);
}

/** Of the file at `path`, from the cache folder as long as the file is the same; see `fileDigest`. */
export async function knownPieceDigests(cache: Cache, path: string): Promise<PieceDigests> {
  const facts = await stat(path, { bigint: true });
  const record = parseRecord(await readRecord(recordOf(cache, path)));
  const digest = knownDigest(record?.file, facts);
  if (record === undefined || digest === undefined) return takePieceDigests(cache, path);
  const { pieces } = record;
  const size = Number(facts.size);
  return { sha256: digest, size, pieceSize: pieceSizeFor(size), pieces };
}

/** Of the file at `path`, read whatever is known of it, and remembered for `knownPieceDigests`. */
export async function takePieceDigests(cache: Cache, path: string): Promise<PieceDigests> {
  const facts = await stat(path, { bigint: true });
  const digests = await digestPieces(path, pieceSizeFor(Number(facts.size)));
  const file = rememberDigest(facts, digests.sha256);
  if (file !== undefined) {
    const text = JSON.stringify({ file, pieces: digests.pieces } satisfies PiecesRecord);
    // A cache folder that cannot be written costs time, not the result.
    await writeAtomically(recordOf(cache, path), text).catch(() => undefined);
  }
  return digests;
}

/** Of the file at `path`. Rejects as `fs.open` and `read` do. */
export async function digestPieces(path: string, pieceSize: number): Promise<PieceDigests> {
  const whole = createHash('sha256');
  const pieces: string[] = [];
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceSize);
    let size = 0;
    let piece: Uint8Array;
    do {
      piece = await readPiece(file, buffer, size);
      size += piece.byteLength;
      if (piece.byteLength === 0 && pieces.length > 0) break;
      // In a thread of its own, while the whole is digested here.
      const digest = webcrypto.subtle.digest('SHA-256', piece);
      whole.update(piece);
      pieces.push(Buffer.from(await digest).toString('hex'));
    } while (piece.byteLength === pieceSize);
    return { sha256: whole.digest('hex'), size, pieceSize, pieces };
  } finally {
    await file.close();
  }
}

interface PiecesRecord {
  readonly file: KnownFile;
  readonly pieces: readonly string[];
}

/** What `takePieceDigests` wrote; `undefined` for anything else, also of files that were cut in another way. */
function parseRecord(value: unknown): PiecesRecord | undefined {
  const { file: facts, pieces } = Object(value) as { file?: unknown; pieces?: unknown };
  const file = parseKnownFile(facts);
  if (file === undefined || !isDigests(pieces)) return undefined;
  const size = Number(file[0]);
  const expected = Math.max(1, Math.ceil(size / pieceSizeFor(size)));
  return pieces.length === expected ? { file, pieces } : undefined;
}

function isDigests(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.every((entry) => typeof entry === 'string' && isSha256(entry))
  );
}

function recordOf(cache: Cache, path: string): string {
  return cache.path('digests', `${sha256(resolve(path))}.pieces.json`);
}
