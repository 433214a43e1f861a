// The rows as a table for people: ratios first.
import { isMet, type Row } from './row.js';

const HEAD = ['figure', 'ours', 'peer', 'ratio', 'goal', ''];

/** Lines of one table, each with its line end. */
export function table(rows: readonly Row[]): string {
  const ratios = rows.filter((row) => 'ratio' in row);
  const others = rows.filter((row) => !('ratio' in row));
  const cells = [HEAD, ...[...ratios, ...others].map(cellsOf)];
  const widths = HEAD.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function cellsOf(row: Row): string[] {
  const value = (number: number) => `${grouped(number)} ${row.unit}`;
  const mark = isMet(row) ? '' : 'missed';
  if ('ratio' in row) {
    const { name, ours, peer, ratio, goal } = row;
    return [name, value(ours), value(peer), ratio.toFixed(3), `≤ ${goal}`, mark];
  }
  return [row.name, value(row.ours), '', '', `≤ ${value(row.goalAbsolute)}`, mark];
}

/** `12 345.678`, so that bytes can be read. */
function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** Names and marks stand at the left, numbers at the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === HEAD.length - 1 ? cell.padEnd(width) : cell.padStart(width);
}
