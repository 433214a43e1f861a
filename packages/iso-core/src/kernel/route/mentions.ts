// How a file uses a kernel option, and whether it could tell an option that is off from one that is a
// module. In C, `CONFIG_X` is defined only for y; `CONFIG_X_MODULE` only for m (include/linux/kconfig.h).
import { makefileLines } from './makefile/index.js';
import { stripComments } from './strip-comments.js';

export interface Mention {
  /** Counted from 1; 0 where it is not known. */
  readonly line: number;
  readonly text: string;
}

/** Whether a file is a makefile, by its path. */
export function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:Makefile|Kbuild)[^/]*$|\.mk$/.test(path);
}

/** The mentions of an option in C, assembler, Rust or a script that can tell m from n. */
export function tellingMentions(text: string, symbol: string): Mention[] {
  const telling = new RegExp(`(?<!\\w)CONFIG_${symbol}(?:_MODULE)?(?!\\w)`);
  return stripComments(text)
    .split('\n')
    .flatMap((line, index) =>
      line.includes(`CONFIG_${symbol}`) && telling.test(withoutYTests(line, symbol))
        ? [{ line: index + 1, text: line.trim() }]
        : [],
    );
}

/** A line without the tests that hold for y alone, and are false for m as for n. */
function withoutYTests(line: string, symbol: string): string {
  const option = `CONFIG_${symbol}(?!\\w)`;
  return line
    .replace(new RegExp(`#\\s*(?:ifdef|ifndef|elifdef|elifndef)\\s+${option}`, 'g'), '')
    .replace(new RegExp(`(?<!\\w)defined\\s+${option}`, 'g'), '')
    .replace(new RegExp(`(?<!\\w)defined\\s*\\(\\s*${option}\\s*\\)`, 'g'), '')
    .replace(new RegExp(`(?<!\\w)IS_BUILTIN\\s*\\(\\s*${option}\\s*\\)`, 'g'), '');
}

/**
 * The mentions in a makefile that do anything but put objects into a module: everything except lines
 * `obj-$(CONFIG_X) += …` and `<object>-$(CONFIG_X) += …`, whose effect the objects themselves show.
 */
export function tellingMakefileMentions(text: string, symbol: string): Mention[] {
  const lines = makefileLines(text);
  const listed = new Set(
    lines.flatMap(({ text: line }) => (/^obj-/.test(line) ? objectNames(line) : [])),
  );
  const mention = new RegExp(`(?<!\\w)CONFIG_${symbol}(?:_MODULE)?(?!\\w)`);
  const list = new RegExp(`^([\\w.+-]+)-\\$[({]CONFIG_${symbol}[)}]\\s*(?::{0,3}=|\\+=)`);
  return lines.flatMap(({ text: line }) => {
    if (!mention.test(line)) return [];
    const [head = '', stem = ''] = list.exec(line) ?? [];
    const isList = stem === 'obj' || (listed.has(stem) && !/^(?:lib|extra|always)$/.test(stem));
    return isList && !mention.test(line.slice(head.length)) ? [] : [{ line: 0, text: line }];
  });
}

/** The objects that a line of a makefile names, without `.o`. */
export function objectNames(line: string): string[] {
  return [...line.matchAll(/([\w./+-]+)\.o(?!\w)/g)].map(([, name = '']) => name);
}
