// ISOs that no build may start from, made of a good one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { localRunner } from 'iso-core';

/** The bytes of an ISO, changed by `edit`, in the file `output`. */
export async function patchedIso(
  base: string,
  output: string,
  edit: (iso: Buffer) => Uint8Array | void,
): Promise<string> {
  const iso = await readFile(base);
  await writeFile(output, edit(iso) ?? iso);
  return output;
}

/** An ISO without the file `isoPath`. */
export function isoWithout(base: string, output: string, isoPath: string): Promise<string> {
  return xorriso(base, output, ['-rm', isoPath, '--']);
}

/** An ISO whose kernel says which release it is, and does not carry its config. */
export async function isoWithoutConfig(
  base: string,
  output: string,
  folder: string,
): Promise<string> {
  const kernel = join(folder, 'kernel');
  const extract = ['-osirrox', 'on', '-indev', base, '-extract', '/boot/bzImage', kernel];
  await localRunner({ file: 'xorriso', args: ['-no_rc', ...extract] });
  const image = await readFile(kernel);
  // The kernel's Documentation/arch/x86/boot.rst: setup_sects, payload_offset and payload_length.
  const setup = ((image[0x1f1] ?? 0) + 1) * 512;
  const payload = gzipSync(Buffer.from('Linux version without a config\0'.padEnd(4096, '\0')));
  payload.copy(image, setup + image.readUInt32LE(0x248));
  image.writeUInt32LE(payload.length, 0x24c);
  const bare = `${kernel}-bare`;
  await writeFile(bare, image);
  return xorriso(base, output, ['-overwrite', 'on', '-map', bare, '/boot/bzImage']);
}

async function xorriso(base: string, output: string, change: readonly string[]): Promise<string> {
  const replay = ['-boot_image', 'any', 'replay'];
  const args = ['-no_rc', '-indev', base, '-outdev', output, ...replay, ...change, '-commit'];
  await localRunner({ file: 'xorriso', args });
  return output;
}

/** An ISO with a folder of the disk in it. */
export function isoWith(
  base: string,
  output: string,
  folder: string,
  isoPath: string,
): Promise<string> {
  return xorriso(base, output, ['-map', folder, isoPath]);
}

/** Where the directory record of an entry is, by a name that occurs once, and the block it leads to. */
export function entryAt(iso: Buffer, name: string): { record: number; block: number } {
  const end = nameAt(iso, name);
  // The record begins with its length, and has its plain name 33 bytes on (ECMA-119 §9.1).
  for (let record = end - 33 - name.length; record > end - 255; record -= 1) {
    const identifier = iso.toString('latin1', record + 33, record + 33 + name.length);
    if (identifier === name && (iso[record] ?? 0) > end - record) {
      return { record, block: iso.readUInt32LE(record + 2) };
    }
  }
  throw new Error(`There is no record of ${name}`);
}

/** Lets an entry say that it begins at `block` (ECMA-119 §9.1.3: in both byte orders). */
export function moveTo(iso: Buffer, name: string, block: number): void {
  const { record } = entryAt(iso, name);
  iso.writeUInt32LE(block, record + 2);
  iso.writeUInt32BE(block, record + 6);
}

/** Gives an entry another name of the same length. */
export function rename(iso: Buffer, name: string, to: string): void {
  iso.write(to, nameAt(iso, name) + 5, name.length, 'latin1');
}

/** Where the Rock Ridge entry with a name is (RRIP §4.1.4): `NM`, its length, 1, no flags, the name. */
function nameAt(iso: Buffer, name: string): number {
  const at = iso.indexOf(`NM${String.fromCharCode(5 + name.length)}\x01\0${name}`, 0, 'latin1');
  if (at < 0) throw new Error(`There is no entry ${name}`);
  return at;
}
