// A script as a raw disk: how it reaches a guest whatever it boots from.

const SECTOR = 512;

/** The bytes of a disk that reads as `script`, filled up to whole sectors with empty lines. */
export function scriptDisk(script: string): Uint8Array {
  const bytes = Buffer.from(script.endsWith('\n') ? script : `${script}\n`, 'utf8');
  const size = Math.ceil(bytes.length / SECTOR) * SECTOR;
  return Buffer.concat([bytes], size).fill('\n', bytes.length);
}
