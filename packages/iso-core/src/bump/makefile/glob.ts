// Patterns of file names as make has them (GNU make manual, "Using Wildcard Characters in File Names").

export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** The paths that match a pattern, sorted as make sorts them; `namesIn` tells what is in a folder. */
export function globbed(pattern: string, namesIn: (folder: string) => readonly string[]): string[] {
  const parts = pattern.split('/');
  let found = [''];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (!isGlob(part) && !isLast) found = found.map((folder) => `${folder}${part}/`);
    else {
      const isMatch = matcherOf(part);
      found = found.flatMap((folder) =>
        namesIn(folder === '' ? '.' : folder)
          .filter(isMatch)
          .sort()
          .map((name) => `${folder}${name}${isLast ? '' : '/'}`),
      );
    }
  }
  return found;
}

/** One character, or any number of them. */
type Token = ((character: string) => boolean) | '*';

/** No pattern but one with a dot of its own matches a hidden file. */
function matcherOf(part: string): (name: string) => boolean {
  const tokens = (part.match(/\*|\[(?:[!^][^]|[^!^])[^\]]*\]|[^]/g) ?? []).map(tokenOf);
  return (name) => (part.startsWith('.') || !name.startsWith('.')) && matches(name, tokens);
}

function tokenOf(written: string): Token {
  if (written === '*') return '*';
  if (written === '?') return () => true;
  if (written.length === 1) return (character) => character === written;
  const isNegated = /^\[[!^]/.test(written);
  const ranges = written.slice(isNegated ? 2 : 1, -1).match(/[^]-[^]|[^]/g) ?? [];
  return (character) => ranges.some((range) => isIn(character, range)) !== isNegated;
}

/** `a-z`, or a character alone. */
function isIn(character: string, range: string): boolean {
  return character >= range.charAt(0) && character <= range.charAt(range.length - 1);
}

/** Goes back to the last `*` only, which is enough: what those before it match may stay. */
function matches(name: string, tokens: readonly Token[]): boolean {
  let [at, next] = [0, 0];
  let star: { readonly next: number; at: number } | undefined;
  while (at < name.length) {
    const token = tokens[next];
    if (token === '*') star = { next: (next += 1), at };
    else if (token?.(name.charAt(at)) === true) [at, next] = [at + 1, next + 1];
    else if (star === undefined) return false;
    else [at, next] = [(star.at += 1), star.next];
  }
  return tokens.slice(next).every((token) => token === '*');
}
