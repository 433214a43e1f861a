// Puts members one after another so that the kernel reads each of them: what stands around an
// uncompressed archive is at multiples of four, and LZ4 streams follow each other without a byte
// between them, being one stream to the kernel.
import { align4 } from './cpio-header.js';
import type { InitrdCompression } from './compression-magic.js';

/** A member, or a row of them, on its way into a new initrd. */
export interface NewMember {
  /** Of the first archive in it. */
  readonly first: InitrdCompression;
  /** Of the last archive in it. */
  readonly last: InitrdCompression;
  /** Zero bytes that must stand before it. Default: none. */
  readonly gap?: number;
  /**
   * Its bytes. The archive is to begin with `leadingZeros`, so that its headers stand at multiples
   * of four where another LZ4 stream goes on.
   */
  pack(leadingZeros: number): AsyncIterable<Uint8Array>;
  /** Unpacked bytes of the adjacent LZ4 streams that it ends with; asked after its bytes. */
  lz4Bytes(): number;
}

/** The bytes of an initrd of `members`; a multiple of four long, unless it ends in LZ4. */
export async function* joinMembers(
  members: readonly NewMember[],
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  let last: InitrdCompression | undefined;
  let lz4Bytes = 0;
  for (const member of members) {
    const gap = member.gap ?? 0;
    const goesOn = last === 'lz4' && member.first === 'lz4' && gap === 0;
    const zeros = goesOn ? 0 : align4(position + gap) - position;
    yield new Uint8Array(zeros);
    position += zeros;
    const leadingZeros = goesOn ? align4(lz4Bytes) - lz4Bytes : 0;
    for await (const piece of member.pack(leadingZeros)) {
      position += piece.byteLength;
      yield piece;
    }
    lz4Bytes = (goesOn ? lz4Bytes : 0) + member.lz4Bytes();
    last = member.last;
  }
  // Before Linux 5.14 zeros after LZ4 are read as the length of a chunk.
  if (last !== 'lz4') yield new Uint8Array(align4(position) - position);
}
