// Where in the value of an expression a URL stands: the whole of it, or behind `--iso-url` in a command.
import { isIsoUrl } from '../url-site.js';

export interface UrlRange {
  readonly start: number;
  readonly end: number;
  readonly inCommand: boolean;
}

const OPTION = /(?<![\w-])--iso-url(?:=|(?:\s|\\\r?\n)+)["']?([^\s"'`;|&<>()\\]+)/dg;

/** The values of `--iso-url` in a text, whatever they are, or the whole of a text that is an ISO URL. */
export function urlRanges(text: string): UrlRange[] {
  if (isIsoUrl(text)) return [{ start: 0, end: text.length, inCommand: false }];
  return [...text.matchAll(OPTION)].flatMap(({ indices }) => {
    const [start, end] = indices?.[1] ?? [];
    return start === undefined || end === undefined ? [] : [{ start, end, inCommand: true }];
  });
}
