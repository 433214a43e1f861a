// A place that moves from one ISO to another.
import type { Architecture } from '../../runtime/index.js';
import { someOf } from '../some-of.js';
import type { Targets } from './architecture-of.js';

export interface Move {
  readonly architecture: Architecture;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

/** Where it stands, as people read it. */
export function placeOf({ file, line }: Pick<Move, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** The same of several, each once. */
export function placesOf(moves: readonly Move[]): string {
  return someOf([...new Set(moves.map(placeOf))]);
}

/** What each architecture was on. */
export function urlsLeft(moves: readonly Move[]): Targets {
  const open = moves.filter(({ from, to }) => from !== to);
  return Object.fromEntries(open.map(({ architecture, from }) => [architecture, from]));
}
