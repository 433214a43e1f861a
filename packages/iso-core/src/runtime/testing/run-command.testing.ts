// Runs `sh -c <script>` through the local runner, printing its lines: the process that tests kill.
import { withStopSignals } from '../cancel.js';
import { localRunner } from '../process/local-runner.js';

const [script = ''] = process.argv.slice(2);
void withStopSignals((signal) =>
  localRunner(
    { file: 'sh', args: ['-c', script] },
    { signal, onLine: (line) => process.stdout.write(`${line}\n`) },
  ),
).catch((error: unknown) => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
