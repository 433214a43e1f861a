// Collects what the index of a source tree is made of, file by file: which kernel options each mentions,
// and which other files it names.
import { setImmediate } from 'node:timers/promises';
import { kernelSourceArch, type Architecture } from '../../runtime/index.js';
import { isMakefile } from './mentions.js';

/** What an index holds; files are numbers, in the order of `files`, which are sorted. */
export interface ScannedSource {
  readonly files: readonly string[];
  readonly mentions: Readonly<Record<string, readonly number[]>>;
  readonly names: Readonly<Record<string, readonly number[]>>;
  readonly pasting: readonly number[];
  readonly topFolders: readonly string[];
}

/** Never part of a kernel, whatever the config. */
const SKIPPED_AT_TOP = new Set(['Documentation', 'LICENSES', 'debian', 'tools', '.git']);
const SKIPPED_FILES =
  /^(?:Kconfig.*|.*defconfig|.*\.(?:config|dts|dtsi|dtso|rst|txt|md|yaml|json|svg|png|gif|ppm|po|cocci|ihex|csv|css|gitignore|kunitconfig))$/;

const MENTION = /(?<!\w)CONFIG_(\w*)/g;
const PASTING = /(?<!\w)CONFIG_\w*[ \t]*##|##[ \t]*CONFIG_/;
/** The last part of what `#include`, or a macro for it, names in quotes or brackets. */
const INCLUDED = /["<\/]([\w.+-]+\.(?:[hcS]|inc|def|lds)(?:_shipped)?)[">]/g;
/** Files by any path, and objects by a path that leads to another folder. */
const NAMED_BY_MAKE = /((?<=\/)[\w.+-]+\.o|[\w.+-]+\.(?:[hcS]|inc|def|lds)(?:_shipped)?)(?![\w.])/g;

const KEYS_AT_ONCE = 1000;

/** Takes the files of a source in any order. */
export class SourceScan {
  private readonly files: string[] = [];
  private readonly mentions = new Map<string, number[]>();
  private readonly names = new Map<string, number[]>();
  private readonly pasting: number[] = [];
  /** arm64 builds some files of arm's. */
  private readonly ownArchitectures: readonly string[];

  constructor(architecture: Architecture) {
    this.ownArchitectures =
      architecture === 'arm64' ? ['arm64', 'arm'] : [kernelSourceArch(architecture)];
  }

  /** Whether a kernel may be made of this regular file of the source, so that it is to be added. */
  wants(path: string): boolean {
    const folders = path.split('/');
    const name = folders.pop() ?? '';
    return !SKIPPED_FILES.test(name) && this.enters(folders);
  }

  /** Whether it may be made of anything in this folder, given by the names that lead to it. */
  enters(folders: readonly string[]): boolean {
    const [top, architecture] = folders;
    if (top === undefined) return true;
    if (SKIPPED_AT_TOP.has(top) || folders.includes('configs')) return false;
    return (
      top !== 'arch' || architecture === undefined || this.ownArchitectures.includes(architecture)
    );
  }

  /**
   * Takes the file that is `path` in the source.
   *
   * @param pieces its bytes as Latin-1, cut between lines
   */
  add(path: string, pieces: Iterable<string>): void {
    const number = this.files.push(path) - 1;
    const named = isMakefile(path) ? NAMED_BY_MAKE : INCLUDED;
    let isPasting = false;
    for (const text of pieces) {
      for (const [, token = ''] of text.matchAll(MENTION)) add(this.mentions, token, number);
      // Searching for characters is many times faster than matching a pattern, and most pieces have none.
      isPasting ||= text.includes('##') && PASTING.test(text);
      if (named === INCLUDED && !text.includes('"') && !text.includes('>')) continue;
      for (const [, name = ''] of text.matchAll(named)) add(this.names, name, number);
    }
    if (isPasting) this.pasting.push(number);
  }

  /**
   * The same for the same files, in whatever order they were added. Others get their turn in between: there
   * is a program to be started meanwhile.
   */
  async finish(): Promise<ScannedSource> {
    const order = [...this.files.keys()].sort((left, right) =>
      compare(this.files[left] ?? '', this.files[right] ?? ''),
    );
    const place = new Map(order.map((number, index) => [number, index]));
    const placed = (numbers: readonly number[]) =>
      numbers.map((number) => place.get(number) ?? 0).sort((left, right) => left - right);
    const table = async (all: ReadonlyMap<string, readonly number[]>) => {
      const entries: [string, number[]][] = [];
      for (const [index, key] of [...all.keys()].sort(compare).entries()) {
        if (index % KEYS_AT_ONCE === 0) await setImmediate();
        entries.push([key, placed(all.get(key) ?? [])]);
      }
      return Object.fromEntries(entries);
    };
    const files = order.map((number) => this.files[number] ?? '');
    const top = (file: string) => /^([^/]+)\/(?:Kbuild|Makefile)$/.exec(file)?.[1];
    return {
      files,
      mentions: await table(this.mentions),
      names: await table(this.names),
      pasting: placed(this.pasting),
      topFolders: [...new Set(files.flatMap((file) => top(file) ?? []))],
    };
  }
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function add(table: Map<string, number[]>, key: string, number: number): void {
  const numbers = table.get(key);
  // A piece of a text keeps the whole text in memory; a copy of the piece does not.
  if (numbers === undefined) table.set(Buffer.from(key).toString(), [number]);
  else if (numbers.at(-1) !== number) numbers.push(number);
}
