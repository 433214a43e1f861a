// C without its comments, line for line.

/**
 * The text with comments replaced by spaces; line numbers stay. Strings and character literals are
 * kept, and end with their line, so that an apostrophe in an assembler's comment hides nothing.
 */
export function stripComments(text: string): string {
  return text.replace(TOKEN, (token) =>
    token.startsWith('/') ? token.replace(/[^\n]/g, ' ') : token,
  );
}

const TOKEN =
  /\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|\/\/(?:\\\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;
