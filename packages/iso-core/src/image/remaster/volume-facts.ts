// What a remaster has to hand over from the base by name, because xorriso would choose anew:
// fields of the primary volume descriptor (ECMA-119 §8.4), Joliet, the GUID of a GPT.
import type { ByteSource } from '../bytes/index.js';

const SECTOR = 2048;
const FIRST_DESCRIPTOR = 16;
const MOST_DESCRIPTORS = 64;
const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const TERMINATOR = 255;

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
  /** The first 512 bytes: boot code, disk signature and partitions of an MBR, or zeros. */
  readonly masterBootRecord: Uint8Array;
}

/** Reads the facts of an image that was opened as an ISO before. */
export async function readVolumeFacts(source: ByteSource): Promise<VolumeFacts> {
  const systemArea = Buffer.from(await source.read(0, 1024));
  let joliet = false;
  let primary: Buffer | undefined;
  for (let index = 0; index < MOST_DESCRIPTORS; index++) {
    const sector = Buffer.from(await source.read((FIRST_DESCRIPTOR + index) * SECTOR, SECTOR));
    if (sector[0] === TERMINATOR) break;
    if (sector[0] === PRIMARY) primary ??= sector;
    if (sector[0] === SUPPLEMENTARY && /^%\/[@CE]/.test(sector.toString('latin1', 88, 91))) {
      joliet = true;
    }
  }
  const text = (field: VolumeField): string => {
    const [offset, length] = FIELDS[field];
    return primary?.toString('latin1', offset, offset + length).replace(/[ \0]+$/, '') ?? '';
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
    joliet,
    gptDiskGuid: gptDiskGuidOf(systemArea),
    masterBootRecord: systemArea.subarray(0, 512),
  };
}

// UEFI §5.3.2: the header of the GUID partition table, in the second block of 512 bytes.
function gptDiskGuidOf(systemArea: Buffer): string | undefined {
  if (systemArea.toString('latin1', 512, 520) !== 'EFI PART') return undefined;
  return systemArea.toString('hex', 512 + 56, 512 + 72);
}
