import type { Bench } from '../bench.js';
import type { Row } from '../report/row.js';

/** One figure of the report: the names of its rows are known before it is measured. */
export interface Figure {
  readonly names: readonly string[];
  /** A row for each name, in their order. */
  measure(bench: Bench): Promise<readonly Row[]>;
}
