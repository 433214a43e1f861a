// Lines of a generated file.

/** The lines joined, all but the first indented by `width` spaces: for a place in a template that is so already. */
export function indented(width: number, lines: readonly string[]): string {
  return lines.join(`\n${' '.repeat(width)}`);
}
