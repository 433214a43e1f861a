// ccache: what was compiled once is taken from a folder.
import { type Environment, isIsoError, type Runner } from '../../runtime/index.js';
import { type Launcher, launcherVersion, ownOr } from './launcher.js';

/**
 * ccache, where it is installed, with its files in `folder` unless the environment says where they
 * are. It is set so that it can change no byte of what is compiled: no path is rewritten (that would
 * show in `__FILE__`) and the compiler is known by its contents.
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

function ccacheEnvironment(folder: string, env: Environment): Record<string, string> {
  return {
    CCACHE_DIR: ownOr(folder, env['CCACHE_DIR']),
    CCACHE_BASEDIR: '',
    CCACHE_COMPILERCHECK: 'content',
    CCACHE_NOHASHDIR: '1',
    CCACHE_SLOPPINESS: '',
    CCACHE_PREFIX: '',
  };
}
