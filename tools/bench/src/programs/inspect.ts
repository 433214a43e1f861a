// An inspection as a process of its own: `node inspect.js ISO kernel|content`.
import { formatError, inspectIso, openFile } from 'iso-core/inspect';
import { peakMemory } from './peak-memory.js';
import type { InspectionFacts } from './facts.js';

async function main([path = '', depth]: readonly string[]): Promise<InspectionFacts> {
  const source = await openFile(path);
  try {
    const { kernel } = await inspectIso(source, {
      depth: depth === 'content' ? 'content' : 'kernel',
    });
    const options = kernel.config.symbols().length;
    return { release: kernel.release, options, peakMemory: peakMemory() };
  } finally {
    await source.close();
  }
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = 1;
  },
);
