// Runs minikube's make: its log on disk, the package that it is at as progress, and of a failure the
// package and its last lines.
import {
  IsoError,
  isIsoError,
  runLogged,
  type Command,
  type Runner,
} from '../../../runtime/index.js';
import { BuildrootOutput, describeStep } from './buildroot-output.js';

export interface MinikubeMake {
  readonly run: Runner;
  readonly command: Command;
  /** The path of the log. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** Called with the package and the step that it is at. */
  readonly onProgress: (detail: string) => void;
}

/** Rejects with `SOURCE_BUILD_FAILED`, or with what else `run` rejects with. */
export async function runMinikubeMake(make: MinikubeMake): Promise<void> {
  const { run, command, log, signal, onProgress } = make;
  const output = new BuildrootOutput((step) => onProgress(describeStep(step)));
  try {
    await runLogged(command, {
      run,
      log,
      signal,
      // Hours of output, of which the log has all.
      keptBytes: 64 * 1024,
      onLine: (line) => output.line(line),
    });
  } catch (error) {
    throw isIsoError(error, 'COMMAND_FAILED') ? buildFailed(output, log, error) : error;
  }
}

function buildFailed({ step, lastLines }: BuildrootOutput, log: string, cause: IsoError): IsoError {
  const where = step === undefined ? 'before Buildroot had begun' : `at ${describeStep(step)}`;
  const wasKilled = lastLines.some((line) => line.includes('Killed signal terminated'));
  const reason = wasKilled
    ? 'The compiler was killed, often for lack of memory: use fewer jobs ("kernel.compiler.jobs"). '
    : '';
  return new IsoError('SOURCE_BUILD_FAILED', `minikube’s make failed ${where}`, {
    hint: `${reason}All that it printed: ${log}. The next build goes on from there.`,
    cause,
    details: { ...step, lastLines, log },
  });
}
