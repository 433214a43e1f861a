// Tells by a tree itself, whatever tag it has, how an ISO is built from it: minikube moved the parts of
// its ISO several times, and forks and development trees have no tag.
import { type Architecture, IsoError } from '../../runtime/index.js';
import { knownReleases } from '../releases/release.js';
import {
  BUILDROOT_EXTERNAL,
  readBuildrootConfig,
  type BuildrootConfig,
} from './buildroot-config.js';
import type { IsoLayout, MinikubeTree, PinnedKernel } from './layout.js';
import { ISO_TARGETS, isoRule } from './make-rules.js';
import { readMakeVariables, type MakeVariables } from './make-variables.js';

const MAKEFILE = 'Makefile';
const CONFIGS = new RegExp(`^${BUILDROOT_EXTERNAL}/configs/[^/]+_defconfig$`);

/** What may stand in a path, a command and a file's name. */
const ISO_VERSION = /^v\d[0-9A-Za-z.+-]*$/;
const KERNEL_VERSION = /^\d+\.\d+(?:\.\d+)?$/;

/**
 * The layout of `tree` for an ISO of `architecture`. Errors: `LAYOUT_WITHOUT_ISO` for a tree from before
 * minikube built one, `LAYOUT_WITHOUT_ARCHITECTURE`, and `LAYOUT_UNKNOWN` with what is not where it was
 * at any release.
 */
export async function detectLayout(
  tree: MinikubeTree,
  architecture: Architecture,
): Promise<IsoLayout> {
  const configs = [...tree.files].filter((path) => CONFIGS.test(path)).sort();
  if (configs.length === 0) throw withoutConfigs(tree);
  if (!tree.files.has(MAKEFILE)) throw unknown(tree, MAKEFILE, 'none');
  const makefile = await tree.read(MAKEFILE);
  const rule = isoRule(makefile, architecture);
  if (rule === undefined) throw unknown(tree, `${list(ISO_TARGETS)} in its ${MAKEFILE}`, 'none');
  const { path, config } = await configFor(tree, configs, architecture);
  const { linuxDefconfig } = config;
  if (linuxDefconfig === undefined || !tree.files.has(linuxDefconfig)) {
    throw unknown(tree, `the linux defconfig that ${path} names`, linuxDefconfig ?? 'none');
  }
  const variables = readMakeVariables(makefile);
  const kernel = kernelOf(path, config, variables);
  const isoVersion = variables.get('ISO_VERSION');
  if (kernel !== undefined && !KERNEL_VERSION.test(kernel.version)) {
    throw unknown(tree, `a kernel version in ${kernel.pinnedIn}`, kernel.version);
  }
  if (isoVersion !== undefined && !ISO_VERSION.test(isoVersion)) {
    throw unknown(tree, `ISO_VERSION of its ${MAKEFILE} to be a version`, isoVersion);
  }
  return {
    ...rule,
    linuxDefconfig,
    ...(kernel === undefined ? {} : { kernel }),
    ...(isoVersion === undefined ? {} : { isoVersion }),
    compilesGo: /\bauto-pause\b/.test(makefile),
    fromEnvironment: variables.fromEnvironment,
  };
}

interface ConfigFile {
  readonly path: string;
  readonly config: BuildrootConfig;
}

async function configFor(
  tree: MinikubeTree,
  paths: readonly string[],
  architecture: Architecture,
): Promise<ConfigFile> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, config: readBuildrootConfig(await tree.read(path)) })),
  );
  const found = files.find(({ config }) => config.architecture === architecture);
  if (found !== undefined) return found;
  const others = [...new Set(files.flatMap(({ config }) => config.architecture ?? []))];
  if (others.length === 0)
    throw unknown(tree, `BR2_x86_64 or BR2_aarch64 in ${list(paths)}`, 'none');
  throw new IsoError(
    'LAYOUT_WITHOUT_ARCHITECTURE',
    `${tree.name} builds no ISO for ${architecture}, only for ${others.join(', ')}`,
    {
      hint: `The first release that builds one is ${firstRelease(architecture)}.`,
      details: { tree: tree.name, architecture, architectures: others },
    },
  );
}

/** Buildroot's config decides; the Makefile's variable says which one Buildroot takes by itself. */
function kernelOf(
  path: string,
  { kernelVersion }: BuildrootConfig,
  variables: MakeVariables,
): PinnedKernel | undefined {
  if (kernelVersion !== undefined) return pinned(kernelVersion, path);
  const version = variables.get('KERNEL_VERSION');
  return version === undefined ? undefined : pinned(version, MAKEFILE);
}

function pinned(version: string, pinnedIn: string): PinnedKernel {
  const release = /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
  return { version, release, pinnedIn };
}

function withoutConfigs(tree: MinikubeTree): IsoError {
  const has = [...tree.files].some((path) => path.startsWith(`${BUILDROOT_EXTERNAL}/`));
  if (has) return unknown(tree, `Buildroot configs in ${BUILDROOT_EXTERNAL}/configs`, 'none');
  return new IsoError(
    'LAYOUT_WITHOUT_ISO',
    `${tree.name} has no ISO to build: there is no ${BUILDROOT_EXTERNAL}`,
    {
      hint: `Name a release of minikube; the first with an ISO of its own is ${firstRelease('amd64')}.`,
      details: { tree: tree.name, expected: BUILDROOT_EXTERNAL },
    },
  );
}

function unknown(tree: MinikubeTree, expected: string, found: string): IsoError {
  return new IsoError(
    'LAYOUT_UNKNOWN',
    `${tree.name} is laid out as no minikube we know: expected ${expected}, found ${found}`,
    {
      hint: 'Build from a release of minikube; for a newer one, look for a newer version of this tool.',
      details: { tree: tree.name, expected, found },
    },
  );
}

function firstRelease(architecture: Architecture): string {
  const first = knownReleases().find((release) => release.architectures.includes(architecture));
  return first?.tag ?? 'unknown';
}

function list(names: readonly string[]): string {
  return names.join(' or ');
}
