// What every reader of one compressed member promises.
import type { ByteSource } from '../bytes/index.js';

/** How far reading has come. */
export interface Packed {
  /** Bytes that belong to the member: exact once its end is reached. */
  length: number;
  /** Whether the archive inside is complete so far: LZ4 has no end mark of its own. */
  readonly mayEnd: () => boolean;
}

/**
 * Unpacks the member that begins at `offset` of `source`, in pieces, and sets `packed.length`
 * before it ends. Throws an Error that says in words what is wrong with the data.
 */
export type Unpack = (
  source: ByteSource,
  offset: number,
  packed: Packed,
) => AsyncGenerator<Uint8Array, void, undefined>;
