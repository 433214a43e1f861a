// ISOs of every shape that a base can have, made by xorriso and the boot loaders' own files.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const ISOLINUX = '/usr/lib/ISOLINUX/isolinux.bin';
const ISOLINUX_MBR = '/usr/lib/ISOLINUX/isohdpfx.bin';

/** A folder that is gone after the tests of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remaster-spec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Bytes that are the same each time and do not compress to nothing. */
export function noise(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let offset = 0; offset < size; offset++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[offset] = state >>> 16;
  }
  return bytes;
}

export type Shape =
  | 'isolinux'
  | 'isolinux hybrid'
  | 'plain upper case'
  | 'joliet'
  | 'efi'
  | 'efi partition with GPT'
  | 'bios and efi';

export const shapes: readonly Shape[] = [
  'isolinux',
  'isolinux hybrid',
  'plain upper case',
  'joliet',
  'efi',
  'efi partition with GPT',
  'bios and efi',
];

/** Makes a base of that shape somewhere in `parent`; returns its path. */
export function makeBase(parent: string, shape: Shape, more: readonly string[] = []): string {
  const folder = mkdtempSync(join(parent, 'base-'));
  const name = shape.replaceAll(' ', '-');
  const tree = join(folder, `${name}.d`);
  const output = join(folder, `${name}.iso`);
  const upper = shape === 'plain upper case';
  const inTree = (path: string): string => join(tree, upper ? path.toUpperCase() : path);
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(inTree(path)), { recursive: true });
    writeFileSync(inTree(path), content, { mode: 0o644 });
  };
  write('boot/bzimage', noise(70_000, 1));
  write('boot/initrd', noise(50_000, 2));
  write('boot/isolinux/isolinux.cfg', 'default x\n');
  write('doc/readme.txt', 'hello\n');
  write('doc/empty.txt', '');
  if (!upper) symlinkSync('boot/initrd', join(tree, 'initrd-link'));
  copyFileSync(ISOLINUX, inTree('boot/isolinux/isolinux.bin'));
  makeEfiImage(inTree('boot/efi.img'), noise(30_000, 3));
  const date = '--modification-date=2026010203040506';
  const volume = ['-V', 'MINIKUBE', '-A', 'THE APPLICATION', '-p', 'SOMEONE', date, ...more];
  execFileSync(
    'xorriso',
    ['-as', 'mkisofs', '-quiet', ...volume, ...flags(shape, tree), '-o', output, tree],
    {
      stdio: 'pipe',
    },
  );
  return output;
}

function flags(shape: Shape, tree: string): string[] {
  const bios = (path: string): string[] => [
    ...['-b', path, '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
    ...[
      '-c',
      path.replace(/isolinux.bin$/i, (name) => (name[0] === 'I' ? 'BOOT.CAT' : 'boot.cat')),
    ],
  ];
  const isolinux = bios('boot/isolinux/isolinux.bin');
  const efi = ['-e', 'boot/efi.img', '-no-emul-boot'];
  const rockRidge = ['-R', '-J'];
  switch (shape) {
    case 'isolinux':
      return [...rockRidge, ...isolinux];
    case 'isolinux hybrid':
      return ['-R', ...isolinux, '-isohybrid-mbr', ISOLINUX_MBR];
    case 'plain upper case':
      return ['--norock', ...bios('BOOT/ISOLINUX/ISOLINUX.BIN')];
    case 'joliet':
      return ['--norock', '-J', ...isolinux];
    case 'efi':
      return [...rockRidge, ...efi];
    case 'efi partition with GPT':
      return [
        ...rockRidge,
        ...['-append_partition', '2', '0xef', join(tree, 'boot/efi.img'), '-appended_part_as_gpt'],
        ...[
          '-e',
          '--interval:appended_partition_2:all::',
          '-no-emul-boot',
          '-partition_offset',
          '16',
        ],
      ];
    case 'bios and efi':
      return [...rockRidge, ...isolinux, '-eltorito-alt-boot', ...efi];
  }
}

/** A small FAT file system with a loader and a kernel in it, the same bytes each time. */
export function makeEfiImage(path: string, kernel: Buffer): void {
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000', TZ: 'UTC', MTOOLSRC: '/dev/null' };
  const content = `${path}.content`;
  execFileSync('mkfs.vfat', ['-C', '-i', '12345678', '-n', 'ESP', path, '256'], {
    stdio: 'pipe',
    env,
  });
  execFileSync('mmd', ['-i', path, '::/EFI', '::/EFI/BOOT', '::/boot'], { env });
  for (const [name, bytes] of [
    ['::/EFI/BOOT/BOOTAA64.EFI', noise(20_000, 4)],
    ['::/boot/bzImage', kernel],
    ['::/boot/grub.cfg', Buffer.from('linux /boot/bzImage\n')],
  ] as const) {
    writeFileSync(content, bytes);
    execFileSync('mcopy', ['-i', path, content, name], { env });
  }
  rmSync(content);
}
