// The digest of a source folder: names, executable bits, links and contents; no times, no owners, and
// not the `.git` folder, so that two checkouts of the same files are the same source.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Cache,
  knownDigest,
  type KnownFile,
  parseKnownFile,
  readRecord,
  rememberDigest,
  sha256,
  throwIfCancelled,
  writeAtomically,
} from '../../runtime/index.js';

const FILES_AT_ONCE = 500;

/**
 * The SHA-256 over everything in `folder`. Only files that changed since the last time are read (Linux
 * 6.1: some seconds the first time, one after that).
 */
export async function folderDigest(
  cache: Cache,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const record = cache.path('digests', `${sha256(await realpath(folder))}.folder.json`);
  const known = parseRecord(await readRecord(record));
  const next: Record<string, KnownFile> = {};
  const hash = createHash('sha256');
  let read = 0;
  let count = 0;
  for (const path of filesOf(folder, '')) {
    const facts = lstatSync(join(folder, path), { bigint: true });
    if (facts.isSymbolicLink()) {
      hash.update(`link ${path}\0${readlinkSync(join(folder, path))}\0`);
      continue;
    }
    let digest = knownDigest(known.get(path), facts);
    if (digest === undefined) {
      digest = sha256(readFileSync(join(folder, path)));
      read += 1;
    }
    const entry = rememberDigest(facts, digest);
    if (entry !== undefined) next[path] = entry;
    hash.update(`${(facts.mode & 0o111n) === 0n ? 'file' : 'program'} ${path}\0${digest}\0`);
    count += 1;
    if (count % FILES_AT_ONCE === 0) await breathe(signal);
  }
  if (read > 0) await writeAtomically(record, JSON.stringify(next));
  return hash.digest('hex');
}

/** Files and links under a folder, as relative paths in an order that depends on their names alone. */
function* filesOf(folder: string, prefix: string): Generator<string> {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') yield* filesOf(folder, path);
    } else if (entry.isFile() || entry.isSymbolicLink()) yield path;
  }
}

/** Lets signals and timers through between pieces of work that hold the thread. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(signal);
}

function parseRecord(value: unknown): ReadonlyMap<string, KnownFile> {
  const known = new Map<string, KnownFile>();
  if (typeof value !== 'object' || value === null) return known;
  for (const [path, entry] of Object.entries(value)) {
    const file = parseKnownFile(entry);
    if (file !== undefined) known.set(path, file);
  }
  return known;
}
