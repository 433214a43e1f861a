// A server to try things with by hand, until Ctrl-C: `node dist/main.js [--store=memstore]`.
import { once } from 'node:events';
import { formatError, openCache, withStopSignals, withTemporaryFolder } from 'iso-core';
import { parseOptions } from './options.js';
import { type S3Server, startS3Server } from './server/index.js';

async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { store } = parseOptions(args);
  // Not the system's folder for temporary files: that may be in memory, where bluestore cannot be.
  await withTemporaryFolder(openCache().path('s3-server'), async (folder) => {
    const server = await startS3Server({ folder, store, signal });
    process.stdout.write(exportsOf(server));
    process.stderr.write(`The S3 server is up, with what it keeps in ${folder}; Ctrl-C ends it.\n`);
    if (!signal.aborted) await once(signal, 'abort');
    await server.stop();
  });
}

/** Lines for a shell, which the AWS tools and SDKs read. */
function exportsOf({ endpoint, region, credentials }: S3Server): string {
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  return lines.join('');
}

withStopSignals((signal) => main(process.argv.slice(2), signal)).catch((error: unknown) => {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
});
