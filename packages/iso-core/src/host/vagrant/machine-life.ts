// The life of a machine: made or started, used, and halted or destroyed however that went. What a killed
// process leaves lies in the machine's folder, where the next build finds it.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  copyFileAtomically,
  inStep,
  IsoError,
  isIsoError,
  runLogged,
  stableJson,
  writeAtomically,
} from '../../runtime/index.js';
import type { MachineContext } from '../machine.js';
import { guestBehind, type Guest } from './guest.js';
import type { MachineSettings } from './machine-settings.js';
import { upFailure } from './up-failure.js';
import { destroy, halt, memoryOf, sshConfig, up } from './vagrant-command.js';

const VAGRANTFILE = fileURLToPath(new URL('../../../builder/Vagrantfile', import.meta.url));

/** Longer than Vagrant itself waits for a machine that does not shut down. */
const END_MILLISECONDS = 5 * 60_000;

export interface MachineWish {
  /** Of this machine alone; the caller sees to it that no other process uses it. */
  readonly folder: string;
  readonly settings: MachineSettings;
  /** Whether the machine is halted in the end, and used again, instead of destroyed. */
  readonly keep: boolean;
}

/**
 * Runs `work` while the machine is up. Afterwards, however it went, there is no machine any more, or a
 * halted one; should that fail, a note says what is left and how it goes. Rejects with
 * `VAGRANT_PROVIDER_MISSING`, `VAGRANT_UP_FAILED`, `VAGRANT_MACHINE_LEFT`, or what `work` rejects with.
 */
export async function withMachine<T>(
  wish: MachineWish,
  context: MachineContext,
  work: (guest: Guest) => Promise<T>,
): Promise<T> {
  let isUp = false;
  try {
    const guest = await inStep(context.progress, 'Start the machine', async (step) => {
      await clearTheWay(wish, context);
      return start(wish, context, (detail) => step.update({ detail }));
    });
    isUp = true;
    return await work(guest);
  } finally {
    await end(wish, context, isUp && wish.keep);
  }
}

/** What an earlier build left is used again if it is the same and is to be kept, and else destroyed. */
async function clearTheWay(
  { folder, settings, keep }: MachineWish,
  { run, signal }: MachineContext,
): Promise<void> {
  const settingsPath = join(folder, 'machine.json');
  const text = stableJson(settings);
  if (existsSync(memoryOf(folder))) {
    const isSame = (await readFile(settingsPath, 'utf8').catch(() => '')) === text;
    // One that runs was a killed build's: what it does there has to end.
    const command = keep && isSame ? halt(folder) : destroy(folder);
    await run(command, { signal, timeoutMs: END_MILLISECONDS }).catch((error: unknown) => {
      throw isIsoError(error, 'COMMAND_FAILED', 'TIMED_OUT') ? left(folder, error) : error;
    });
  }
  await copyFileAtomically(VAGRANTFILE, join(folder, 'Vagrantfile'));
  await writeAtomically(settingsPath, text);
}

async function start(
  { folder, settings }: MachineWish,
  { run, signal }: MachineContext,
  onLine: (line: string) => void,
): Promise<Guest> {
  const log = join(folder, 'up.log');
  try {
    await runLogged(up(folder, settings), { run, log, signal, onLine });
    const { stdout } = await run(sshConfig(folder), { signal });
    const config = join(folder, 'ssh-config');
    await writeAtomically(config, stdout);
    return guestBehind(config);
  } catch (error) {
    throw isIsoError(error, 'COMMAND_FAILED') ? upFailure(error, log) : error;
  }
}

/** Is not cancelled: it is what a cancelled build leaves nothing behind by. */
async function end(
  { folder }: MachineWish,
  { run, progress }: MachineContext,
  keep: boolean,
): Promise<void> {
  const title = keep ? 'Halt the machine' : 'Destroy the machine';
  try {
    await inStep(progress, title, () =>
      run(keep ? halt(folder) : destroy(folder), { timeoutMs: END_MILLISECONDS }),
    );
    if (!keep) await rm(memoryOf(folder), { recursive: true, force: true });
  } catch (error) {
    if (!isIsoError(error)) throw error;
    const { message, hint } = left(folder, error);
    progress.note(`${message}. ${hint}`);
  }
}

function left(folder: string, cause: IsoError): IsoError {
  return new IsoError('VAGRANT_MACHINE_LEFT', `Vagrant left a machine behind in ${folder}`, {
    hint: 'Run `vagrant destroy --force` in that folder to see why, and to end it.',
    cause,
    details: { folder, lastLines: cause.details['lastLines'] },
  });
}
