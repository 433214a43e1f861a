// What a booted guest can do. What disruptions need is not loaded by hand: `tc` must get its modules by
// itself.
import type { Architecture } from 'iso-core';
import { runInGuest } from 'lab';

/** What the disruptions of a chaos controller begin with. */
export interface Abilities {
  readonly prio: boolean;
  readonly flower: boolean;
  readonly throttling: boolean;
}

const SCRIPT = `
ip link set lo up
report() { if "$@"; then echo "lab: $ability=yes"; else echo "lab: $ability=no"; fi; }
ability=prio
report /sbin/tc qdisc add dev lo root handle 1: prio
ability=flower
report /sbin/tc filter add dev lo parent 1: protocol ip flower ip_proto tcp dst_port 80 classid 1:1
mkdir -p /tmp/cgroup
mount -t cgroup2 none /tmp/cgroup 2>/dev/null
echo +io >/tmp/cgroup/cgroup.subtree_control
mkdir /tmp/cgroup/throttled
ability=throttling
report test -e /tmp/cgroup/throttled/io.max
echo "lab: release=$(uname -r)"
echo "lab: taint=$(cat /proc/sys/kernel/tainted)"
`;

/** Boots an ISO through its own boot loader and tries what it can do. */
export async function tryAbilities(
  architecture: Architecture,
  iso: string,
): Promise<{ abilities: Abilities; release: string; taint: string; console: string }> {
  const { facts, console, exitCode } = await runInGuest({
    architecture,
    boot: { iso },
    script: SCRIPT,
    timeoutMs: 180_000,
  });
  if (exitCode === undefined) throw new Error(`The guest did not finish:\n${console}`);
  const can = (ability: string) => facts.get(ability) === 'yes';
  return {
    abilities: { prio: can('prio'), flower: can('flower'), throttling: can('throttling') },
    release: facts.get('release') ?? '',
    taint: facts.get('taint') ?? '',
    console,
  };
}

/** Boots an ISO through its own boot loader and loads a module that nothing asks for by itself. */
export async function tryModule(
  architecture: Architecture,
  iso: string,
  name: string,
): Promise<{ loaded: boolean; release: string; console: string }> {
  const { facts, console, exitCode } = await runInGuest({
    architecture,
    boot: { iso },
    script: `
/sbin/modprobe ${name}
if grep -q "^${name} " /proc/modules; then echo "lab: loaded=yes"; else echo "lab: loaded=no"; fi
echo "lab: release=$(uname -r)"
`,
    timeoutMs: 180_000,
  });
  if (exitCode === undefined) throw new Error(`The guest did not finish:\n${console}`);
  return {
    loaded: facts.get('loaded') === 'yes',
    release: facts.get('release') ?? '',
    console,
  };
}
