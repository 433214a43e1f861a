// Ends our commands when we cannot: a kill -9 of this process must not leave a `make` behind that
// writes to an object tree whose lock the next run takes over. A small shell process knows how many
// commands are running and their process groups; when the pipe to us closes, by whatever death, it kills
// those that are left. A command is announced before it is started, when it has no number yet, and bears
// a mark in its environment: on Linux it is found by that.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

const MARK = 'NX_MINIKUBE_ISO_OWNER';

// Constant text; the process group ids reach it through its standard input, the mark as its argument.
// It looks twice for bearers of the mark: between fork and exec a command has our environment yet.
const SCRIPT = `
trap '' HUP INT TERM
running=0 groups=' '
while read -r what group; do
  case $what in
    begin) running=$((running + 1)) ;;
    group) groups="$groups$group " ;;
    end)
      running=$((running - 1))
      case $groups in
        *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;;
      esac
      ;;
  esac
done
[ "$running" -gt 0 ] || exit 0
{
  for group in $groups; do kill -s KILL -- "-$group"; done
  [ -r /proc/self/environ ] || exit 0
  for look in 1 2; do
    for path in $(grep -laF "$1" /proc/[0-9]*/environ); do
      pid=\${path#/proc/}
      kill -s KILL "\${pid%/environ}"
    done
    sleep 1
  done
} 2>/dev/null
exit 0
`;

export interface WatchedCommand {
  /** What the command's environment must hold. */
  readonly env: Readonly<Record<string, string>>;
  /** Tells the process group that the command leads. */
  readonly started: (group: number) => void;
  /** The command is over: nothing of it is killed any more. */
  readonly ended: () => void;
}

interface Watchdog {
  readonly pipe: Writable;
  readonly mark: string;
}

let watchdog: Watchdog | undefined;

/**
 * Announces a command that is about to be started: should this process die before `ended` is called, its
 * process group is killed, and on Linux every process that inherited its environment.
 */
export function watchCommand(): WatchedCommand {
  if (process.platform === 'win32') {
    return { env: {}, started: () => undefined, ended: () => undefined };
  }
  watchdog ??= startWatchdog();
  const { pipe, mark } = watchdog;
  let group = 0;
  pipe.write('begin\n');
  return {
    env: { [MARK]: mark },
    started: (leader) => {
      group = leader;
      pipe.write(`group ${leader}\n`);
    },
    ended: () => {
      pipe.write(`end ${group}\n`);
    },
  };
}

function startWatchdog(): Watchdog {
  const mark = randomUUID();
  // A process of ours within a command of ours bears the outer one's mark: its watchdog must not.
  const { [MARK]: _outer, ...env } = process.env;
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', mark], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env,
  });
  const { stdin } = child;
  const forget = () => {
    if (watchdog?.pipe === stdin) watchdog = undefined;
  };
  child.on('error', forget).on('exit', forget);
  stdin.on('error', forget);
  child.unref();
  // A pipe to a child is a socket; it must not keep this process alive.
  if (stdin instanceof Socket) stdin.unref();
  return { pipe: stdin, mark };
}
