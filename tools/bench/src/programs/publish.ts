// A whole publication as a process of its own: `node publish.js SPEC BUILT_FOLDER OUTPUT_FOLDER BUCKET NAME`.
import { formatError, publishIso, withStopSignals } from 'iso-core/publish';
import { peakMemory } from './peak-memory.js';
import type { PublicationFacts } from './facts.js';

async function main([
  specPath = '',
  builtFolder = '',
  outputFolder = '',
  bucket = '',
  name = '',
]: readonly string[]): Promise<PublicationFacts> {
  const folders = { builtFolder, verifiedFolder: outputFolder, outputFolder };
  const overrides = { bucket, name, requireVerified: false };
  const { status } = await withStopSignals((signal) =>
    publishIso({ specPath, ...folders, overrides, signal }),
  );
  return { status, peakMemory: peakMemory() };
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = 1;
  },
);
