// The benchmark: `node dist/main.js [--json] [--only TEXT]…`.
import {
  consoleProgress,
  formatError,
  localRunner,
  openCache,
  withStopSignals,
  withTemporaryFolder,
} from 'iso-core';
import { FIGURES } from './figures/index.js';
import { measureFigures } from './measure-figures.js';
import { parseOptions } from './options.js';
import { table } from './report/table.js';

async function main(args: readonly string[], stop: AbortSignal): Promise<void> {
  const options = parseOptions(args);
  const cache = openCache();
  const progress = consoleProgress({ stream: process.stderr });
  // Two benchmarks at once would measure each other.
  const rows = await cache.withLock(
    'bench',
    (signal) =>
      withTemporaryFolder(cache.path('bench', 'scratch'), (scratch) =>
        measureFigures({ run: localRunner, cache, scratch, progress, signal }, FIGURES, options),
      ),
    { signal: stop, onWait: (holder) => progress.note(`Waiting for another benchmark: ${holder}`) },
  );
  process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
}

withStopSignals((signal) => main(process.argv.slice(2), signal)).catch((error: unknown) => {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
});
