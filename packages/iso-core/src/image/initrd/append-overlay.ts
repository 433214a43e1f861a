// Adds one member to the end of an initrd and changes no byte before it.
import { dirname } from 'node:path';
import { withTemporaryFolder, writeAtomically, type Runner } from '../../runtime/index.js';
import { readPieces, type ByteSource } from '../bytes/index.js';
import type { InitrdCompression } from './compression-magic.js';
import { cpioArchive, type NewEntry } from './cpio-writer.js';
import type { EffectiveInitrd } from './effective.js';
import { joinMembers, type NewMember } from './join-members.js';
import { checkKernelReads, type ConfigValueOf } from './kernel-reads.js';
import { planOverlay } from './overlay.js';
import { packMember, type Effort } from './pack.js';
import type { InitrdMember } from './walk.js';
import { writeAll } from './write-all.js';

export interface AppendOverlayOptions {
  /** The initrd to add to, and what it unpacks to. */
  readonly source: ByteSource;
  readonly initrd: EffectiveInitrd;
  readonly files: readonly NewEntry[];
  /** Of the kernel that will boot with it. */
  readonly configValueOf: ConfigValueOf;
  readonly run: Runner;
  /** The new initrd's path. Temporary files lie beside it. */
  readonly output: string;
  readonly signal?: AbortSignal;
}

export interface AppendedOverlay {
  /** That of the base's last member. */
  readonly compression: InitrdCompression;
  /** What was added, directories and all. */
  readonly paths: readonly string[];
}

/**
 * Writes `source` with an overlay of `files` to `output`, which appears whole or not at all. Files
 * go where the base's symlinks lead; the compression is that of the base's last member.
 * Errors: `OVERLAY_BLOCKED`, `INITRD_COMPRESSION_NOT_READ`, those of the packing tool.
 */
export async function appendOverlay(options: AppendOverlayOptions): Promise<AppendedOverlay> {
  const { source, initrd, output, run, signal } = options;
  const compression = initrd.members.at(-1)?.compression ?? 'none';
  checkKernelReads(compression, options.configValueOf);
  const entries = planOverlay(initrd, options.files);
  await withTemporaryFolder(dirname(output), async (folder) => {
    const packing = { compression, run, folder, ...(signal === undefined ? {} : { signal }) };
    const members = [baseMember(source, initrd.members), archiveMember(entries, packing)];
    await writeAtomically(output, (stream) => writeAll(stream, joinMembers(members)));
  });
  return { compression, paths: entries.map(({ path }) => path) };
}

/** A new member of `entries`. */
export function archiveMember(
  entries: readonly NewEntry[],
  packing: {
    readonly compression: InitrdCompression;
    readonly run: Runner;
    readonly folder: string;
    readonly effort?: Effort;
    readonly signal?: AbortSignal;
  },
): NewMember {
  async function* archive(leadingZeros: number): AsyncGenerator<Uint8Array, void, undefined> {
    yield new Uint8Array(leadingZeros);
    yield* cpioArchive(entries);
  }
  return {
    first: packing.compression,
    last: packing.compression,
    pack: (leadingZeros) => packMember(archive(leadingZeros), packing),
    lz4Bytes: () => 0,
  };
}

// The whole base as it is, but for zeros after LZ4, which would stand between two streams.
function baseMember(source: ByteSource, members: readonly InitrdMember[]): NewMember {
  const last = members.at(-1);
  const ending = last?.compression ?? 'none';
  const length = ending === 'lz4' && last !== undefined ? last.offset + last.length : source.size;
  return {
    first: 'none',
    last: ending,
    pack: () => readPieces(source, 0, length),
    lz4Bytes: () => lz4BytesAtEnd(members),
  };
}

/** Unpacked bytes of the LZ4 streams at the end that follow each other without a gap. */
export function lz4BytesAtEnd(members: readonly InitrdMember[]): number {
  let bytes = 0;
  let start: number | undefined;
  for (const member of [...members].reverse()) {
    const adjacent = start === undefined || member.offset + member.length === start;
    if (member.compression !== 'lz4' || !adjacent) break;
    bytes += member.unpackedBytes;
    start = member.offset;
  }
  return bytes;
}
