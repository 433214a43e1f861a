// A diff for the terminal: bounded, and with nothing in it that a terminal or a CI system would obey.
import { byteSize, cleanLine, columns } from '../../runtime/index.js';
import type { DiffFile, DiffSide, FileChanges, IsoDiff } from './diff.js';

export interface FormatDiffOptions {
  /** The most lines for each kind of change. Default: 20. */
  readonly most?: number;
}

type Row = readonly [mark: '+' | '-' | '~', what: string, change: string];

const WIDEST = 64;

/** Plain lines. */
export function formatDiff(diff: IsoDiff, { most = 20 }: FormatDiffOptions = {}): string[] {
  const { modules, rootFiles, isoFiles } = diff;
  return [
    ...formatSides(diff),
    ...section('Kernel options', optionRows(diff.options), most),
    ...(modules === undefined ? [] : section('Modules', fileRows(modules), most)),
    ...(rootFiles === undefined ? [] : section('Files of the root', fileRows(rootFiles), most)),
    ...(isoFiles === undefined ? [] : section('Files of the ISO', fileRows(isoFiles), most)),
    ...(diff.depth === 'content'
      ? []
      : ['', 'Modules and files were not looked at: only depth content reads them.']),
  ];
}

function formatSides({ from, to }: IsoDiff): string[] {
  const rows = [
    ['', 'from', 'to'],
    ...FACTS.map(([name, fact]) => [name, fact(from), fact(to)]),
  ].filter(([, before, after]) => before !== undefined || after !== undefined);
  return columns(rows.map((row) => row.map((cell) => cleanLine(cell ?? '', WIDEST))));
}

const FACTS: readonly (readonly [string, (side: DiffSide) => string | undefined])[] = [
  ['ISO', ({ name }) => name],
  ['architecture', ({ architecture }) => architecture],
  ['kernel', ({ kernel }) => kernel.release],
  ['ISO size', ({ size }) => byteSize(size)],
  ['kernel size', ({ kernel }) => byteSize(kernel.size)],
  ['initrd packed', ({ initrd }) => initrd && byteSize(initrd.size)],
  ['root unpacked', ({ initrd }) => initrd && byteSize(initrd.unpackedSize)],
];

function optionRows({ added, removed, changed }: IsoDiff['options']): Row[] {
  return [
    ...added.map(({ option, value }): Row => ['+', option, value]),
    ...removed.map(({ option, value }): Row => ['-', option, value]),
    ...changed.map(({ option, before, after }): Row => ['~', option, `${before} → ${after}`]),
  ];
}

function fileRows({ added, removed, changed }: FileChanges): Row[] {
  return [
    ...added.map((file): Row => ['+', file.path, describe(file)]),
    ...removed.map((file): Row => ['-', file.path, describe(file)]),
    ...changed.map(({ path, what, before, after }): Row => {
      const [old, now] = [describe(before), describe(after)];
      if (old !== now) return ['~', path, `${old} → ${now}`];
      const grown = after.size - before.size;
      const rest = grown === 0 ? `, other ${what.join(', ')}` : ` (${signed(grown)})`;
      return ['~', path, now + rest];
    }),
  ];
}

function signed(count: number): string {
  return `${count < 0 ? '-' : '+'}${byteSize(Math.abs(count))}`;
}

function describe({ type, size, target }: DiffFile): string {
  if (target !== undefined) return `link to ${target}`;
  return type === 'file' ? byteSize(size) : type;
}

function section(title: string, rows: readonly Row[], most: number): string[] {
  if (rows.length === 0) return ['', `${title}: no difference`];
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  const cells = shown.map(([mark, what, change]) => [
    `  ${mark} ${cleanLine(what, WIDEST)}`,
    cleanLine(change, WIDEST),
  ]);
  return [
    '',
    `${title}: ${counts(rows)}`,
    ...columns(cells),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ];
}

function counts(rows: readonly Row[]): string {
  const words = [
    ['+', 'added'],
    ['-', 'removed'],
    ['~', 'changed'],
  ] as const;
  return words
    .map(([mark, word]) => [rows.filter((row) => row[0] === mark).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
