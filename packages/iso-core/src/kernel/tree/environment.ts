// The environment that kbuild runs in: nothing of the user's that would change what is built, and fixed
// values for what kbuild would otherwise take from the clock and the machine.

type Environment = Readonly<Record<string, string | undefined>>;

/** Read by make, kbuild, its host programs' build, the compiler, and by git and sh inside kbuild. */
const REMOVED = [
  ...['MAKEFLAGS', 'MFLAGS', 'GNUMAKEFLAGS', 'MAKEFILES', 'MAKELEVEL', 'MAKEOVERRIDES'],
  ...['ARCH', 'SUBARCH', 'SRCARCH', 'CROSS_COMPILE', 'CROSS_COMPILE_COMPAT', 'LLVM', 'LLVM_IAS'],
  ...['O', 'C', 'W', 'V', 'M', 'LOCALVERSION', 'EXTRAVERSION', 'MODLIB', 'MODVERDIR', 'MO'],
  ...['CC', 'LD', 'AR', 'AS', 'NM', 'CPP', 'STRIP', 'OBJCOPY', 'OBJDUMP', 'READELF', 'REAL_CC'],
  ...['HOSTCC', 'HOSTCXX', 'HOSTLD', 'HOSTAR', 'HOSTPKG_CONFIG', 'LEX', 'YACC', 'AWK', 'PERL'],
  ...['PAHOLE', 'PAHOLE_FLAGS', 'RESOLVE_BTFIDS', 'DEPMOD', 'CHECK', 'CHECKFLAGS', 'SPARSE', 'DTC'],
  ...['RUSTC', 'HOSTRUSTC', 'BINDGEN', 'KGZIP', 'KBZIP2', 'KLZOP', 'LZMA', 'LZ4', 'XZ', 'ZSTD'],
  ...['CFLAGS', 'CPPFLAGS', 'CXXFLAGS', 'LDFLAGS', 'ASFLAGS', 'ARFLAGS', 'EXTRA_CFLAGS'],
  ...['CFLAGS_KERNEL', 'CFLAGS_MODULE', 'AFLAGS_KERNEL', 'AFLAGS_MODULE', 'LDFLAGS_MODULE'],
  ...['KCFLAGS', 'KAFLAGS', 'KCPPFLAGS', 'KRUSTFLAGS', 'USERCFLAGS', 'USERLDFLAGS'],
  ...['HOSTCFLAGS', 'HOSTCXXFLAGS', 'HOSTLDFLAGS', 'HOSTLDLIBS', 'LOADLIBES', 'LDLIBS'],
  ...['CPATH', 'C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH', 'LIBRARY_PATH', 'COMPILER_PATH'],
  ...['GCC_EXEC_PREFIX', 'GCC_COLORS', 'DEPENDENCIES_OUTPUT', 'SUNPRO_DEPENDENCIES'],
  ...['GREP_OPTIONS', 'TAR_OPTIONS', 'XZ_OPT', 'XZ_DEFAULTS', 'GZIP', 'BZIP2', 'ZSTD_CLEVEL'],
  ...['PYTHON', 'PYTHON2', 'PYTHON3', 'PYTHONPATH', 'PYTHONHOME', 'CDPATH', 'BASH_ENV', 'ENV'],
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'LANG', 'LANGUAGE', 'TZ', 'SRCTREE', 'srctree'],
];

const REMOVED_FAMILIES = /^(KBUILD_|KCONFIG_|CONFIG_|INSTALL_|LC_)/;

export interface Reproducible {
  /** The time that the kernel says it was built at, seconds since 1970. */
  readonly epochSeconds: number;
}

/** Who the kernel says built it, in `/proc/version`. */
export const BUILD_USER = 'nx-minikube-iso';

/**
 * What to add to (or, where `undefined`, to remove from) the environment of every make.
 *
 * @param inherited the environment that the commands would run in otherwise
 */
export function kernelEnvironment(
  { epochSeconds }: Reproducible,
  inherited: Environment = process.env,
): Record<string, string | undefined> {
  const families = Object.keys(inherited).filter((name) => REMOVED_FAMILIES.test(name));
  return {
    ...Object.fromEntries([...REMOVED, ...families].map((name) => [name, undefined])),
    LC_ALL: 'C',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: String(epochSeconds),
    KBUILD_BUILD_TIMESTAMP: buildTimestamp(epochSeconds),
    KBUILD_BUILD_USER: BUILD_USER,
    KBUILD_BUILD_HOST: BUILD_USER,
    KBUILD_BUILD_VERSION: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

/** A time as `date` prints it in UTC: what kernels carry, and what `date --date` reads back. */
export function buildTimestamp(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  const [weekday = '', day = '', month = '', year = '', time = ''] = date
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} UTC ${year}`;
}
