// A whole build as a process of its own: `node build.js SPEC OUTPUT_FOLDER`.
import { buildIso, formatError, withStopSignals } from 'iso-core';
import { peakMemory } from './peak-memory.js';
import type { BuildFacts } from './facts.js';

async function main([specPath = '', outputFolder = '']: readonly string[]): Promise<BuildFacts> {
  const { manifest } = await withStopSignals((signal) =>
    buildIso({ specPath, outputFolder, signal }),
  );
  const { route } = manifest;
  if (route === undefined) throw new Error('Only remasters are measured');
  return { route, peakMemory: peakMemory() };
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = 1;
  },
);
