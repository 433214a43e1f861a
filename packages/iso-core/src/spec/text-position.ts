// Turns an offset into a text to the line and column that editors show.

/** Both count from 1; a column is one UTF-16 code unit. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

export function comparePositions(one: TextPosition, other: TextPosition): number {
  return one.line - other.line || one.column - other.column;
}
