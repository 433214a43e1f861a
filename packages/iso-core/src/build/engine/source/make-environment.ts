// The environment of minikube's make: nothing of the user's that would change what is built, and folders
// of ours for what Buildroot can use again.

type Environment = Readonly<Record<string, string | undefined>>;

/** Read by make, by Buildroot and its packages, and by the git that fetches Buildroot. */
const REMOVED = [
  ...['MAKEFLAGS', 'MFLAGS', 'GNUMAKEFLAGS', 'MAKEFILES', 'MAKELEVEL', 'MAKEOVERRIDES', 'O', 'V'],
  ...['ARCH', 'CROSS_COMPILE', 'CC', 'CXX', 'CPP', 'LD', 'AS', 'AR', 'NM', 'HOSTCC', 'HOSTCXX'],
  ...['CFLAGS', 'CXXFLAGS', 'CPPFLAGS', 'LDFLAGS', 'CPATH', 'LIBRARY_PATH', 'LD_LIBRARY_PATH'],
  ...['C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH', 'COMPILER_PATH', 'GCC_EXEC_PREFIX'],
  ...['HOSTLD', 'HOSTAS', 'HOSTAR', 'HOSTNM', 'HOSTCFLAGS', 'HOSTCXXFLAGS', 'HOSTLDFLAGS'],
  ...['GOFLAGS', 'GOOS', 'GOARCH', 'GOAMD64', 'GOARM64', 'GOEXPERIMENT', 'GODEBUG'],
  ...['PKG_CONFIG_PATH', 'PERL_MM_OPT', 'PYTHONPATH', 'PYTHONHOME', 'CDPATH', 'BASH_ENV', 'ENV'],
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'TERM'],
];

const REMOVED_FAMILIES = /^(?:BR2?_|BUILDROOT_|KBUILD_|KCONFIG_|CCACHE_|CGO_)/;

export interface MakeEnvironment {
  /** The folder that make runs in. */
  readonly folder: string;
  /** Variables that minikube's Makefile would take from the environment. */
  readonly fromEnvironment: readonly string[];
  /** Where Buildroot keeps what it downloads. */
  readonly downloads: string;
  /** Where its ccache keeps what was compiled. */
  readonly ccache: string;
  readonly isRoot: boolean;
}

/**
 * What to add to (or, where `undefined`, to remove from) the environment of minikube's make.
 *
 * @param inherited the environment that it would run in otherwise
 */
export function makeEnvironment(
  { folder, fromEnvironment, downloads, ccache, isRoot }: MakeEnvironment,
  inherited: Environment = process.env,
): Record<string, string | undefined> {
  const families = Object.keys(inherited).filter((name) => REMOVED_FAMILIES.test(name));
  return {
    ...Object.fromEntries(
      [...REMOVED, ...families, ...fromEnvironment].map((name) => [name, undefined]),
    ),
    // minikube builds in $(PWD)/out, and only a shell keeps PWD right.
    PWD: folder,
    // It asks for no container: what runs make is where it builds.
    IN_DOCKER: '1',
    BR2_DL_DIR: downloads,
    BR2_CCACHE_DIR: ccache,
    GIT_TERMINAL_PROMPT: '0',
    // The configure scripts of some packages refuse root without it.
    ...(isRoot ? { FORCE_UNSAFE_CONFIGURE: '1' } : {}),
  };
}
