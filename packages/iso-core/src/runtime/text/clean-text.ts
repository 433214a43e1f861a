// Text from outside (command output, kernel banners, server replies) made safe to print: it can move
// no cursor, set no title, and give no command to the CI that reads our output.

// ECMA-48: CSI sequences, the string sequences (OSC, DCS, SOS, PM, APC) up to BEL or ST, and the
// other two- and three-byte escapes, in their 7-bit and 8-bit forms.
const ESCAPE_SEQUENCES =
  /(?:\x1b\[|\x9b)[\x20-\x3f]*[\x40-\x7e]?|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[\x20-\x2f]*[\x30-\x7e]?/g;

// Other C0 and C1 controls, DEL, and the characters that reorder or hide what is read.
const CONTROLS =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Removes ANSI escapes, control characters and bidirectional overrides, keeps tabs and line ends (as
 * `\n`), and breaks up what CI systems take for commands: `::name::` at the start of a line and
 * `##[name]`, `##vso[name]` anywhere.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(ESCAPE_SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(/^([^\S\n]*):(?=:)/gm, '$1: ')
    .replace(/##(?=\w*\[)/g, '# #');
}

/** `cleanText` on one line of at most `maxLength` characters; line ends and tabs become spaces. */
export function cleanLine(text: string, maxLength = 500): string {
  const line = cleanText(cleanText(text).replace(/\s+/g, ' ').trim());
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}
