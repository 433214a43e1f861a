// Help for the tests of initrds: real archives made by cpio and by the compressors that users have,
// and archives built by hand that no tool would write.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { formatCpioHeader, type CpioHeader } from './cpio-header.js';
import type { InitrdCompression } from './compression-magic.js';

/** A folder that is gone after the tests of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'initrd-spec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What is in `folder`, packed by the real cpio in sorted order. */
export function cpioOfFolder(folder: string): Buffer {
  const names = execFileSync('find', ['.', '-mindepth', '1', '-print0'], { cwd: folder });
  const sorted = names.toString('latin1').split('\0').filter(Boolean).sort();
  return execFileSync('cpio', ['-o', '-H', 'newc', '--null', '--quiet', '-R', '0:0'], {
    cwd: folder,
    input: Buffer.from(sorted.map((name) => `${name}\0`).join(''), 'latin1'),
    maxBuffer: 256 * 1024 * 1024,
  });
}

const packers: Record<Exclude<InitrdCompression, 'none'>, readonly [string, ...string[]]> = {
  gzip: ['gzip', '-n', '-c'],
  lz4: ['lz4', '-q', '-l', '-c', '-'],
  zstd: ['zstd', '-q', '-c', '-'],
  xz: ['xz', '--check=crc32', '-c'],
};

/** `data` packed by the real tool. */
export function packed(compression: InitrdCompression, data: Uint8Array): Buffer {
  if (compression === 'none') return Buffer.from(data);
  const [file, ...args] = packers[compression];
  return execFileSync(file, args, { input: data, maxBuffer: 256 * 1024 * 1024 });
}

export type HandMade = Partial<CpioHeader> & {
  readonly name: string | Uint8Array;
  /** The content or, for a symlink, its target. */
  readonly body?: string | Uint8Array;
};

/** One entry, exactly as told; a regular file by default. */
export function entry({ name, body = '', ...header }: HandMade): Buffer {
  const content = Buffer.from(body as Uint8Array);
  const head = formatCpioHeader(
    {
      checksummed: false,
      inode: 1,
      mode: 0o100644,
      uid: 0,
      gid: 0,
      links: 1,
      mtime: 0,
      size: content.byteLength,
      deviceMajor: 0,
      deviceMinor: 0,
      nodeMajor: 0,
      nodeMinor: 0,
      checksum: 0,
      ...header,
    },
    Buffer.from(name as Uint8Array),
  );
  const padding = Buffer.alloc((4 - (content.byteLength % 4)) % 4);
  return Buffer.concat([head, content, padding]);
}

export const directory = (name: string): Buffer => entry({ name, mode: 0o040755, links: 2 });
export const file = (name: string, body = ''): Buffer => entry({ name, body });
export const symlink = (name: string, body: string): Buffer =>
  entry({ name, body, mode: 0o120777 });
export const trailer = (): Buffer => entry({ name: 'TRAILER!!!', mode: 0 });

/** A whole archive with its end mark. */
export function archive(...entries: Buffer[]): Buffer {
  return Buffer.concat([...entries, trailer()]);
}

/** All pieces of a stream. */
export async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}
