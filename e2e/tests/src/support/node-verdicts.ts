// The script for the node of a cluster, run in a guest of the lab as on such a node.
import {
  allProbes,
  assembleClusterScript,
  inspectIso,
  openFile,
  sha256,
  type Architecture,
} from 'iso-core';
import { runInGuest } from 'lab';
import { hasOption, possibleVerdicts, type ProbeChange } from './probe-verdicts.js';

export interface NodeVerdicts {
  /** By the name of the probe. */
  readonly found: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
  /** The script's. */
  readonly exitCode: number;
  /** What the node has of networks, cgroups, mounts and files, before the script ran and after it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly console: string;
}

export interface NodeOptions {
  /** Shell commands that make the node another one. When one fails, there are no verdicts. */
  readonly setUp?: string;
  readonly change?: ProbeChange;
}

/** Anything that the script could leave behind. */
const STATE = `
state() {
  { /sbin/tc qdisc show; ip address; ip route; iptables -t mangle -S; iptables -t nat -S
    cat /proc/mounts /sys/fs/cgroup/cgroup.subtree_control; find /sys/fs/cgroup -type d
    losetup -a; ls /tmp; } 2>&1 | sha256sum | cut -d ' ' -f 1
}`;

export async function nodeVerdicts(
  architecture: Architecture,
  iso: string,
  { setUp = ':', change = (all) => all }: NodeOptions = {},
): Promise<NodeVerdicts> {
  const source = await openFile(iso);
  try {
    const inspection = await inspectIso(source, { depth: 'content' });
    const probes = change(allProbes({ configSha256: sha256(inspection.kernel.configText) }));
    const { console, facts } = await runInGuest({
      architecture,
      boot: { iso },
      script: `set -e
${setUp}
set +e
${STATE}
cat >/run/probes.sh <<'END_OF_PROBES'
${assembleClusterScript(probes)}END_OF_PROBES
echo "lab: before=$(state)"
sh /run/probes.sh
echo "lab: code=$?"
echo "lab: after=$(state)"
`,
      timeoutMs: 300_000,
    });
    const hasNetworks = hasOption(inspection, 'NET_NS');
    const hasLoop = hasOption(inspection, 'BLK_DEV_LOOP');
    const possible = possibleVerdicts(probes, inspection);
    const rows = [...console.matchAll(/^([a-z0-9-]+) +(passed|failed|not run) /gm)];
    return {
      found: Object.fromEntries(rows.map(([, name = '', verdict = '']) => [name, verdict])),
      expected: Object.fromEntries(
        probes.map(({ name, script }) => {
          const isMissing =
            (script.includes('own_network') && !hasNetworks) ||
            (script.includes('losetup') && !hasLoop);
          return [name, isMissing ? 'not run' : (possible[name] ?? '')];
        }),
      ),
      exitCode: Number(facts.get('code')),
      before: facts.get('before'),
      after: facts.get('after'),
      console,
    };
  } finally {
    await source.close();
  }
}
