// ccache: what was compiled once is taken from a folder.
import { type Environment, isIsoError, type Runner } from '../../runtime/index.js';
import { type Launcher, launcherVersion, ownOr } from './launcher.js';

/**
 * ccache, where it is installed, with its files in `folder` unless the environment says where they
 * are. It is set so that it can change no byte of what is compiled: no path is rewritten (that would
 * show in `__FILE__`), the compiler is known by its contents, and it is the one that make names.
 */
export async function ccacheLauncher(
  run: Runner,
  folder: string,
  env: Environment = process.env,
): Promise<Launcher | undefined> {
  try {
    const version = await launcherVersion(run, 'ccache');
    return { program: 'ccache', version, env: ccacheEnvironment(folder, env) };
  } catch (error) {
    if (isIsoError(error, 'COMMAND_NOT_FOUND', 'COMMAND_FAILED')) return undefined;
    throw error;
  }
}

/** Where the files are is the user's to say; the rest may say what is compiled, and with what. */
const OF_THE_USER = /^CCACHE_(?!DIR$|REMOTE_|SECONDARY_|MAXSIZE$)/;

function ccacheEnvironment(folder: string, env: Environment): Launcher['env'] {
  const removed = Object.keys(env).filter((name) => OF_THE_USER.test(name));
  return {
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
    CCACHE_DIR: ownOr(folder, env['CCACHE_DIR']),
    CCACHE_BASEDIR: '',
    CCACHE_COMPILERCHECK: 'content',
    CCACHE_NOHASHDIR: '1',
    CCACHE_SLOPPINESS: '',
    CCACHE_PREFIX: '',
    // Of a configuration file in the user's own folder.
    CCACHE_PREFIX_CPP: '',
    CCACHE_COMPILER: '',
    CCACHE_PATH: '',
    CCACHE_IGNOREOPTIONS: '',
  };
}
