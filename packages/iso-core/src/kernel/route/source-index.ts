// An index of a source tree: which files mention which kernel option, and which files name which other
// files. Made in one pass over the tree and kept in the cache folder.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Architecture,
  type Cache,
  kernelSourceArch,
  throwIfCancelled,
  writeAtomically,
} from '../../runtime/index.js';
import type { KernelSource } from '../source/index.js';
import { isMakefile } from './mentions.js';

export interface SourceIndex {
  /** Files that mention `CONFIG_<token>`. The token of a module's own macro ends in `_MODULE`. */
  mentions(token: string): readonly string[];
  /** Files in which the preprocessor puts option names together (`CONFIG_##name`). */
  readonly pasting: readonly string[];
  /** Files that include a file so called, and makefiles that name it (objects: by a path). */
  naming(fileName: string): readonly string[];
  /** Names of the top folders that have a makefile. */
  readonly topFolders: readonly string[];
}

interface Stored {
  readonly files: readonly string[];
  readonly mentions: Readonly<Record<string, readonly number[]>>;
  readonly names: Readonly<Record<string, readonly number[]>>;
  readonly pasting: readonly number[];
  readonly topFolders: readonly string[];
}

const VERSION = 1;
const FILES_AT_ONCE = 400;

/** Never part of a kernel, whatever the config. */
const SKIPPED_AT_TOP = new Set(['Documentation', 'LICENSES', 'debian', 'tools', '.git']);
const SKIPPED_FILES =
  /^(?:Kconfig.*|.*defconfig|.*\.(?:config|dts|dtsi|dtso|rst|txt|md|yaml|json|svg|png|gif|ppm|po|cocci|ihex|csv|css|gitignore|kunitconfig))$/;

const MENTION = /(?<!\w)CONFIG_(\w*)/g;
/** The last part of what `#include`, or a macro for it, names in quotes or brackets. */
const INCLUDED = /["<\/]([\w.+-]+\.(?:[hcS]|inc|def|lds)(?:_shipped)?)[">]/g;
/** Files by any path, and objects by a path that leads to another folder. */
const NAMED_BY_MAKE = /((?<=\/)[\w.+-]+\.o|[\w.+-]+\.(?:[hcS]|inc|def|lds)(?:_shipped)?)(?![\w.])/g;

/** The index of a source for one architecture, from the cache folder when it is there. */
export async function sourceIndex(
  cache: Cache,
  source: Pick<KernelSource, 'folder' | 'digest'>,
  architecture: Architecture,
  signal?: AbortSignal,
): Promise<SourceIndex> {
  const { folder } = await cache.stage(
    'indexes',
    `${source.digest}-${architecture}-${VERSION}`,
    async (empty, stop) => {
      const stored = await scan(source.folder, architecture, stop);
      await writeAtomically(join(empty, 'index.json'), JSON.stringify(stored));
    },
    signal === undefined ? {} : { signal },
  );
  return readIndex(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as Stored);
}

/** The index of a folder that is in no cache: for small trees. */
export async function scanSource(folder: string, architecture: Architecture): Promise<SourceIndex> {
  return readIndex(await scan(folder, architecture, undefined));
}

function readIndex({ files, mentions, names, pasting, topFolders }: Stored): SourceIndex {
  const at = (numbers: readonly number[] | undefined) =>
    (numbers ?? []).map((number) => files[number] ?? '');
  const lookUp = (table: Readonly<Record<string, readonly number[]>>, key: string) =>
    at(Object.hasOwn(table, key) ? table[key] : undefined);
  return {
    mentions: (token) => lookUp(mentions, token),
    naming: (fileName) => lookUp(names, fileName),
    pasting: at(pasting),
    topFolders,
  };
}

async function scan(
  folder: string,
  architecture: Architecture,
  signal: AbortSignal | undefined,
): Promise<Stored> {
  const files = [...filesOf(folder, '', otherArchitectures(folder, architecture))];
  const mentions = new Map<string, number[]>();
  const names = new Map<string, number[]>();
  const pasting: number[] = [];
  for (const [number, file] of files.entries()) {
    const text = readFileSync(join(folder, file), 'latin1');
    if (text.includes('CONFIG_')) {
      for (const [, token = ''] of text.matchAll(MENTION)) add(mentions, token, number);
      if (/(?<!\w)CONFIG_\w*[ \t]*##|##[ \t]*CONFIG_/.test(text)) pasting.push(number);
    }
    const named = isMakefile(file) ? NAMED_BY_MAKE : INCLUDED;
    for (const [, name = ''] of text.matchAll(named)) add(names, name, number);
    if (number % FILES_AT_ONCE === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(signal);
    }
  }
  const top = (file: string) => /^([^/]+)\/(?:Kbuild|Makefile)$/.exec(file)?.[1];
  return {
    files,
    mentions: Object.fromEntries(mentions),
    names: Object.fromEntries(names),
    pasting,
    topFolders: [...new Set(files.flatMap((file) => top(file) ?? []))],
  };
}

function add(table: Map<string, number[]>, key: string, number: number): void {
  const numbers = table.get(key);
  // A piece of a text keeps the whole text in memory; a copy of the piece does not.
  if (numbers === undefined) table.set(Buffer.from(key).toString(), [number]);
  else if (numbers.at(-1) !== number) numbers.push(number);
}

/** arm64 builds some files of arm's. */
function otherArchitectures(folder: string, architecture: Architecture): ReadonlySet<string> {
  const own = architecture === 'arm64' ? ['arm64', 'arm'] : [kernelSourceArch(architecture)];
  return new Set(
    readdirSync(join(folder, 'arch'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !own.includes(entry.name))
      .map((entry) => `arch/${entry.name}`),
  );
}

function* filesOf(folder: string, prefix: string, skipped: ReadonlySet<string>): Generator<string> {
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (prefix === '' && SKIPPED_AT_TOP.has(entry.name)) continue;
      if (entry.name === 'configs' || skipped.has(path)) continue;
      yield* filesOf(folder, path, skipped);
    } else if (entry.isFile() && !SKIPPED_FILES.test(entry.name)) yield path;
  }
}
