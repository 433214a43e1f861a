// What a kill -9 shortly before the end costs: the bytes that the next run sends to the server again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { delay, inStep, pieceSizeFor } from 'iso-core';
import { partsUnderWay, startFaultProxy, type S3Server } from 's3-server';
import {
  BUCKET,
  environmentOf,
  publish,
  publishCommand,
  sealedIso,
  withServer,
  type Sealed,
} from '../measure/publications.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'publishing after a kill at 90 %, bytes sent against the size of the ISO';

const ISO = 'killed.iso';
const KILLED_AT = 0.9;
const POLL_MILLISECONDS = 10;

export const publishingResumed: Figure = {
  names: [name],
  async measure(bench) {
    const sealed = await sealedIso(bench);
    const { size } = await stat(join(sealed.built, 'minikube-amd64.iso'));
    const parts = Math.ceil(size / pieceSizeFor(size));
    return withServer(bench, 's3-resumed', (server) =>
      inStep(bench.progress, 'Publishing after a kill at 90 %', async () => {
        await killAt(Math.ceil(KILLED_AT * parts), server, sealed, bench.signal);
        const proxy = await startFaultProxy({ target: server.endpoint });
        try {
          await publish(bench, { ...server, endpoint: proxy.endpoint }, sealed, ISO);
          const ours = proxy.log.reduce((sum, { bytes }) => sum + bytes, 0);
          return [ratioRow({ name, unit: 'bytes', ours, peer: size, goal: 0.15 })];
        } finally {
          await proxy.stop();
        }
      }),
    );
  },
};

/** Publishes, and kills the process as soon as the server has so many parts. */
async function killAt(
  parts: number,
  server: S3Server,
  sealed: Sealed,
  signal: AbortSignal,
): Promise<void> {
  const { file, args } = publishCommand(sealed, ISO);
  const env = { ...process.env, ...environmentOf(server) };
  const child = spawn(file, args, { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    while (child.exitCode === null && (await partsUnderWay(server, BUCKET)) < parts) {
      await delay(POLL_MILLISECONDS, signal);
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  if (child.signalCode === null) throw new TypeError('It was published before it could be killed');
}
