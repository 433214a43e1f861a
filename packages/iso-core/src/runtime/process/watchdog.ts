// Ends our commands when we cannot: a kill -9 of this process must not leave a `make` behind that
// writes to an object tree whose lock the next run takes over. A small shell process holds the list of
// process groups; when the pipe to us closes, by whatever death, it kills those that are left.
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

// Constant text; the process group ids reach it through its standard input.
const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while read -r what group; do
  case $what in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null
exit 0
`;

let pipe: Writable | undefined;

/** Has the process group of `leader` killed when this process dies before the returned call. */
export function watchGroup(leader: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  pipe ??= startWatchdog();
  const to = pipe;
  to.write(`+ ${leader}\n`);
  return () => {
    to.write(`- ${leader}\n`);
  };
}

function startWatchdog(): Writable {
  const watchdog = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  const { stdin } = watchdog;
  const forget = () => {
    if (pipe === stdin) pipe = undefined;
  };
  watchdog.on('error', forget).on('exit', forget);
  stdin.on('error', forget);
  watchdog.unref();
  // A pipe to a child is a socket; it must not keep this process alive.
  if (stdin instanceof Socket) stdin.unref();
  return stdin;
}
