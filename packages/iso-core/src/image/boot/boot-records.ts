// Everything that makes an ISO boot, in a form that can be kept in a manifest and compared: volume id
// and dates, boot catalog and its images, MBR and GPT.
import { sha256 } from '../../runtime/index.js';
import type { BootCatalogEntry, IsoEntry, IsoImage, VolumeDates } from '../iso9660/index.js';
import {
  bootInfoProblems,
  expectedBootInfo,
  readBootInfo,
  withoutPosition,
  type BootInfoTable,
} from './boot-info-table.js';
import { filesAtSectors } from './files-at-sectors.js';
import { parseMbr, readGpt, type Gpt, type Mbr } from './partitions.js';

const SYSTEM_AREA = 32 * 1024;
const CD_SECTOR = 2048;
const MOST_IMAGE_BYTES = 64 * 1024 * 1024;

export interface BootImageRecord extends Omit<BootCatalogEntry, 'offset'> {
  /** The image's file on the ISO; undefined when it is hidden. */
  readonly path: string | undefined;
  /** Size in bytes: the file's, else what the catalog says. */
  readonly size: number;
  /** Digest of the image. */
  readonly sha256: string;
  /** Digest of the image without what says where on the ISO it lies. */
  readonly contentSha256: string;
  readonly bootInfo: BootInfoTable | undefined;
  /** What the boot info table says wrongly. */
  readonly problems: readonly string[];
}

export interface BootRecords {
  readonly volumeId: string;
  readonly volumeDates: VolumeDates;
  readonly uuid: string;
  readonly systemArea: {
    /** Digest of the first 32 KiB. */
    readonly sha256: string;
    /** Digest of the MBR's boot code (440 bytes) without the sector of the image that it starts. */
    readonly codeSha256: string;
    readonly mbr: Mbr | undefined;
    readonly gpt: Gpt | undefined;
  };
  readonly catalog:
    | {
        /** The catalog's file on the ISO. */
        readonly path: string | undefined;
        readonly sha256: string;
        /** Digest of the catalog without the sectors of its images. */
        readonly contentSha256: string;
      }
    | undefined;
  readonly images: readonly BootImageRecord[];
}

/** Reads all boot records; of the ISO's files only the boot images. */
export async function bootRecords(iso: IsoImage): Promise<BootRecords> {
  const { source, bootCatalog } = iso;
  const area = await source.read(0, Math.min(SYSTEM_AREA, source.size));
  const entries = bootCatalog?.entries ?? [];
  const files = await filesAtSectors(
    iso,
    [...entries, ...(bootCatalog ? [bootCatalog] : [])].map(({ sector }) => sector),
  );
  const images: BootImageRecord[] = [];
  for (const entry of entries) images.push(await imageRecord(iso, entry, files.get(entry.sector)));
  return {
    volumeId: iso.volumeId,
    volumeDates: iso.volumeDates,
    uuid: iso.uuid,
    systemArea: {
      sha256: sha256(area),
      codeSha256: sha256(bootCode(area, entries)),
      mbr: parseMbr(area),
      gpt: await readGpt(source),
    },
    catalog: bootCatalog && {
      path: files.get(bootCatalog.sector)?.path,
      sha256: sha256(bootCatalog.bytes),
      contentSha256: sha256(catalogWithoutSectors(bootCatalog.bytes, entries)),
    },
    images,
  };
}

async function imageRecord(
  iso: IsoImage,
  { offset: _offset, ...entry }: BootCatalogEntry,
  file: IsoEntry | undefined,
): Promise<BootImageRecord> {
  const start = entry.sector * CD_SECTOR;
  const available = Math.max(0, iso.source.size - start);
  const size = Math.min(file?.size ?? entry.sectorCount * 512, available, MOST_IMAGE_BYTES);
  const image = size === 0 ? new Uint8Array(0) : await iso.source.read(start, size);
  const bootInfo = entry.platform === 'efi' ? undefined : readBootInfo(image, entry.sector);
  return {
    ...entry,
    path: file?.path,
    size,
    sha256: sha256(image),
    contentSha256: sha256(withoutPosition(image, entry.sector)),
    bootInfo,
    problems: bootInfo ? await problemsOf(iso, entry, image, bootInfo) : [],
  };
}

async function problemsOf(
  iso: IsoImage,
  { sector }: Pick<BootCatalogEntry, 'sector'>,
  image: Uint8Array,
  bootInfo: BootInfoTable,
): Promise<string[]> {
  const expected = expectedBootInfo(image, sector);
  const isElsewhere = await hasVolumeDescriptor(iso, bootInfo.volumeSector);
  const volumeSector = isElsewhere ? bootInfo.volumeSector : expected.volumeSector;
  return bootInfoProblems(bootInfo, { ...expected, volumeSector });
}

// xorriso writes the volume descriptors twice where a session begins at sector 32.
async function hasVolumeDescriptor({ source }: IsoImage, sector: number): Promise<boolean> {
  const offset = sector * CD_SECTOR;
  if (offset + CD_SECTOR > source.size) return false;
  return Buffer.from(await source.read(offset, 6)).toString('latin1') === '\x01CD001';
}

// isohybrid and GRUB put the 512-byte sector of the image that they start at byte 432.
function bootCode(area: Uint8Array, entries: readonly BootCatalogEntry[]): Uint8Array {
  const code = area.slice(0, 440);
  if (code.byteLength < 440) return code;
  const started = new DataView(code.buffer).getUint32(432, true);
  const isPosition = entries.some(({ sector }) => [0, 1, 4].includes(started - sector * 4));
  if (isPosition) code.fill(0, 432, 440);
  return code;
}

function catalogWithoutSectors(
  catalog: Uint8Array,
  entries: readonly BootCatalogEntry[],
): Uint8Array {
  const copy = catalog.slice();
  for (const { offset } of entries) copy.fill(0, offset + 8, offset + 12);
  return copy;
}
