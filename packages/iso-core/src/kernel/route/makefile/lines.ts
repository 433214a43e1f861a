// The lines of a makefile as make reads them: continued lines joined, comments gone.

export interface MakefileLine {
  readonly text: string;
  /** Begins with a tab: a command, if it stands under a rule. */
  readonly isIndentedByTab: boolean;
}

/** Logical lines of a makefile (GNU make manual, "Splitting Long Lines"). Empty ones are left out. */
export function makefileLines(text: string): MakefileLine[] {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/(?<!\\)((?:\\\\)*)\\\n[ \t]*/g, '$1 ')
    .split('\n')
    .map((line) => ({ text: withoutComment(line).trim(), isIndentedByTab: line.startsWith('\t') }))
    .filter((line) => line.text !== '');
}

/** `#` begins a comment unless it is escaped or inside a reference such as `$(subst #,,x)`. */
function withoutComment(line: string): string {
  if (!line.includes('#')) return line;
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\') at += 1;
    else if (character === '$' && /[({]/.test(line[at + 1] ?? '')) depth += 1;
    else if (depth > 0 && /[)}]/.test(character ?? '')) depth -= 1;
    else if (character === '#' && depth === 0) return line.slice(0, at);
  }
  return line;
}
