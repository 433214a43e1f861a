// The toolchain a kernel is built with: what it is, exactly, and a digest that changes when it does.
import {
  type Architecture,
  digestOf,
  IsoError,
  isIsoError,
  machineName,
  type Runner,
  type RunOptions,
} from '../../runtime/index.js';

/** A program of the toolchain: its version in digits, and the line that it says about itself. */
export interface ToolVersion {
  readonly version: string;
  readonly banner: string;
}

export interface Toolchain {
  readonly architecture: Architecture;
  /** The kernel's `CROSS_COMPILE`: a prefix such as `aarch64-linux-gnu-`, or empty. */
  readonly crossCompile: string;
  readonly compiler: ToolVersion & { readonly name: 'gcc' };
  readonly linker: ToolVersion;
  readonly assembler: ToolVersion;
  readonly make: ToolVersion;
  /** Writes BTF; `undefined` when it is not there. */
  readonly pahole?: ToolVersion;
  /** Of all the above. */
  readonly digest: string;
}

/**
 * The prefix of the cross toolchain (`aarch64-linux-gnu-`) for kernels of `architecture` on a machine
 * whose `uname -m` is `machine`; empty when it builds them with its own.
 */
export function crossCompilePrefix(architecture: Architecture, machine: string): string {
  const own = machine === 'arm64' ? 'aarch64' : machine;
  return own === machineName(architecture) ? '' : `${machineName(architecture)}-linux-gnu-`;
}

/**
 * Asks the tools behind `run` who they are. Rejects with `TOOLCHAIN_UNREADABLE` when one that must be
 * there does not answer as it should; check for missing tools first.
 */
export async function toolchainOf(
  run: Runner,
  architecture: Architecture,
  options: RunOptions = {},
): Promise<Toolchain> {
  const ask = async (file: string, ...args: string[]) =>
    (await run({ file, args, env: { LC_ALL: 'C' } }, options)).stdout.trim();
  const crossCompile = crossCompilePrefix(architecture, await ask('uname', '-m'));
  const version = async (file: string): Promise<ToolVersion> => {
    const banner = firstLine(await ask(file, '--version'));
    return { version: versionIn(banner, file), banner };
  };
  const gcc = `${crossCompile}gcc`;
  const [full, gccBanner, linker, assembler, make, pahole] = await Promise.all([
    ask(gcc, '-dumpfullversion', '-dumpversion'),
    ask(gcc, '--version'),
    version(`${crossCompile}ld`),
    version(`${crossCompile}as`),
    version('make'),
    ifThere(version('pahole')),
  ]);
  const parts = {
    architecture,
    crossCompile,
    compiler: {
      name: 'gcc' as const,
      version: versionIn(firstLine(full), gcc),
      banner: firstLine(gccBanner),
    },
    linker,
    assembler,
    make,
    ...(pahole === undefined ? {} : { pahole }),
  };
  return { ...parts, digest: digestOf(parts) };
}

/** The version in a banner: `GNU ld (GNU Binutils for Debian) 2.40`, `GNU ld version 2.41-34.fc40`. */
function versionIn(banner: string, tool: string): string {
  const version = /\d+(?:\.\d+)*/.exec(banner.replace(/\(.*?\)/g, ''))?.[0];
  if (version !== undefined) return version;
  throw new IsoError('TOOLCHAIN_UNREADABLE', `${tool} does not say which version it is`, {
    hint: `Run "${tool} --version": it should end its first line with a version.`,
    details: { tool, found: banner },
  });
}

async function ifThere(version: Promise<ToolVersion>): Promise<ToolVersion | undefined> {
  try {
    return await version;
  } catch (error) {
    if (isIsoError(error, 'COMMAND_NOT_FOUND')) return undefined;
    throw error;
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').trim();
}
