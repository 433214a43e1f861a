// Shows a value of a spec in an error: on one line, not too long, with nothing that moves a cursor.

const LONGEST = 80;

/** `value` as JSON, shortened, with control and direction characters escaped. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  return shown.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
