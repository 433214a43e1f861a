import { describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { efiSystemPartitions, parseMbr, readGpt } from './partitions.js';

const EFI_SYSTEM = '28732ac11ff8d211ba4b00a0c93ec93b';

/** A disk of 1 MiB with a GPT of one EFI system partition, written by hand after UEFI §5.3. */
function gptDisk(patch: (disk: Buffer) => void = () => undefined): Buffer {
  const disk = Buffer.alloc(1024 * 1024);
  disk.write('EFI PART', 512);
  disk.writeBigUInt64LE(2047n, 512 + 32);
  disk.write('100f0e0d0c0b0a090807060504030201', 512 + 56, 'hex');
  disk.writeBigUInt64LE(2n, 512 + 72);
  disk.writeUInt32LE(128, 512 + 80);
  disk.writeUInt32LE(128, 512 + 84);
  const entry = 1024 + 2 * 128;
  disk.write(EFI_SYSTEM, entry, 'hex');
  disk.write('00112233445566778899aabbccddeeff', entry + 16, 'hex');
  disk.writeBigUInt64LE(100n, entry + 32);
  disk.writeBigUInt64LE(299n, entry + 40);
  disk.write('EFI system', entry + 56, 'utf16le');
  patch(disk);
  return disk;
}

const gptOf = (disk: Buffer) => readGpt(bytesSource(disk));

describe('a GPT', () => {
  it('has partitions with type, id, name and place in bytes', async () => {
    expect(await gptOf(gptDisk())).toEqual({
      diskId: '0d0e0f10-0b0c-090a-0807-060504030201',
      backupSector: 2047,
      partitions: [
        {
          number: 3,
          type: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
          id: '33221100-5544-7766-8899-aabbccddeeff',
          name: 'EFI system',
          offset: 100 * 512,
          size: 200 * 512,
        },
      ],
    });
  });

  it.each<[string, (disk: Buffer) => void]>([
    ['without its signature', (disk) => disk.write('EFI PARK', 512)],
    ['with entries that are too small', (disk) => disk.writeUInt32LE(8, 512 + 84)],
    ['with too many entries', (disk) => disk.writeUInt32LE(0xffffffff, 512 + 80)],
    ['with entries past the end', (disk) => disk.writeBigUInt64LE(2n ** 63n, 512 + 72)],
  ])('%s is none', async (_, patch) => {
    expect(await gptOf(gptDisk(patch))).toBeUndefined();
  });

  it('may name places that no disk has, without harm', async () => {
    const disk = gptDisk((bytes) => bytes.writeBigUInt64LE(2n ** 64n - 1n, 1024 + 256 + 32));
    expect((await gptOf(disk))?.partitions[0]).toMatchObject({ size: 0 });
  });

  it('is none in a file of a few bytes', async () => {
    expect(await gptOf(Buffer.alloc(100))).toBeUndefined();
  });
});

describe('an MBR', () => {
  const sector = Buffer.alloc(512);
  sector.writeUInt32LE(0x12345678, 440);
  sector.writeUInt8(0x80, 446 + 16);
  sector.writeUInt8(0xef, 446 + 16 + 4);
  sector.writeUInt32LE(64, 446 + 16 + 8);
  sector.writeUInt32LE(1000, 446 + 16 + 12);
  sector.writeUInt16LE(0xaa55, 510);

  it('has the disk’s id and partitions with type and place in bytes', () => {
    expect(parseMbr(sector)).toEqual({
      diskId: 0x12345678,
      partitions: [{ number: 2, type: 0xef, active: true, offset: 32_768, size: 512_000 }],
    });
  });

  it('is none without its signature, without partitions, and where the sector is cut', () => {
    const unsigned = Buffer.from(sector);
    unsigned.writeUInt16LE(0, 510);
    expect(parseMbr(unsigned)).toBeUndefined();
    const empty = Buffer.alloc(512);
    empty.writeUInt16LE(0xaa55, 510);
    expect(parseMbr(empty)).toBeUndefined();
    expect(parseMbr(sector.subarray(0, 100))).toBeUndefined();
  });

  it('and a GPT name the EFI system partitions, each once', async () => {
    const gpt = await gptOf(gptDisk());
    expect(efiSystemPartitions(parseMbr(sector), gpt)).toEqual([32_768, 51_200]);
    expect(efiSystemPartitions(undefined, undefined)).toEqual([]);
    const same = gptDisk((disk) => disk.writeBigUInt64LE(64n, 1024 + 256 + 32));
    expect(efiSystemPartitions(parseMbr(sector), await gptOf(same))).toEqual([32_768]);
  });
});
