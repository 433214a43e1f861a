// ISOs for tests, made by xorriso from a description of their tree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { openIso, type IsoEntry, type IsoImage } from './index.js';

/** Paths without a leading slash, with contents, or `null` for a folder, or a link's target. */
export type Tree = Readonly<Record<string, string | Uint8Array | null | { link: string }>>;

export const ROCK_RIDGE = ['-R'];
export const JOLIET = ['--norock', '-J', '-joliet-long'];
export const PLAIN = ['--norock'];

/** A folder that is gone after the tests of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'iso-spec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes `tree` below `folder`. */
export function writeTree(folder: string, tree: Tree): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    mkdirSync(content === null ? full : dirname(full), { recursive: true });
    if (content === null) continue;
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(full, content);
    else symlinkSync(content.link, full);
  }
}

/** Makes an ISO of `tree` with `xorriso -as mkisofs` somewhere in `parent`; returns its path. */
export function makeIso(parent: string, tree: Tree, args: readonly string[] = ROCK_RIDGE): string {
  const folder = mkdtempSync(join(parent, 'iso-'));
  const content = join(folder, 'content');
  writeTree(content, tree);
  const iso = join(folder, 'test.iso');
  run('xorriso', ['-as', 'mkisofs', '-quiet', ...args, '-o', iso, content]);
  rmSync(content, { recursive: true });
  return iso;
}

/** The bytes of an ISO made like `makeIso`, to be read or patched in memory. */
export function isoBytes(parent: string, tree: Tree, args?: readonly string[]): Buffer {
  const path = makeIso(parent, tree, args);
  const bytes = readFileSync(path);
  rmSync(dirname(path), { recursive: true });
  return bytes;
}

/** Opens an ISO that is in memory. */
export function openBytes(bytes: Uint8Array): Promise<IsoImage> {
  return openIso(bytesSource(bytes, 'test.iso'));
}

export async function entriesOf(iso: IsoImage): Promise<IsoEntry[]> {
  const entries: IsoEntry[] = [];
  for await (const entry of iso.entries()) entries.push(entry);
  return entries;
}

/** Where the directory record with this raw identifier begins: the `nth` one, from 0. */
export function recordAt(iso: Buffer, identifier: string | Buffer, nth = 0): number {
  const wanted = Buffer.from(identifier);
  let found = -1;
  for (let at = 16 * 2048; at < iso.byteLength - 34; at += 2) {
    const isRecord = iso[at + 32] === wanted.byteLength && (iso[at] ?? 0) >= 33 + wanted.byteLength;
    // A record's block is written in both byte orders, which tells it from chance.
    const isBoth = iso.readUInt32LE(at + 2) === iso.readUInt32BE(at + 6);
    const same = iso.subarray(at + 33, at + 33 + wanted.byteLength).equals(wanted);
    if (isRecord && isBoth && same && ++found === nth) return at;
  }
  throw new Error(`no directory record ${nth} is named ${wanted.toString('latin1')}`);
}

/** Runs a program of the test's own and returns what it printed. */
export function run(file: string, args: readonly string[]): string {
  return execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
}
