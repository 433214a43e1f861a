// Publications to a real S3 server, each as a process of its own.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'iso-core';
import { makeBucket, startS3Server, type S3Server } from 's3-server';
import { once, programFile, type Bench } from '../bench.js';
import { largeIso } from '../inputs/large-iso.js';
import type { PublicationFacts } from '../programs/facts.js';
import { build, specFile } from './programs.js';
import { timed } from './stopwatch.js';

export const BUCKET = 'isos';
export const MEGABYTE = 1_000_000;

/** What is published: a folder with an ISO and its manifest, and the spec of them. */
export interface Sealed {
  readonly spec: string;
  readonly built: string;
}

/** The ISO of 400 MB as it is: it has already what is required of it. */
export const sealedIso = once(async (bench: Bench): Promise<Sealed> => {
  const base = await largeIso(bench);
  const folder = join(bench.scratch, 'sealed');
  const { output } = await build(bench, { folder, require: ['NET_SCH_NETEM'], base });
  return { spec: specFile(folder), built: output };
});

/** Lends `work` a server with a bucket that everyone may read; nothing of it stays. `name` is its folder's. */
export async function withServer<T>(
  { scratch, signal }: Bench,
  name: string,
  work: (server: S3Server) => Promise<T>,
): Promise<T> {
  const folder = join(scratch, name);
  const server = await startS3Server({ folder, signal });
  try {
    await makeBucket(server, BUCKET, { isPublic: true });
    return await work(server);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** Where a server is and who may write to it, for the tools and SDKs of AWS. */
export function environmentOf({
  endpoint,
  region,
  credentials,
}: Pick<S3Server, 'endpoint' | 'region' | 'credentials'>) {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
  };
}

/** Publishes under `name`; where to, the environment says. */
export function publishCommand({ spec, built }: Sealed, name: string) {
  const output = join(built, 'publish');
  const args = [programFile('publish'), spec, built, output, BUCKET, name];
  return { file: process.execPath, args } satisfies Command;
}

/** Rejects with `COMMAND_FAILED` and what the publication printed. */
export async function publish(
  { run, signal }: Bench,
  server: Pick<S3Server, 'endpoint' | 'region' | 'credentials'>,
  sealed: Sealed,
  name: string,
): Promise<PublicationFacts & { readonly seconds: number }> {
  const command = { ...publishCommand(sealed, name), env: environmentOf(server) };
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { ...(JSON.parse(value.stdout) as PublicationFacts), seconds };
}
