// The files that a guest with probes boots from: the ISO's own kernel, its initrd with the probes appended,
// and an empty disk. The ISO itself is only read.
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  appendOverlay,
  openIso,
  readPieces,
  type ByteSource,
  type NewEntry,
} from '../../image/index.js';
import {
  openFileOf,
  openInitrd,
  type InspectedContent,
  type InspectedKernel,
  type Inspection,
} from '../../inspect/index.js';
import { explainingWrites, throwIfCancelled, type Runner } from '../../runtime/index.js';
import type { MachineDisk } from '../machine/index.js';

/** The ISO, open, and what was read from it. */
export interface IsoSubject {
  readonly source: ByteSource;
  readonly inspection: GuestInspection;
}

/** What of an inspection at depth `content` a guest is made from. */
export interface GuestInspection extends Pick<Inspection, 'architecture' | 'boot'> {
  readonly kernel: Pick<InspectedKernel, 'config'>;
  readonly content?: Pick<InspectedContent, 'root'>;
}

export interface FileWork {
  /** Where the files go: a folder of ours alone. */
  readonly folder: string;
  /** Packs the probes as the initrd is packed. */
  readonly run: Runner;
  readonly signal?: AbortSignal;
}

interface KernelSubject {
  readonly source: ByteSource;
  readonly inspection: Pick<Inspection, 'boot'>;
}

/** Writes the ISO's kernel into the folder; resolves to its path. */
export async function writeKernel(
  { source, inspection }: KernelSubject,
  { folder, signal }: Pick<FileWork, 'folder' | 'signal'>,
): Promise<string> {
  const kernel = await openFileOf(await openIso(source), inspection.boot.kernel.path);
  const path = join(folder, 'kernel');
  await explainingWrites(path, () => pipeline(readPieces(kernel), createWriteStream(path)));
  throwIfCancelled(signal);
  return path;
}

/**
 * Writes the ISO's initrd with `files` added to its root; resolves to its path.
 * Errors: `ISO_WITHOUT_INITRD`, `OVERLAY_BLOCKED`, `INITRD_COMPRESSION_NOT_READ` and those of packing.
 */
export async function writeInitrd(
  { source, inspection }: IsoSubject,
  files: readonly NewEntry[],
  { folder, run, signal }: FileWork,
): Promise<string> {
  const { content, boot, kernel } = inspection;
  if (content === undefined) throw new Error('An initrd can be added to once its content is known');
  const output = join(folder, 'initrd');
  await appendOverlay({
    source: await openInitrd(await openIso(source), boot.initrdPaths),
    initrd: content.root,
    files,
    configValueOf: (option) => kernel.config.get(option),
    run,
    output,
    ...(signal === undefined ? {} : { signal }),
  });
  return output;
}

/** The disk that the throttling of disks is measured on: 64 MiB that take no room until written to. */
export async function scratchDisk(folder: string): Promise<MachineDisk> {
  const path = join(folder, 'scratch.img');
  await explainingWrites(path, async () => {
    const file = await open(path, 'wx');
    try {
      await file.truncate(SCRATCH_BYTES);
    } finally {
      await file.close();
    }
  });
  return { serial: SCRATCH_SERIAL, path };
}

const SCRATCH_BYTES = 64 * 1024 * 1024;
/** By which the guest finds it. */
const SCRATCH_SERIAL = 'nmi-scratch';
