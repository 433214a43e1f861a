// Which container engine this computer has.
import { hostname } from 'node:os';
import { IsoError, isIsoError, type Runner } from '../../runtime/index.js';
import type { SpecContainer } from '../../spec/index.js';
import { noAnswer, readAnswer, whyNoAnswer, type EngineFacts } from './engine-answer.js';

export interface ContainerEngine {
  readonly program: 'docker' | 'podman';
  /** Whether root in its containers is the user that started them. */
  readonly isRootless: boolean;
  /** Whether its containers can see this computer's files. */
  readonly isHere: boolean;
}

/** This computer, as far as it matters. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly hostname: string;
}

const ANSWER_MILLISECONDS = 30_000;

/**
 * The engine that is wished for, or the first of docker and podman that answers. Rejects with
 * `CONTAINER_ENGINE_NOT_FOUND`, `CONTAINER_ENGINE_STOPPED` or `CONTAINER_ENGINE_FORBIDDEN`.
 */
export async function findEngine(
  { engine }: Pick<SpecContainer, 'engine'>,
  run: Runner,
  computer: Computer = { platform: process.platform, hostname: hostname() },
): Promise<ContainerEngine> {
  const programs = engine === undefined ? (['docker', 'podman'] as const) : [engine];
  let refused: IsoError | undefined;
  for (const program of programs) {
    try {
      const facts = await ask(program, run, computer.platform);
      return {
        program,
        isRootless: facts.isRootless,
        isHere: await isHere(program, facts, run, computer),
      };
    } catch (error) {
      if (isIsoError(error, 'COMMAND_NOT_FOUND')) continue;
      if (!isIsoError(error, 'CONTAINER_ENGINE_STOPPED', 'CONTAINER_ENGINE_FORBIDDEN')) throw error;
      refused ??= error;
    }
  }
  throw refused ?? notFound(programs);
}

async function ask(program: string, run: Runner, platform: NodeJS.Platform): Promise<EngineFacts> {
  try {
    // Docker's ends with 0 or 1 when its engine does not answer, podman's with 125.
    const { stdout, stderr } = await run(
      { file: program, args: ['info', '--format', '{{json .}}'], okExitCodes: [0, 1, 125] },
      { timeoutMs: ANSWER_MILLISECONDS },
    );
    const facts = readAnswer(stdout);
    if (facts !== undefined) return facts;
    throw noAnswer(program, whyNoAnswer(stdout, stderr), platform);
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED', 'COMMAND_NOT_STARTED'))
      throw noAnswer(program, error.message, platform);
    if (!isIsoError(error, 'TIMED_OUT')) throw error;
    throw noAnswer(program, `nothing within ${ANSWER_MILLISECONDS / 1000} s`, platform);
  }
}

/**
 * An engine behind a socket of this computer may still be elsewhere, in a virtual machine or around the
 * container that this process is in: then it calls its computer by another name.
 */
async function isHere(
  program: string,
  facts: EngineFacts,
  run: Runner,
  computer: Computer,
): Promise<boolean> {
  if (computer.platform !== 'linux' || facts.hostname !== computer.hostname) return false;
  if (facts.isRemote !== undefined) return !facts.isRemote;
  const endpoint = await run(
    {
      file: program,
      args: ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
      okExitCodes: [0, 1],
    },
    { timeoutMs: ANSWER_MILLISECONDS },
  );
  return endpoint.stdout.startsWith('unix://');
}

function notFound(programs: readonly string[]): IsoError {
  return new IsoError(
    'CONTAINER_ENGINE_NOT_FOUND',
    `No container engine was found on this machine: expected ${programs.join(' or ')} on PATH`,
    {
      hint: 'Install podman or Docker, or use "host": "local".',
      details: { expected: programs },
    },
  );
}
