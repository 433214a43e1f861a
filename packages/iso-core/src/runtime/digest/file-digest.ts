// Content digests that are not computed again while a file is the same file, by all that its inode
// says. What was written within the last moments is never taken for unchanged: a clock is too coarse.
import type { BigIntStats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Cache } from '../cache/cache.js';
import { writeAtomically } from '../files/atomic.js';
import { isSha256, sha256, sha256File } from './digest.js';

/** `[size, mtime, ctime, inode, sha256]`: what is remembered of a file, for JSON. */
export type KnownFile = readonly [string, string, string, string, string];

const SETTLED_NANOSECONDS = 3_000_000_000n;

/** The SHA-256 of the file at `path`, from the cache folder as long as the file is the same. */
export async function fileDigest(cache: Cache, path: string): Promise<string> {
  const record = cache.path('digests', `${sha256(resolve(path))}.file.json`);
  const facts = await stat(path, { bigint: true });
  const known = knownDigest(parseKnownFile(await readRecord(record)), facts);
  if (known !== undefined) return known;
  const digest = await sha256File(path);
  const entry = rememberDigest(facts, digest);
  // A cache folder that cannot be written costs time, not the result.
  if (entry !== undefined) {
    await writeAtomically(record, JSON.stringify(entry)).catch(() => undefined);
  }
  return digest;
}

/** The digest that is known of a file with these facts, if they are still the same. */
export function knownDigest(known: KnownFile | undefined, facts: BigIntStats): string | undefined {
  if (known === undefined) return undefined;
  return identity(facts).every((field, index) => field === known[index]) ? known[4] : undefined;
}

/** What to remember of a file, or `undefined` when it was touched too lately; `now` in nanoseconds. */
export function rememberDigest(
  facts: BigIntStats,
  digest: string,
  now: bigint = BigInt(Date.now()) * 1_000_000n,
): KnownFile | undefined {
  const latest = facts.mtimeNs > facts.ctimeNs ? facts.mtimeNs : facts.ctimeNs;
  return now - latest < SETTLED_NANOSECONDS ? undefined : [...identity(facts), digest];
}

/** What `rememberDigest` gave, read back from JSON; `undefined` for anything else. */
export function parseKnownFile(value: unknown): KnownFile | undefined {
  if (!Array.isArray(value)) return undefined;
  const fields: unknown[] = value;
  const [size, modified, changed, inode, digest] = fields;
  return fields.length === 5 &&
    typeof size === 'string' &&
    typeof modified === 'string' &&
    typeof changed === 'string' &&
    typeof inode === 'string' &&
    typeof digest === 'string' &&
    isSha256(digest)
    ? [size, modified, changed, inode, digest]
    : undefined;
}

/** What is written in a record; `undefined` when there is none or it was cut short. */
export async function readRecord(path: string): Promise<unknown> {
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
