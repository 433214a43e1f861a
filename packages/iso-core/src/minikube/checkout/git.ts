// The one way to call git. What it reads comes from elsewhere: it asks nobody, runs no hook and nothing
// that a URL names, and looks at no repository but the one that is meant.
import type { Command } from '../../runtime/index.js';

/** Variables that would lead git elsewhere: set where a build is started from a hook. */
const PLACES = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_SHALLOW_FILE'],
  ...['GIT_NAMESPACE', 'GIT_REPLACE_REF_BASE', 'GIT_EXTERNAL_DIFF'],
];

const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'safe.directory=*',
];

const ENVIRONMENT: NonNullable<Command['env']> = {
  ...Object.fromEntries(PLACES.map((name) => [name, undefined])),
  GIT_TERMINAL_PROMPT: '0',
  // Not `ext`, whose URLs are commands.
  GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
};

/** The command that runs git with `args` in a folder: a work tree, or a bare repository. */
export function gitCommand(
  cwd: string,
  args: readonly string[],
  more: Pick<Command, 'input'> = {},
): Command {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  return { file: 'git', args: [...settings, ...args], cwd, env: ENVIRONMENT, ...more };
}
