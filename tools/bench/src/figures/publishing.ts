// Publishing an ISO of 400 MB to a real S3 server, everything that is checked on the way included, against
// `aws s3 cp`, which checks nothing.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { makeBucket, startS3Server, type S3Server } from 's3-server';
import { byHandScript, programFile, type Bench } from '../bench.js';
import { largeIso } from '../inputs/large-iso.js';
import { median } from '../measure/median.js';
import { build, specFile } from '../measure/programs.js';
import { inTurns } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';
import type { PublicationFacts } from '../programs/facts.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const names = {
  seconds: 'publishing a 400 MB ISO, whole process against aws s3 cp',
  memory: 'peak memory, publishing a 400 MB ISO against aws s3 cp',
};

const BUCKET = 'isos';
const MEGABYTE = 1_000_000;

export const publishing: Figure = {
  names: [names.seconds, names.memory],
  async measure(bench) {
    const { scratch, progress, signal } = bench;
    const base = await largeIso(bench);
    const folder = join(scratch, 'publishing');
    // Its base has it already: what is published is the ISO of 400 MB itself.
    const { output } = await build(bench, { folder, require: ['NET_SCH_NETEM'], base });
    const server = await startS3Server({ folder: join(scratch, 's3'), signal });
    try {
      await makeBucket(server, BUCKET, { isPublic: true });
      const memory = { ours: 0, peer: 0 };
      const sides = await inStep(progress, 'Publishing an ISO of 400 MB', () =>
        inTurns(
          { rounds: 3, warmUps: 1 },
          {
            ours: async (round) => {
              const { seconds, peakMemory } = await publish(bench, server, folder, output, round);
              memory.ours = Math.max(memory.ours, peakMemory);
              return seconds;
            },
            peer: async (round) => {
              const { seconds, peakMemory } = await byHand(bench, server, base, round);
              memory.peer = Math.max(memory.peer, peakMemory);
              return seconds;
            },
          },
        ),
      );
      const [ours, peer] = [median(sides.ours), median(sides.peer)];
      return [
        ratioRow({ name: names.seconds, unit: 's', ours, peer, goal: 0.8 }),
        ratioRow({
          name: names.memory,
          unit: 'MB',
          ours: memory.ours / MEGABYTE,
          peer: memory.peer / MEGABYTE,
          goal: 1,
        }),
      ];
    } finally {
      await server.stop();
    }
  },
};

interface Measured {
  readonly seconds: number;
  /** Bytes. */
  readonly peakMemory: number;
}

function environment({ endpoint, region, credentials }: S3Server) {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
  };
}

async function publish(
  { run, signal }: Bench,
  server: S3Server,
  folder: string,
  built: string,
  round: number,
): Promise<Measured> {
  const name = `ours-${round}.iso`;
  const command = {
    file: process.execPath,
    args: [programFile('publish'), specFile(folder), built, join(folder, 'publish'), BUCKET, name],
    env: environment(server),
  };
  const { seconds, value } = await timed(() => run(command, { signal }));
  const { peakMemory } = JSON.parse(value.stdout) as PublicationFacts;
  return { seconds, peakMemory };
}

async function byHand(
  { run, signal }: Bench,
  server: S3Server,
  iso: string,
  round: number,
): Promise<Measured> {
  const command = {
    file: byHandScript('publish.py'),
    args: [server.endpoint, iso, `s3://${BUCKET}/minikube/by-hand-${round}.iso`],
    env: environment(server),
  };
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { seconds, peakMemory: Number(value.stdout.trim()) * 1024 };
}
