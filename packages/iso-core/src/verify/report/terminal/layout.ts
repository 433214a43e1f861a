// Text in columns of a terminal. Widths are those of what is seen: a wide letter counts two.

// Letters that terminals show two columns wide (Unicode Standard Annex #11), and those of no width.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]$/u;

export function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The text, with an ellipsis where it is wider than `width`. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * Lines of at most `width`, broken at spaces: the first begins with `first`, the others with `rest`. A
 * word that is wider than a line is cut.
 */
export function wrap(text: string, width: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const longer = isEmpty ? line + word : `${line} ${word}`;
    if (isEmpty || displayWidth(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = rest + word;
    }
    isEmpty = false;
  }
  return [...lines, line].map((each) => cut(each, width));
}

/** The widest that a column before the last one becomes. */
const MOST_COLUMN = 38;

/** Rows whose columns begin below each other, each no wider than `width`. */
export function align(rows: readonly (readonly string[])[], width: number): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      widths[index] = Math.min(MOST_COLUMN, Math.max(widths[index] ?? 0, displayWidth(cell)));
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => {
      const columnWidth = widths[index] ?? 0;
      return index === row.length - 1 ? cell : pad(cut(cell, columnWidth), columnWidth);
    });
    return cut(cells.join('  '), width).trimEnd();
  });
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
