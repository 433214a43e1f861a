// Lines of other people's files as they may be printed: a Makefile and the name of a file can hold anything.
import { cleanText } from '../runtime/index.js';

/** A minified file is one line. */
const MOST_CHARACTERS = 1000;

/** One line that a terminal only shows, indented as it is; a longer one is cut. */
export function shownLine(line: string): string {
  const clean = cleanText(line.slice(0, MOST_CHARACTERS)).replaceAll('\n', ' ');
  return line.length > MOST_CHARACTERS ? `${clean}…` : clean;
}
