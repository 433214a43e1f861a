// One build as a process of its own, as the executor runs it: what tests interrupt. Its argument says in
// JSON what to build, and where to send itself a signal: at the beginning of a stage, just before a file
// gets its final name, or just before any change to the names in the file system, by its number.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { buildIso, consoleProgress, formatError, withStopSignals } from 'iso-core';

const { request, stop } = JSON.parse(process.argv[2] ?? '');

let changes = 0;
for (const name of ['copyFile', 'link', 'mkdir', 'rename', 'rm']) {
  const change = promises[name];
  promises[name] = (...args) => {
    if (stop?.beforeChange === changes) sendSignal();
    if (name === 'rename' && stop?.beforeNaming === basename(args[1])) sendSignal();
    changes += 1;
    return change(...args);
  };
}
syncBuiltinESMExports();

/** To the whole process group, as a terminal does. */
function sendSignal() {
  process.kill(0, stop.signal);
}

const shown = consoleProgress();
const progress = {
  ...shown,
  step(title) {
    const step = shown.step(title);
    if (stop?.atStage === title) sendSignal();
    return step;
  },
};

try {
  await withStopSignals((signal) => buildIso({ ...request, progress, signal }));
} catch (error) {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
}
