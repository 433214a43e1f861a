// Measures the figures that are wanted, one after another.
import type { Bench } from './bench.js';
import type { Figure } from './figures/index.js';
import { isWanted, type Options } from './options.js';
import { IsoError } from 'iso-core';
import type { Row } from './report/row.js';

/** The rows that `options` ask for. Error: `BENCH_ROW_UNKNOWN` when there are none. */
export async function measureFigures(
  bench: Bench,
  figures: readonly Figure[],
  options: Pick<Options, 'only'>,
): Promise<Row[]> {
  const wanted = (name: string) => isWanted(options, name);
  const rows: Row[] = [];
  for (const figure of figures.filter(({ names }) => names.some(wanted))) {
    rows.push(...(await figure.measure(bench)).filter(({ name }) => wanted(name)));
  }
  if (rows.length > 0) return rows;
  throw new IsoError('BENCH_ROW_UNKNOWN', `No row is named like ${options.only.join(' or ')}`, {
    hint: `The rows are: ${figures.flatMap(({ names }) => names).join('; ')}.`,
  });
}
