// The program that runs on a machine: reads a request, builds, and tells how it goes. It is bundled with all
// that it needs into one file.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { localHost } from '../../host/index.js';
import { IsoError, isIsoError, withStopSignals } from '../../runtime/index.js';
import { buildIso } from '../build-iso.js';
import { parseRequest, refusal, type WorkerMessage } from './messages.js';
import { tellingProgress } from './told-progress.js';

function tell(message: WorkerMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function work(line: string, signal: AbortSignal): Promise<void> {
  const { machine, env, architecture, jobs, ...paths } = parseRequest(line);
  // Programs that a build starts, such as git, read it themselves.
  Object.assign(process.env, env);
  const { stages } = await buildIso({
    ...paths,
    overrides: { architecture, ...(jobs === undefined ? {} : { jobs }) },
    host: localHost({ name: machine }),
    progress: tellingProgress(tell),
    signal,
  });
  tell({ kind: 'built', stages: [...stages] });
}

/** Aborts when nobody holds the input open any more. */
function endOf(lines: NodeJS.EventEmitter): AbortSignal {
  const controller = new AbortController();
  lines.once('close', () => {
    controller.abort(
      new IsoError('CANCELLED', 'Stopped by the end of the process that had started it', {
        hint: 'Run the same command again: it goes on from what is finished.',
      }),
    );
  });
  return controller.signal;
}

const lines = createInterface({ input: process.stdin });
const gone = endOf(lines);
try {
  const [line] = (await once(lines, 'line', { signal: gone })) as [string];
  await withStopSignals((stopped) => work(line, AbortSignal.any([stopped, gone])));
} catch (error) {
  if (!isIsoError(error)) throw error;
  tell(refusal(error));
} finally {
  lines.close();
  process.stdin.destroy();
}
