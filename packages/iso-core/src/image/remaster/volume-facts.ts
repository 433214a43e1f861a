// What a remaster has to hand over from the base by name, because xorriso would choose anew:
// fields of the volume descriptors (ECMA-119 §8.4, §8.5), Joliet, the GUID of a GPT.
import { open } from 'node:fs/promises';
import type { ByteSource } from '../bytes/index.js';

const SECTOR = 2048;
const FIRST_DESCRIPTOR = 16;
const MOST_DESCRIPTORS = 64;
const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const TERMINATOR = 255;
/** Four dates of 17 bytes: creation, modification, expiration, effective. */
const DATES = { offset: 813, length: 68 } as const;

/** Text fields of the primary volume descriptor: offset and length in bytes. */
const FIELDS = {
  systemId: [8, 32],
  volumeId: [40, 32],
  volumeSetId: [190, 128],
  publisherId: [318, 128],
  preparerId: [446, 128],
  applicationId: [574, 128],
} as const;

export type VolumeField = keyof typeof FIELDS;

export interface VolumeFacts {
  readonly fields: Readonly<Record<VolumeField, string>>;
  readonly joliet: boolean;
  /** 32 hexadecimal digits, as they lie in the image. */
  readonly gptDiskGuid: string | undefined;
}

interface Descriptors {
  readonly primary: Descriptor | undefined;
  readonly joliet: Descriptor | undefined;
}

interface Descriptor {
  /** Bytes from the start of the image. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Reads the facts of an image that was opened as an ISO before. */
export async function readVolumeFacts(source: ByteSource): Promise<VolumeFacts> {
  const { primary, joliet } = await readDescriptors(source);
  const text = (field: VolumeField): string => {
    const [offset, length] = FIELDS[field];
    const value = primary?.bytes.toString('latin1', offset, offset + length) ?? '';
    return value.replace(/[ \0]+$/, '');
  };
  return {
    fields: {
      systemId: text('systemId'),
      volumeId: text('volumeId'),
      volumeSetId: text('volumeSetId'),
      publisherId: text('publisherId'),
      preparerId: text('preparerId'),
      applicationId: text('applicationId'),
    },
    joliet: joliet !== undefined,
    gptDiskGuid: await readGptDiskGuid(source),
  };
}

/**
 * Gives the image at `path` the volume dates of `base`, to the byte: xorriso writes neither a time
 * zone nor every date that others write.
 */
export async function copyVolumeDates(
  base: ByteSource,
  path: string,
  output: ByteSource,
): Promise<void> {
  const [from, to] = [await readDescriptors(base), await readDescriptors(output)];
  const handle = await open(path, 'r+');
  try {
    for (const kind of ['primary', 'joliet'] as const) {
      const [source, target] = [from[kind], to[kind]];
      if (source === undefined || target === undefined) continue;
      const dates = source.bytes.subarray(DATES.offset, DATES.offset + DATES.length);
      await handle.write(dates, 0, DATES.length, target.offset + DATES.offset);
    }
  } finally {
    await handle.close();
  }
}

async function readDescriptors(source: ByteSource): Promise<Descriptors> {
  let primary: Descriptor | undefined;
  let joliet: Descriptor | undefined;
  for (let index = 0; index < MOST_DESCRIPTORS; index++) {
    const offset = (FIRST_DESCRIPTOR + index) * SECTOR;
    const bytes = Buffer.from(await source.read(offset, SECTOR));
    if (bytes[0] === TERMINATOR) break;
    if (bytes[0] === PRIMARY) primary ??= { offset, bytes };
    if (bytes[0] === SUPPLEMENTARY && /^%\/[@CE]/.test(bytes.toString('latin1', 88, 91))) {
      joliet ??= { offset, bytes };
    }
  }
  return { primary, joliet };
}

// UEFI §5.3.2: the header of the GUID partition table, in the second block of 512 bytes.
async function readGptDiskGuid(source: ByteSource): Promise<string | undefined> {
  const header = Buffer.from(await source.read(512, 512));
  if (header.toString('latin1', 0, 8) !== 'EFI PART') return undefined;
  return header.toString('hex', 56, 72);
}
