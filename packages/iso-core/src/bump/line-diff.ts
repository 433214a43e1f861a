// The lines by which two texts of a file differ, for people.
import { shownLine } from './shown-line.js';

/** As `diff -U0` writes it, with each changed line by itself where no line comes or goes. */
export function lineDiff(file: string, before: string | undefined, after: string): string[] {
  if (before === after) return [];
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const head = [`--- ${before === undefined ? '/dev/null' : file}`, `+++ ${file}`];
  return [...head, ...(old.length === now.length ? eachLine(old, now) : hunk(old, now))].map(
    shownLine,
  );
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function eachLine(old: readonly string[], now: readonly string[]): string[] {
  return now.flatMap((line, index) =>
    line === old[index]
      ? []
      : [`@@ -${index + 1} +${index + 1} @@`, `-${old[index] ?? ''}`, `+${line}`],
  );
}

/** All between the first and the last difference. */
function hunk(old: readonly string[], now: readonly string[]): string[] {
  const shorter = Math.min(old.length, now.length);
  let [first, last] = [0, 0];
  while (first < shorter && old[first] === now[first]) first += 1;
  while (last < shorter - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  const [gone, come] = [old.slice(first, old.length - last), now.slice(first, now.length - last)];
  return [
    `@@ -${rangeOf(first, gone)} +${rangeOf(first, come)} @@`,
    ...gone.map((line) => `-${line}`),
    ...come.map((line) => `+${line}`),
  ];
}

/** An empty range is behind the line that it names. */
function rangeOf(first: number, { length }: readonly string[]): string {
  return `${length === 0 ? first : first + 1},${length}`;
}
