// Makes one base ISO: `node dist/main.js <variant>`.
import { consoleProgress, formatError, IsoError, localRunner, openCache } from 'iso-core';
import { makeBaseIso } from './base-iso.js';
import { VARIANTS } from './variants.js';

async function main(name: string | undefined, signal: AbortSignal): Promise<void> {
  const variant = VARIANTS.find((each) => each.name === name);
  if (variant === undefined) {
    throw new IsoError('VARIANT_UNKNOWN', `The lab makes no base ISO named "${name ?? ''}".`, {
      hint: `It makes ${VARIANTS.map((each) => each.name).join(', ')}.`,
    });
  }
  const progress = consoleProgress({ stream: process.stderr });
  const iso = await makeBaseIso({
    variant,
    run: localRunner,
    cache: openCache(),
    progress,
    signal,
  });
  process.stdout.write(`${iso}\n`);
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => stop.abort());
}
main(process.argv[2], stop.signal).catch((error: unknown) => {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
});
