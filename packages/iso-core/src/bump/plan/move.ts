// A place that moves from one ISO to another.
import type { Architecture } from '../../runtime/index.js';

export interface Move {
  readonly architecture: Architecture;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly from: string;
  readonly to: string;
}
