// Real programs for a root, each with every library that it needs, taken from unpacked packages.
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Architecture, IsoError, type NewEntry, type Runner, machineName } from 'iso-core';
import { readElfNeeds } from './elf-needs.js';

/** Programs by their path in a usr-merged root; packages may still have them outside of usr. */
const PROGRAMS = [
  'usr/bin/busybox',
  'usr/bin/ip',
  'usr/bin/kmod',
  'usr/sbin/tc',
  'usr/sbin/xtables-legacy-multi',
];

/** Extensions of iptables that the rules of network disruptions are made of. */
const IPTABLES_EXTENSIONS = [
  ...['libipt_icmp', 'libxt_DNAT', 'libxt_LOG', 'libxt_MARK', 'libxt_REDIRECT', 'libxt_cgroup'],
  ...['libxt_conntrack', 'libxt_mark', 'libxt_standard', 'libxt_state', 'libxt_tcp', 'libxt_udp'],
];

export interface ProgramsOptions {
  readonly run: Runner;
  readonly architecture: Architecture;
  /** A folder with unpacked packages, or `/`. */
  readonly packages: string;
}

/** The programs, their loader, their libraries and what they load. Rejects with `FILE_NOT_IN_PACKAGES`. */
export async function programs(options: ProgramsOptions): Promise<NewEntry[]> {
  const libraryFolder = `usr/lib/${machineName(options.architecture)}-linux-gnu`;
  const extensions = IPTABLES_EXTENSIONS.map((name) => `${libraryFolder}/xtables/${name}.so`);
  const paths = new Set([...PROGRAMS, ...extensions]);
  // A set may grow while it is walked: libraries need libraries.
  for (const path of paths) {
    const { libraries, loader } = await needsOf(options, path);
    for (const name of libraries) paths.add(`${libraryFolder}/${name}`);
    if (loader !== undefined) paths.add(`usr${loader}`);
  }
  for (const name of await tcTables(options.packages, libraryFolder)) paths.add(name);
  return Promise.all(
    [...paths].map(async (path): Promise<NewEntry> => {
      const content = await readFile(await findIn(options.packages, path));
      return { type: 'file', path, permissions: 0o755, content };
    }),
  );
}

async function needsOf({ run, packages }: ProgramsOptions, path: string) {
  const file = await findIn(packages, path);
  const args = ['--wide', '--dynamic', '--program-headers', file];
  return readElfNeeds((await run({ file: 'readelf', args })).stdout);
}

/** tc's tables of netem's distributions and its plugins, which are found by their folder. */
async function tcTables(packages: string, libraryFolder: string): Promise<string[]> {
  const names = await readdir(join(packages, libraryFolder, 'tc'));
  return names.sort().map((name) => `${libraryFolder}/tc/${name}`);
}

async function findIn(packages: string, path: string): Promise<string> {
  for (const candidate of [path, path.replace(/^usr\//, '')]) {
    const file = await realpath(join(packages, candidate)).catch(() => undefined);
    // An absolute symlink of a package for another architecture leads to this system's own files.
    const inside = file !== undefined && !relative(packages, file).startsWith('..');
    if (inside && (await stat(file)).isFile()) return file;
  }
  throw new IsoError('FILE_NOT_IN_PACKAGES', `/${path} is in none of the packages of the lab.`, {
    hint: 'Run `bash tools/bootstrap/system.sh test`; a library of a new version may need its package named in tools/lab/src/userland/packages.ts.',
    details: { packages, path },
  });
}
