// The lab's config fragments, and whether Kconfig kept what they say.
import { readFile } from 'node:fs/promises';
import { IsoError } from 'iso-core';
import { fragmentFile } from '../project.js';

/** The text of several fragments, in order. */
export async function readFragments(names: readonly string[]): Promise<string> {
  const texts = await Promise.all(names.map((name) => readFile(fragmentFile(name), 'utf8')));
  return texts.join('\n');
}

/** What the lines of a fragment ask for: `y`, `m`, a number or a string, or `n` for `is not set`. */
export function wishes(fragment: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of fragment.split('\n')) {
    const [, name, value] = /^CONFIG_(\w+)=(.+)$/.exec(line) ?? [];
    const [, unset] = /^# CONFIG_(\w+) is not set$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found.set(name, value);
    else if (unset !== undefined) found.set(unset, 'n');
  }
  return found;
}

/** Throws `LAB_CONFIG_LOST` when a kernel's config is not what its fragments ask for. */
export function assertKept(fragment: string, valueOf: (option: string) => string): void {
  const lost = [...wishes(fragment)].filter(([option, value]) => valueOf(option) !== value);
  if (lost.length === 0) return;
  const list = lost.map(([option, value]) => `${option} (${value}, is ${valueOf(option)})`);
  throw new IsoError('LAB_CONFIG_LOST', `Kconfig did not keep ${list.join(', ')}`, {
    hint: 'Add what these options depend on to the fragments in tools/lab/config.',
    details: { lost: Object.fromEntries(lost) },
  });
}
