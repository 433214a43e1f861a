// Texts in command lines that a person pastes into a shell.

/** The text as one word of a POSIX shell's, which takes it as it is. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
