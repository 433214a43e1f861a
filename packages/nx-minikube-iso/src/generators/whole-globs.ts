// Globs as a person gave them: Nx takes every comma of a list for the end of an item, also that in braces.

/** `['a/*.{yaml', 'yml}', 'b']` as `['a/*.{yaml,yml}', 'b']`. */
export function wholeGlobs(items: readonly string[]): string[] {
  const globs: string[] = [];
  let open = 0;
  for (const item of items) {
    const last = open > 0 ? globs.pop() : undefined;
    globs.push(last === undefined ? item : `${last},${item}`);
    open += count(item, '{') - count(item, '}');
  }
  return globs;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
