// The compiler launcher of a build, ready to be put before the compiler.
import {
  ccacheLauncher,
  distccLauncher,
  iceccLauncher,
  sccacheLauncher,
  type Launcher,
  type Toolchain,
} from '../../kernel/index.js';
import { withTemporaryFolder } from '../../runtime/index.js';
import type { BuildContext } from '../context.js';

/**
 * What the spec names, else ccache where it is installed; its program is there (see `checkBuildTools`).
 * Errors: those of each launcher.
 */
export async function chooseLauncher(
  { spec, host, cache, env, signal, progress }: BuildContext,
  { crossCompile }: Toolchain,
): Promise<Launcher | undefined> {
  const { run } = host;
  const compiler = `${crossCompile}gcc`;
  const inFolder = (launcher: (folder: string) => Promise<Launcher>) =>
    withTemporaryFolder(cache.path('launchers'), launcher);
  switch (spec.kernel.compiler.launcher) {
    case 'none':
      return undefined;
    case 'distcc':
      return inFolder((folder) =>
        distccLauncher({ run, compiler, folder, signal, onNote: (line) => progress.note(line) }),
      );
    case 'icecc':
      return inFolder((folder) => iceccLauncher({ run, compiler, folder, signal }));
    case 'sccache':
      return sccacheLauncher(run, cache.path('sccache'), env, { signal });
    default:
      return ccacheLauncher(run, cache.path('ccache'), env);
  }
}
