// Probes of an ISO spec's own: its scripts, with what their numbers have to be.
import { readFile } from 'node:fs/promises';
import { IsoError } from '../../runtime/index.js';
import type { SpecScript } from '../../spec/index.js';
import { DEFINITIONS } from './definitions.js';
import type { Probe } from './probe.js';

/** In bytes: it travels in an initrd that the guest has in its memory. */
const MAX_SCRIPT_SIZE = 1024 * 1024;

const DEFAULT_TIMEOUT_SECONDS = 60;

/**
 * The probes that a spec's scripts are.
 *
 * @throws IsoError `PROBE_NAME_TAKEN`, `PROBE_SCRIPT_UNREADABLE`
 */
export async function ownProbes(scripts: readonly SpecScript[]): Promise<Probe[]> {
  const taken = scripts.find(({ name }) => DEFINITIONS.some((each) => each.name === name));
  if (taken !== undefined) {
    throw new IsoError('PROBE_NAME_TAKEN', `verify.scripts: ${taken.name} is a probe already`, {
      hint: 'Give the script another name.',
      details: { name: taken.name },
    });
  }
  return Promise.all(scripts.map(ownProbe));
}

async function ownProbe({ name, path, title, timeout, expect }: SpecScript): Promise<Probe> {
  return {
    name,
    title: title ?? `the ISO spec’s own script ${name}`,
    options: [],
    script: await readScript(path),
    values: {},
    expectations: Object.entries(expect).map(([label, bounds]) => ({ label, ...bounds })),
    timeoutSeconds: timeout ?? DEFAULT_TIMEOUT_SECONDS,
  };
}

async function readScript(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw unreadable(path, `it cannot be read (${code})`, cause);
  });
  if (bytes.length > MAX_SCRIPT_SIZE) {
    throw unreadable(path, `expected at most ${MAX_SCRIPT_SIZE} bytes, found ${bytes.length}`);
  }
  if (bytes.includes(0)) throw unreadable(path, 'expected a shell script, found zero bytes');
  return bytes.toString('utf8');
}

function unreadable(path: string, problem: string, cause?: unknown): IsoError {
  return new IsoError('PROBE_SCRIPT_UNREADABLE', `${path}: ${problem}`, {
    hint: 'Name a POSIX shell script in verify.scripts of the ISO spec.',
    cause,
    details: { path },
  });
}
