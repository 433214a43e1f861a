// The tools that building a kernel needs, as its config asks for them. A config loses features in
// silence when such a tool is missing, so they are looked for before it is configured.
import { machineName } from '../../runtime/index.js';
import type { Architecture } from '../../runtime/index.js';

/** What is read of a kernel config: the value of a symbol without `CONFIG_`, `n` when it is not set. */
export interface ConfigValues {
  get(symbol: string): string;
}

/** A program's name or a C header, and what needs it. */
export interface KernelToolNeed {
  readonly tool: string;
  readonly because: string;
}

const ALWAYS = ['make', 'gcc', 'ld', 'stdio.h', 'flex', 'bison', 'bc', 'perl', 'awk', 'tar'];

/** Which tool an option needs when it is `y`. */
const BY_OPTION: readonly (readonly [option: string, tool: string])[] = [
  ['DEBUG_INFO_BTF', 'pahole'],
  ['DEBUG_INFO_BTF', 'gelf.h'],
  ['OBJTOOL', 'gelf.h'],
  ['STACK_VALIDATION', 'gelf.h'],
  ['UNWINDER_ORC', 'gelf.h'],
  ['MODULE_SIG', 'openssl/evp.h'],
  ['MODULE_SIG', 'openssl'],
  ['SYSTEM_TRUSTED_KEYRING', 'openssl/evp.h'],
  ['IKCONFIG', 'gzip'],
  ['MODULE_COMPRESS_GZIP', 'gzip'],
  ['MODULE_COMPRESS_XZ', 'xz'],
  ['MODULE_COMPRESS_ZSTD', 'zstd'],
];

/** IKHEADERS may be a module, and packs its archive all the same. */
const BY_OPTION_OR_MODULE: readonly (readonly [option: string, tool: string])[] = [
  ['IKHEADERS', 'cpio'],
  ['IKHEADERS', 'xz'],
];

/** How a bzImage packs its payload; an arm64 `Image` is not packed. */
const BY_KERNEL_COMPRESSION: readonly (readonly [option: string, tool: string])[] = [
  ['KERNEL_GZIP', 'gzip'],
  ['KERNEL_BZIP2', 'bzip2'],
  ['KERNEL_LZMA', 'lzma'],
  ['KERNEL_XZ', 'xz'],
  ['KERNEL_LZO', 'lzop'],
  ['KERNEL_LZ4', 'lz4'],
  ['KERNEL_ZSTD', 'zstd'],
];

/**
 * What it takes to configure, compile and install a kernel of `architecture` with `config` on a
 * machine of `hostArchitecture` (`undefined`: another one).
 */
export function kernelToolNeeds(
  config: ConfigValues,
  architecture: Architecture,
  hostArchitecture: Architecture | undefined,
): KernelToolNeed[] {
  const prefix = `${machineName(architecture)}-linux-gnu-`;
  const cross =
    architecture === hostArchitecture
      ? []
      : ['gcc', 'ld'].map((tool) => ({
          tool: `${prefix}${tool}`,
          because: `${architecture} kernels`,
        }));
  const byOption = [
    ...BY_OPTION,
    ...(architecture === 'amd64' ? BY_KERNEL_COMPRESSION : []),
  ].filter(([option]) => config.get(option) === 'y');
  const byModule = BY_OPTION_OR_MODULE.filter(([option]) => config.get(option) !== 'n');
  const needs = [
    ...ALWAYS.map((tool) => ({ tool, because: 'every kernel' })),
    ...cross,
    ...[...byOption, ...byModule].map(([option, tool]) => ({
      tool,
      because: `${option}=${config.get(option)}`,
    })),
    { tool: 'depmod', because: 'module tables' },
  ];
  return needs.filter((need, index) => needs.findIndex(({ tool }) => tool === need.tool) === index);
}
