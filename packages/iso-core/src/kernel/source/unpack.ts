// Unpacks a source archive into an empty folder, without its single top folder, and trusts nothing in
// it: every entry is looked at while tar goes on, and the first that is not allowed ends it.
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { cleanLine, fullDisk, IsoError, isIsoError, type Runner } from '../../runtime/index.js';
import {
  type ArchiveEntry,
  entryFault,
  looksLikeEntry,
  parseArchiveEntry,
  topOf,
} from './archive-entry.js';
import { notAKernelSource } from './source-version.js';
import { UNNEEDED } from './unneeded.js';

export interface UnpackOptions {
  readonly run: Runner;
  readonly archive: string;
  /** Exists, and is empty. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly limits?: UnpackLimits;
  /** Called with each regular file's (or hard link's) path inside the top folder, once the file is complete. */
  readonly onFile?: (path: string) => void;
}

export interface UnpackLimits {
  readonly bytes: number;
  readonly entries: number;
}

/** Of what tar prints: a line for each entry, of which an error needs the last ones. */
const KEPT_OUTPUT = 64 * 1024;

/** Linux 6.18 has 1.8 GB in 98,000 entries. */
export const SOURCE_LIMITS: UnpackLimits = { bytes: 8 * 1024 ** 3, entries: 500_000 };

/**
 * Unpacks a tar archive, packed in any way that tar knows, but for what no kernel is made of. Rejects with
 * `SOURCE_UNSAFE` when an entry or a link leads out of it, `SOURCE_TOO_LARGE` beyond the limits, and
 * `SOURCE_CORRUPT` when tar does not get through it; the folder then holds a part of it, for the caller to
 * remove.
 */
export async function unpackArchive(options: UnpackOptions): Promise<void> {
  const { archive, folder, run, signal } = options;
  const watch = new EntryWatch(options);
  const command = {
    file: 'tar',
    args: [
      '--extract',
      `--file=${archive}`,
      '--force-local',
      `--directory=${folder}`,
      '--strip-components=1',
      ...['--anchored', '--wildcards', '--no-wildcards-match-slash'],
      ...UNNEEDED.map((pattern) => `--exclude=${pattern}`),
      '--no-same-owner',
      '--no-same-permissions',
      '--no-acls',
      '--no-selinux',
      '--no-xattrs',
      '--numeric-owner',
      '--quoting-style=c',
      '--verbose',
      '--verbose',
    ],
    env: {
      // Options in the environment would be obeyed as if they stood above.
      ...{ TAR_OPTIONS: undefined, XZ_OPT: undefined, GZIP: undefined },
      // From 5.4 on xz unpacks the blocks of an archive side by side; before, this changes nothing.
      XZ_DEFAULTS: '--threads=0',
    },
  };
  try {
    await run(command, {
      onLine: (line) => watch.line(line),
      keptBytes: KEPT_OUTPUT,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw isIsoError(error, 'COMMAND_FAILED') ? tarError(error, options) : error;
  }
  watch.end();
  if (watch.entries === 0) throw notAKernelSource(archive);
  await assertLinksInside(folder, archive, watch.links);
}

const FULL = /^tar: .*: No space left on device$/;

class EntryWatch {
  entries = 0;
  readonly links: string[] = [];
  #bytes = 0;
  #top: string | undefined;
  /** tar names a file before it writes it: what it named last is not complete yet. */
  #underway: string | undefined;

  constructor(private readonly options: UnpackOptions) {}

  line(line: string): void {
    const entry = parseArchiveEntry(line);
    if (entry !== undefined) this.#entry(entry);
    else if (looksLikeEntry(line)) throw this.#unsafe(line, 'its name cannot be read');
    // tar itself goes through the whole archive before it gives up.
    else if (FULL.test(line)) throw fullDisk(this.options.folder);
  }

  /** tar has written everything. */
  end(): void {
    if (this.#underway !== undefined) this.options.onFile?.(this.#underway);
    this.#underway = undefined;
  }

  #entry(entry: ArchiveEntry): void {
    this.end();
    const { archive, limits = SOURCE_LIMITS } = this.options;
    this.entries += 1;
    this.#bytes += entry.size;
    const fault = entryFault(entry);
    if (fault !== undefined) throw this.#unsafe(entry.name, fault);
    this.#top ??= topOf(entry.name);
    if (topOf(entry.name) !== this.#top) {
      throw this.#unsafe(entry.name, `it is outside the top folder ${cleanLine(this.#top)}`);
    }
    if (this.#bytes > limits.bytes || this.entries > limits.entries) {
      throw new IsoError(
        'SOURCE_TOO_LARGE',
        `${archive} unpacks to more than ${limits.bytes} bytes or ${limits.entries} entries`,
        {
          hint: 'No kernel source is that large; check where it comes from.',
          details: { archive, limits },
        },
      );
    }
    const name = entry.name.slice(this.#top.length + 1);
    if (entry.type === 'l') this.links.push(name);
    if ('-h'.includes(entry.type)) this.#underway = name;
  }

  #unsafe(name: string, fault: string): IsoError {
    const { archive } = this.options;
    return unsafe(archive, name, fault);
  }
}

/** Links may lead out by way of other links, which only the unpacked tree shows. */
async function assertLinksInside(
  folder: string,
  archive: string,
  links: readonly string[],
): Promise<void> {
  const top = await realpath(folder);
  for (const link of links) {
    const place = await realpath(join(folder, link)).catch(() => undefined);
    if (place === undefined || place === top || place.startsWith(top + sep)) continue;
    throw unsafe(archive, link, 'it is a link that leads out of the archive');
  }
}

function unsafe(archive: string, name: string, fault: string): IsoError {
  return new IsoError(
    'SOURCE_UNSAFE',
    `${archive} is refused because of its entry ${cleanLine(name)}: ${fault}`,
    {
      hint: 'Kernel sources have no such entries; check where the archive comes from.',
      details: { archive, entry: name, fault },
    },
  );
}

/** Why tar gave up, by what it printed. */
function tarError(failed: IsoError, { archive, folder }: UnpackOptions): unknown {
  const { lastLines } = failed.details;
  const lines = Array.isArray(lastLines) ? lastLines.map(String) : [];
  if (lines.some((line) => FULL.test(line))) return fullDisk(folder, failed);
  const outside = lines.find((line) => line.includes("Member name contains '..'"));
  if (outside !== undefined) return unsafe(archive, outside, 'its name leads out of the archive');
  const unpacker = lines.map((line) => /(\S+): Cannot exec/.exec(line)?.[1]).find(Boolean);
  if (unpacker === undefined) return corrupt(archive, lines);
  return new IsoError('TOOLS_MISSING', `${archive} is packed with ${unpacker}, which is missing`, {
    hint: `Install ${unpacker} with your package manager.`,
    cause: failed,
    details: { archive, missing: [{ tool: unpacker, because: 'kernel source' }] },
  });
}

function corrupt(archive: string, lines: readonly string[]): IsoError {
  const [why = 'tar does not say why'] = lines;
  return new IsoError('SOURCE_CORRUPT', `${archive} cannot be unpacked: ${cleanLine(why)}`, {
    hint: 'Fetch it again, and compare its SHA-256 with the published one.',
    details: { archive, said: lines },
  });
}
