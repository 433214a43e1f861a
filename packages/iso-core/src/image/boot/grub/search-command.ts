// The arguments of GRUB's `search` (GRUB manual, "search").
import type { SearchKind } from './devices.js';

export interface Search {
  readonly kind: SearchKind;
  readonly wanted: string;
  /** The variable that gets the device; undefined when it is only printed. */
  readonly variable: string | undefined;
}

const KINDS: Readonly<Record<string, SearchKind>> = {
  '-f': 'file',
  '--file': 'file',
  '-l': 'label',
  '--label': 'label',
  '--fs-label': 'label',
  '-u': 'uuid',
  '--fs-uuid': 'uuid',
  'search.file': 'file',
  'search.fs_label': 'label',
  'search.fs_uuid': 'uuid',
};

/** Reads `search --set=root --label X` in all its spellings; `name` is the command's. */
export function parseSearch(name: string, args: readonly string[]): Search {
  let kind = KINDS[name] ?? 'file';
  let variable: string | undefined;
  const positional: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (/^--hint(-\w+)?$/.test(argument)) at += 1;
    else if (argument === '--set' || argument === '-s') variable = 'root';
    else if (argument.startsWith('--set=')) variable = argument.slice('--set='.length);
    else if (KINDS[argument] !== undefined) kind = KINDS[argument];
    else if (!argument.startsWith('-')) positional.push(argument);
  }
  // `search.fs_label NAME VARIABLE`; and `--set root`, where the variable stands apart.
  if (name !== 'search') variable = positional[1] ?? variable;
  const wanted = positional.find((word) => !(variable === 'root' && word === 'root'));
  return { kind, wanted: wanted ?? positional[0] ?? '', variable };
}
