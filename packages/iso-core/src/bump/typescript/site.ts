// The places of a program that say which ISO is used.
import type { UrlSite } from '../url-site.js';

export type TypescriptSite = WrittenSite | ComputedSite;

/** A URL that is written in the file, in one piece or several. */
export interface WrittenSite extends UrlSite {
  readonly kind: 'written';
  /** In the order of the URL; together they are the URL. */
  readonly pieces: readonly Piece[];
  /** Whether it stands in a command, behind `--iso-url`. */
  readonly inCommand: boolean;
}

/** A value of `--iso-url` that is known only when the program runs. */
export interface ComputedSite {
  readonly kind: 'computed';
  readonly file: string;
  readonly line: number;
  /** What cannot be followed, as it is written. */
  readonly expression: string;
}

/** What a literal gives to a URL. */
export interface Piece {
  /** Of the first character as it is written, in UTF-16 code units of the file's text. */
  readonly start: number;
  readonly end: number;
  /** As the program sees it, without escapes. */
  readonly text: string;
  readonly quote: Quote;
  /** The constant that holds this part of the URL, where it is not written in the URL's own place. */
  readonly variable?: string;
  /** Where the constant is used for something else, so that its value must stay. */
  readonly otherUse?: OtherUse;
}

export interface OtherUse {
  readonly variable: string;
  readonly line: number;
}

export type Quote = "'" | '"' | '`';
