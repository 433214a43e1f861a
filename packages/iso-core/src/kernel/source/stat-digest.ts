// Content digests that are not computed again while a file is the same file, by all that its inode
// says. What was written within the last moments is never taken for unchanged: a clock is too coarse.
import { createHash } from 'node:crypto';
import { readFileSync, type BigIntStats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Cache, sha256, sha256File, writeAtomically } from '../../runtime/index.js';

/** `[size, mtime, ctime, inode, sha256]` */
export type KnownFile = readonly [string, string, string, string, string];

const SETTLED_NANOSECONDS = 3_000_000_000n;

/** The digest known of a file with these facts, if they are the same and were settled when taken. */
export function knownDigest(known: KnownFile | undefined, facts: BigIntStats): string | undefined {
  const [size, modified, changed, inode] = identity(facts);
  return known?.[0] === size && known[1] === modified && known[2] === changed && known[3] === inode
    ? known[4]
    : undefined;
}

/** What to remember of a file, or `undefined` when it was touched too lately. */
export function remember(
  facts: BigIntStats,
  digest: string,
  now = BigInt(Date.now()) * 1_000_000n,
): KnownFile | undefined {
  const latest = facts.mtimeNs > facts.ctimeNs ? facts.mtimeNs : facts.ctimeNs;
  return now - latest < SETTLED_NANOSECONDS ? undefined : [...identity(facts), digest];
}

/** The SHA-256 of a file, from the cache folder while the file is the same. */
export async function fileDigest(cache: Cache, path: string): Promise<string> {
  const record = cache.path('digests', `${sha256(resolve(path))}.file.json`);
  const facts = await stat(path, { bigint: true });
  const known = knownDigest(parseKnownFile(await readJson(record)), facts);
  if (known !== undefined) return known;
  const digest = await sha256File(path);
  const entry = remember(facts, digest);
  if (entry !== undefined) await writeAtomically(record, JSON.stringify(entry));
  return digest;
}

/** The SHA-256 of a small file, read at once. */
export function digestNow(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

export function parseKnownFile(value: unknown): KnownFile | undefined {
  if (!Array.isArray(value) || value.length !== 5) return undefined;
  const fields: unknown[] = value;
  const [size, modified, changed, inode, digest] = fields;
  return typeof size === 'string' &&
    typeof modified === 'string' &&
    typeof changed === 'string' &&
    typeof inode === 'string' &&
    typeof digest === 'string'
    ? [size, modified, changed, inode, digest]
    : undefined;
}

/** What a JSON file holds; `undefined` when it is not there or was cut short. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function identity(facts: BigIntStats): readonly [string, string, string, string] {
  return [
    String(facts.size),
    String(facts.mtimeNs),
    String(facts.ctimeNs),
    `${facts.dev}:${facts.ino}`,
  ];
}
