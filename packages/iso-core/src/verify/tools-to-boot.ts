// What boots the ISO on this computer, and how to go on without it.
import type { BuildHost } from '../host/index.js';
import type { Depth } from '../inspect/index.js';
import { IsoError, isIsoError, type Architecture } from '../runtime/index.js';
import { findMachineTools, type FoundMachineTools } from './machine/index.js';

interface Wish {
  readonly settings: { readonly boot: boolean };
  readonly depth: Depth;
  readonly host: BuildHost;
  readonly architecture: Architecture;
}

/** What is there for a machine; `undefined` where none is to be started. Error: `TOOLS_MISSING`. */
export async function findToolsToBoot({
  settings,
  depth,
  host,
  architecture,
}: Wish): Promise<FoundMachineTools | undefined> {
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
