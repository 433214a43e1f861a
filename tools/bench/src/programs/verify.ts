// A whole verification as a process of its own: `node verify.js SPEC BUILT_FOLDER OUTPUT_FOLDER`.
import { formatError, verifyIso, withStopSignals } from 'iso-core';
import type { VerificationFacts } from './facts.js';

async function main([
  specPath = '',
  builtFolder = '',
  outputFolder = '',
]: readonly string[]): Promise<VerificationFacts> {
  const { report } = await withStopSignals((signal) =>
    verifyIso({ specPath, builtFolder, outputFolder, workspace: outputFolder, signal }),
  );
  return { verdict: report.verdict, probes: report.probes.length };
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = 1;
  },
);
