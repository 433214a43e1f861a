// The presets by name, and the requirements that every ISO has.
import { NETEM, network, networkLegacy, PRIO, TBF } from './chaos-network.js';
import {
  cpuPressure,
  diskFailure,
  diskPressure,
  memoryPressure,
  nodeFailure,
  THROTTLING,
} from './chaos-node.js';
import type { Preset } from './preset.js';

export type { Preset, PresetEntry } from './preset.js';

const disruptions: readonly Preset[] = [
  network,
  networkLegacy,
  diskPressure,
  cpuPressure,
  memoryPressure,
  diskFailure,
  nodeFailure,
];

/** Every preset that a spec can name. */
export const presets: readonly Preset[] = [
  {
    name: 'chaos-controller',
    description: 'Every disruption of chaos-controller.',
    entries: [],
    includes: disruptions.map((preset) => preset.name),
  },
  ...disruptions,
  {
    name: 'tc',
    description: 'The least for traffic control by hand and throttled disks.',
    entries: [PRIO, NETEM, TBF, THROTTLING],
  },
];

/** What holds for every ISO, whatever its spec: without it nobody could look it up in the kernel. */
export const alwaysRequired: Preset = {
  name: 'every ISO',
  description: 'What this project itself needs of every kernel.',
  entries: [
    {
      option: 'IKCONFIG',
      values: ['y'],
      reason:
        'The kernel carries its own config: the only proof that an option holds, and not in the image as a module.',
    },
    {
      option: 'IKCONFIG_PROC',
      reason:
        'The running kernel shows its config as /proc/config.gz; chaos-controller looks for it there.',
    },
  ],
};

export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}

export function presetNames(): readonly string[] {
  return presets.map((preset) => preset.name);
}
