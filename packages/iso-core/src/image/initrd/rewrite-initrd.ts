// Takes files out of an initrd, which no overlay can do, and adds others. Members that nothing is
// taken out of stay as they are, byte for byte.
import { dirname } from 'node:path';
import { withTemporaryFolder, writeAtomically, type Runner } from '../../runtime/index.js';
import { readPieces, type ByteSource } from '../bytes/index.js';
import { archiveMember } from './append-overlay.js';
import type { NewEntry } from './cpio-writer.js';
import type { EffectiveInitrd } from './effective.js';
import { filteredArchive } from './filter-member.js';
import { joinMembers, type NewMember } from './join-members.js';
import { checkKernelReads, type ConfigValueOf } from './kernel-reads.js';
import { defaultInitrdLimits, type InitrdLimits } from './limits.js';
import { parentsOf, planOverlay } from './overlay.js';
import { packMember, type PackOptions } from './pack.js';
import { planRewrite, type RewritePlan } from './rewrite-plan.js';
import type { InitrdMember } from './walk.js';
import { writeAll } from './write-all.js';

export interface RewriteInitrdOptions {
  /** The initrd to rewrite, and what it unpacks to. */
  readonly source: ByteSource;
  readonly initrd: EffectiveInitrd;
  /** Whether the file at this real path goes. A directory stays as long as something in it does. */
  readonly drop: (path: string) => boolean;
  /** Added as an overlay, after the others are gone. */
  readonly append: readonly NewEntry[];
  /** Of the kernel that will boot with it. */
  readonly configValueOf: ConfigValueOf;
  readonly run: Runner;
  /** The new initrd's path. Temporary files lie beside it. */
  readonly output: string;
  readonly limits?: Partial<InitrdLimits>;
  readonly signal?: AbortSignal;
}

export interface RewrittenInitrd {
  /** What went, in the order of the archive. */
  readonly dropped: readonly string[];
  /** What was added, directories and all. */
  readonly added: readonly string[];
}

/**
 * Writes `source` without the dropped files and with `append` to `output`, which appears whole or
 * not at all. Each member keeps its compression; what is added has that of the last.
 * Errors: `INITRD_LINK_SPLIT`, `OVERLAY_BLOCKED`, `INITRD_COMPRESSION_NOT_READ`, those of reading
 * and of the packing tools.
 */
export async function rewriteInitrd(options: RewriteInitrdOptions): Promise<RewrittenInitrd> {
  const { source, initrd, output, run, signal } = options;
  const compression = initrd.members.at(-1)?.compression ?? 'none';
  checkKernelReads(compression, options.configValueOf);
  const goes = withWholeDirectories(initrd, options.drop);
  const entries = planOverlay(initrd.without(goes), options.append);
  const plan = await planRewrite(source, goes, { ...defaultInitrdLimits, ...options.limits });
  await withTemporaryFolder(dirname(output), async (folder) => {
    const packing = { run, folder, ...(signal === undefined ? {} : { signal }) };
    const members = plan.members.map((member, index) =>
      rewritten(source, plan, member, plan.members[index - 1], packing),
    );
    if (entries.length > 0) members.push(archiveMember(entries, { ...packing, compression }));
    await writeAtomically(output, (stream) => writeAll(stream, joinMembers(members)));
  });
  return { dropped: plan.paths, added: entries.map(({ path }) => path) };
}

// The kernel drops files whose directory is missing, so a directory stays as long as one of them.
function withWholeDirectories(
  initrd: EffectiveInitrd,
  drop: (path: string) => boolean,
): (path: string) => boolean {
  const needed = new Set<string>();
  for (const path of initrd.entries.keys()) {
    if (drop(path)) continue;
    for (const parent of parentsOf(path)) needed.add(parent);
  }
  return (path) => drop(path) && !needed.has(path);
}

function rewritten(
  source: ByteSource,
  plan: RewritePlan,
  member: InitrdMember,
  before: InitrdMember | undefined,
  packing: Omit<PackOptions, 'compression'>,
): NewMember {
  const { compression, offset, length, unpackedBytes } = member;
  const gap = offset - (before === undefined ? 0 : before.offset + before.length);
  const common = { first: compression, last: compression, gap };
  const first = plan.touched.get(member.index);
  if (first === undefined) {
    const lz4Bytes = compression === 'lz4' ? unpackedBytes : 0;
    return { ...common, pack: () => readPieces(source, offset, length), lz4Bytes: () => lz4Bytes };
  }
  let bytes = 0;
  async function* archive(leadingZeros: number): AsyncGenerator<Uint8Array, void, undefined> {
    yield new Uint8Array(leadingZeros);
    bytes = leadingZeros;
    for await (const piece of filteredArchive(source, member, {
      first: first ?? 0,
      left: plan.left,
    })) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  return {
    ...common,
    pack: (leadingZeros) =>
      packMember(archive(leadingZeros), { ...packing, compression, effort: 'fast' }),
    lz4Bytes: () => (compression === 'lz4' ? bytes : 0),
  };
}
