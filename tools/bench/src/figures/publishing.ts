// Publishing an ISO of 400 MB to a real S3 server, everything that is checked on the way included, against
// `aws s3 cp`, which checks nothing.
import { inStep } from 'iso-core';
import type { S3Server } from 's3-server';
import { byHandScript, type Bench } from '../bench.js';
import { largeIso } from '../inputs/large-iso.js';
import { median } from '../measure/median.js';
import {
  BUCKET,
  environmentOf,
  MEGABYTE,
  publish,
  sealedIso,
  withServer,
} from '../measure/publications.js';
import { inTurns } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const names = {
  seconds: 'publishing a 400 MB ISO, whole process against aws s3 cp',
  memory: 'peak memory, publishing a 400 MB ISO against aws s3 cp',
};

export const publishing: Figure = {
  names: [names.seconds, names.memory],
  async measure(bench) {
    const base = await largeIso(bench);
    const sealed = await sealedIso(bench);
    return withServer(bench, 's3', async (server) => {
      const memory = { ours: 0, peer: 0 };
      const sides = await inStep(bench.progress, 'Publishing an ISO of 400 MB', () =>
        inTurns(
          { rounds: 3, warmUps: 1 },
          {
            ours: async (round) => {
              const name = `ours-${round}.iso`;
              const { seconds, peakMemory } = await publish(bench, server, sealed, name);
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
    });
  },
};

async function byHand(
  { run, signal }: Bench,
  server: S3Server,
  iso: string,
  round: number,
): Promise<{ readonly seconds: number; readonly peakMemory: number }> {
  const command = {
    file: byHandScript('publish.py'),
    args: [server.endpoint, iso, `s3://${BUCKET}/minikube/by-hand-${round}.iso`],
    env: environmentOf(server),
  };
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { seconds, peakMemory: Number(value.stdout.trim()) * 1024 };
}
