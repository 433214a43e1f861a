// sccache: what was compiled once is taken from a folder, by way of a server that it starts by itself.
import type { Environment, Runner, RunOptions } from '../../runtime/index.js';
import { type Launcher, launcherVersion, ownOr } from './launcher.js';

/** After so long without work a server that a build has started ends by itself. */
const IDLE_SECONDS = '60';

/**
 * sccache with its files in `folder` unless the environment says where they are. A server that runs
 * already keeps its own folder. Rejects as `run` does.
 */
export async function sccacheLauncher(
  run: Runner,
  folder: string,
  env: Environment = process.env,
  options: RunOptions = {},
): Promise<Launcher> {
  return {
    program: 'sccache',
    version: await launcherVersion(run, 'sccache', options),
    env: {
      SCCACHE_DIR: ownOr(folder, env['SCCACHE_DIR']),
      SCCACHE_IDLE_TIMEOUT: ownOr(IDLE_SECONDS, env['SCCACHE_IDLE_TIMEOUT']),
    },
  };
}

/**
 * What stands before the compiler in place of sccache itself: a script that leaves out sources with
 * `.incbin`, such as `kernel/configs.c`. What the assembler reads by itself is not in sccache's key, and
 * it would bring back an object with another file's contents.
 */
export const SCCACHE_SCRIPT = `#!/bin/sh
for argument do
  case $argument in
    *.[cS]) if grep -q incbin "$argument"; then exec "$@"; fi ;;
  esac
done
exec sccache "$@"
`;
