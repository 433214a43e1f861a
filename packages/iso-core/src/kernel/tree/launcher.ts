// Compiler launchers: programs that stand before the compiler and spare it work.
import { isIsoError, type Runner } from '../../runtime/index.js';

export interface Launcher {
  /** The program that make's `CC` begins with. */
  readonly program: 'ccache';
  readonly version: string;
  /** Added to the environment of every make. */
  readonly env: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

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
    const { stdout } = await run({ file: 'ccache', args: ['--version'] });
    return {
      program: 'ccache',
      version: /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown',
      env: ccacheEnvironment(folder, env),
    };
  } catch (error) {
    if (isIsoError(error, 'COMMAND_NOT_FOUND', 'COMMAND_FAILED')) return undefined;
    throw error;
  }
}

function ccacheEnvironment(folder: string, env: Environment): Record<string, string> {
  const own = env['CCACHE_DIR'];
  return {
    CCACHE_DIR: own === undefined || own === '' ? folder : own,
    CCACHE_BASEDIR: '',
    CCACHE_COMPILERCHECK: 'content',
    CCACHE_NOHASHDIR: '1',
    CCACHE_SLOPPINESS: '',
    CCACHE_PREFIX: '',
  };
}
