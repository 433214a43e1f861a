// One verification as a process of its own, as the executor runs it: what tests interrupt. Its argument says
// in JSON what to verify.
import { consoleProgress, formatError, verifyIso, withStopSignals } from 'iso-core';

const request = JSON.parse(process.argv[2] ?? '');

try {
  await withStopSignals((signal) => verifyIso({ ...request, progress: consoleProgress(), signal }));
} catch (error) {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
}
