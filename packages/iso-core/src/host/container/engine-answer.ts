// What an engine says of itself, and what its silence means.
import { z } from 'zod';
import { cleanLine, IsoError } from '../../runtime/index.js';

/** What `info` of an engine tells. */
export interface EngineFacts {
  /** The name of the computer that it runs on. */
  readonly hostname: string;
  readonly isRootless: boolean;
  /** Whether its program speaks to an engine elsewhere; Docker's does not say. */
  readonly isRemote?: boolean;
}

const docker = z
  .object({
    ServerVersion: z.string().min(1),
    Name: z.string(),
    SecurityOptions: z.array(z.string()).nullish(),
  })
  .transform(({ Name, SecurityOptions }): EngineFacts => {
    return { hostname: Name, isRootless: SecurityOptions?.includes('name=rootless') ?? false };
  });

const podman = z
  .object({
    host: z.object({
      hostname: z.string(),
      serviceIsRemote: z.boolean(),
      security: z.object({ rootless: z.boolean() }),
    }),
  })
  .transform(({ host: { hostname, serviceIsRemote, security } }): EngineFacts => {
    return { hostname, isRootless: security.rootless, isRemote: serviceIsRemote };
  });

/** The program `docker` may be podman's: the answer tells. */
const answer = z.union([docker, podman]);

/** The answer to `info --format '{{json .}}'`; `undefined` when no engine gave it. */
export function readAnswer(stdout: string): EngineFacts | undefined {
  return answer.safeParse(parsed(stdout)).data;
}

const withErrors = z.object({ ServerErrors: z.array(z.string()) });

/** Why there is no answer, in the engine's words: some versions say so in their answer. */
export function whyNoAnswer(stdout: string, stderr: string): string {
  const told = withErrors.safeParse(parsed(stdout)).data?.ServerErrors ?? [];
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return cleanLine(told[0] ?? lines.at(-1) ?? 'it says nothing');
}

/** `CONTAINER_ENGINE_FORBIDDEN` or `CONTAINER_ENGINE_STOPPED` for an engine that said `why`. */
export function noAnswer(
  program: string,
  why: string,
  platform: NodeJS.Platform = process.platform,
): IsoError {
  const details = { program, why };
  // Of the socket; ssh says the same of its keys.
  if (/permission denied/i.test(why) && !/publickey/i.test(why) && program === 'docker') {
    return new IsoError('CONTAINER_ENGINE_FORBIDDEN', `This user may not use ${program}: ${why}`, {
      hint: 'Let an administrator add you to the group docker (it is as good as root), or use podman, which needs no rights: "container": { "engine": "podman" }.',
      details,
    });
  }
  return new IsoError('CONTAINER_ENGINE_STOPPED', `${program} does not answer: ${why}`, {
    hint: whatToStart(program, platform),
    details,
  });
}

function whatToStart(program: string, platform: NodeJS.Platform): string {
  if (program === 'podman') {
    return platform === 'linux'
      ? 'Try: podman info'
      : 'Start its machine: podman machine start (the first time: podman machine init).';
  }
  return platform === 'linux'
    ? 'Start it: sudo systemctl start docker. Where DOCKER_HOST or a context names another one, start that.'
    : 'Start Docker Desktop, or: colima start';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
