// Reads an ISO as far as it can be read, stage by stage, and keeps what stopped it.
import {
  bootRecords,
  locateBoot,
  openIso,
  type BootLayout,
  type BootRecords,
  type ByteSource,
  type IsoImage,
} from '../../image/index.js';
import {
  inspectAtKernel,
  readKernelOffer,
  readRoot,
  withContent,
  type Depth,
  type InspectedContent,
  type Inspection,
  type KernelOffer,
  type ReadRoot,
} from '../../inspect/index.js';
import { isIsoError, type IsoError, type Progress } from '../../runtime/index.js';

/** What a stage gave: a value, the error of its own, or why it was not tried. */
export type Found<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'broken'; readonly error: IsoError }
  | { readonly state: 'not tried'; readonly why: string; readonly hint?: string };

/** How far an ISO could be read. */
export interface Look {
  readonly depth: Depth;
  /** Opened, and every directory of it walked. */
  readonly files: Found<number>;
  readonly iso: Found<IsoImage>;
  readonly records: Found<BootRecords>;
  readonly boot: Found<BootLayout>;
  /** Packed bytes of all initrds, as the ISO's directories say. */
  readonly packedSize: Found<number>;
  /** The inspection at depth `kernel`. */
  readonly kernel: Found<Inspection>;
  /** All of the kernel, decompressed. */
  readonly offer: Found<KernelOffer>;
  readonly root: Found<ReadRoot>;
  /** The inspection at depth `content`. */
  readonly content: Found<Inspection & { readonly content: InspectedContent }>;
}

/** Errors: cancellation, missing tools, and whatever is about this machine or the net and not the ISO. */
export async function lookAt(
  source: ByteSource,
  depth: Depth,
  progress: Progress | undefined,
): Promise<Look> {
  const iso = await attempt(() => openIso(source));
  const boot = await after(iso, 'the ISO could not be read', (value) => locateBoot(value));
  const bootable = both(iso, boot);
  const kernel = await after(bootable, 'what boots is not known', ([image, layout]) =>
    inspectAtKernel(image, layout),
  );
  const deep = <T>(found: Found<T>): Found<T> => (depth === 'content' ? found : TOO_DEEP);
  const offer = await after(deep(kernel), 'the kernel could not be read', ({ image }) =>
    readKernelOffer(image),
  );
  const root = await after(deep(bootable), 'what boots is not known', ([image, layout]) =>
    readRoot(image, layout, progress),
  );
  const parts = both(both(kernel, root), offer);
  return {
    depth,
    iso,
    files: await after(iso, 'the ISO could not be read', countFiles),
    records: await after(iso, 'the ISO could not be read', bootRecords),
    boot,
    packedSize: await after(bootable, 'what boots is not known', packedSize),
    kernel: mapped(kernel, ({ inspection }) => inspection),
    offer,
    root,
    content: await after(parts, 'kernel and initrd could not both be read', async (value) => {
      const [[{ inspection }, unpacked], offered] = value;
      return withContent(inspection, unpacked, offered);
    }),
  };
}

const TOO_DEEP = {
  state: 'not tried',
  why: 'only an inspection at depth content reads the initrd',
  hint: 'Verify the ISO at depth content, which reads all of it.',
} as const;

/** Proves that every directory and the place of every file can be read. */
async function countFiles(iso: IsoImage): Promise<number> {
  let files = 0;
  for await (const entry of iso.entries()) {
    if (entry.kind !== 'file') continue;
    // Opening it proves that its extents lie in the image; nothing of it is read.
    if (entry.unreadable === undefined) iso.open(entry);
    files += 1;
  }
  return files;
}

async function packedSize([iso, { initrdPaths }]: [IsoImage, BootLayout]): Promise<number> {
  let bytes = 0;
  for (const path of initrdPaths) bytes += (await iso.find(path))?.size ?? 0;
  return bytes;
}

/** Runs a stage; only what is the fault of the ISO is kept, all else is thrown. */
export async function attempt<T>(work: () => Promise<T>): Promise<Found<T>> {
  try {
    return { state: 'found', value: await work() };
  } catch (error) {
    if (!isIsoError(error) || isNotTheIso(error)) throw error;
    return { state: 'broken', error };
  }
}

async function after<T, U>(
  found: Found<T>,
  why: string,
  work: (value: T) => Promise<U>,
): Promise<Found<U>> {
  if (found.state === 'found') return attempt(() => work(found.value));
  return found.state === 'broken' ? { state: 'not tried', why } : found;
}

function both<T, U>(one: Found<T>, other: Found<U>): Found<[T, U]> {
  if (one.state !== 'found') return one;
  if (other.state !== 'found') return other;
  return { state: 'found', value: [one.value, other.value] };
}

function mapped<T, U>(found: Found<T>, map: (value: T) => U): Found<U> {
  return found.state === 'found' ? { state: 'found', value: map(found.value) } : found;
}

const OF_THIS_MACHINE = [
  'CANCELLED',
  'TOOLS_MISSING',
  'TIMED_OUT',
  'DISK_FULL',
  'NOT_WRITABLE',
  'FILE_CHANGED',
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'NETWORK_ERROR',
  'REDIRECT_REFUSED',
  'PROXY_INVALID',
  'CA_CERTIFICATES_UNREADABLE',
];

/** What says nothing about the ISO: reading it again, here or elsewhere, may go well. */
export function isNotTheIso({ code }: IsoError): boolean {
  return OF_THIS_MACHINE.includes(code) || /^(?:URL|COMMAND|DOWNLOAD)_/.test(code);
}
