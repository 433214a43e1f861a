// What boots the ISO on this computer, and how to go on without it.
import { IsoError, isIsoError } from '../runtime/index.js';
import type { VerifyContext } from './context.js';
import { findMachineTools, type FoundMachineTools } from './machine/index.js';

/** What is there for a machine; `undefined` where none is to be started. Error: `TOOLS_MISSING`. */
export async function findToolsToBoot({
  settings,
  depth,
  host,
  architecture,
}: Pick<VerifyContext, 'settings' | 'depth' | 'host' | 'architecture'>): Promise<
  FoundMachineTools | undefined
> {
  if (!settings.boot || depth === 'kernel') return undefined;
  return orWithoutBooting(() => findMachineTools(host, { architecture, boots: 'iso' }));
}

/** Where tools are missing for `work`, says as well how to verify without booting. */
export async function orWithoutBooting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isIsoError(error, 'TOOLS_MISSING')) throw error;
    const { message, hint, details } = error;
    throw new IsoError('TOOLS_MISSING', message, {
      hint: `${hint}\nOr verify with --boot=false, without booting: incomplete at best.`,
      details,
    });
  }
}
