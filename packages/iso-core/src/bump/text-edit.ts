// A change to a text that leaves every other byte of it as it was.

export interface TextEdit {
  /** Of the first character that goes, in UTF-16 code units of the file's text. */
  readonly start: number;
  /** Behind the last character that goes. */
  readonly end: number;
  readonly text: string;
}

export interface FileEdit extends TextEdit {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
}

/** What the edited files say afterwards, by path; those that say the same are not in it. */
export function editedTexts(
  edits: readonly FileEdit[],
  read: (file: string) => string | undefined,
): Map<string, string> {
  const changes = new Map<string, string>();
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const text = read(file) ?? '';
    const own = edits.filter((edit) => edit.file === file);
    const changed = applyEdits(text, own);
    if (changed !== text) changes.set(file, changed);
  }
  return changes;
}

/** The text with all edits made; they must not overlap. Equal edits of one place count once. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((one, other) => one.start - other.start || one.end - other.end);
  let [result, position] = ['', 0];
  let last: TextEdit | undefined;
  for (const edit of sorted) {
    if (last?.start === edit.start && last.end === edit.end && last.text === edit.text) continue;
    if (edit.start < position) throw new Error(`Edits overlap at ${edit.start}`);
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
    last = edit;
  }
  return result + text.slice(position);
}
