// One shell script that runs probes on a node of a running cluster, and prints how they went.
import { digestOf } from '../../runtime/index.js';
import { probeFiles, type ProbeFile } from './files.js';
import type { Expectation, Limit, Probe } from './probe.js';
import { packageScript } from './scripts.js';

/**
 * A POSIX shell script that needs nothing but a node's own programs, as root:
 * `minikube cp probes.sh /tmp/probes.sh && minikube ssh -- sudo sh /tmp/probes.sh`. It prints a table
 * of the probes and ends with 0 when all passed, 1 when one failed, 2 when one could not run. It leaves
 * the node as it was: what touches the network runs in a network of its own. The same probes give the
 * same text.
 */
export function assembleClusterScript(probes: readonly Probe[]): string {
  // On a console of its own nobody else can write, so the token need not be a secret.
  const token = digestOf(probes.map(({ name }) => name)).slice(0, 16);
  const files: ProbeFile[] = [
    ...probeFiles(probes, token),
    { path: 'table.awk', text: packageScript('table.awk') },
    { path: 'expectations', text: expectationLines(probes) },
  ];
  const folders = new Set(files.map(({ path }) => path.split('/').slice(0, -1).join('/')));
  return [
    ...HEAD,
    ...[...folders].map((folder) => `mkdir -p "$NMI_FOLDER/${folder}"`),
    ...files.map(hereDocument),
    ...TAIL.map((line) => line.replace('TOKEN', token)),
    '',
  ].join('\n');
}

const HEAD = [
  '#!/bin/sh',
  "# Runs nx-minikube-iso's probes on this node, as root, and prints how they went. Exit code 0: all",
  '# passed; 1: one failed; 2: one could not run. The node is left as it was.',
  // A shell that reads the script from its input has to know all of it before programs see that input.
  '{',
  'set -eu',
  'if [ "$(id -u)" != 0 ]; then',
  "  echo 'The probes need root: minikube ssh -- sudo sh <this script>' >&2",
  '  exit 2',
  'fi',
  'NMI_FOLDER=$(mktemp -d)',
  'trap \'rm -rf "$NMI_FOLDER"\' EXIT',
];

// Both run in the background: only a `wait` is interrupted by a signal. The driver is waited for then, so
// that it can end the probe that runs and undo what that did.
const TAIL = [
  'mkfifo "$NMI_FOLDER/told"',
  'NMI_PLACE=cluster sh "$NMI_FOLDER/driver.sh" </dev/null >"$NMI_FOLDER/told" 2>&1 &',
  'driver=$!',
  'awk -f "$NMI_FOLDER/table.awk" -v token=TOKEN -v list="$NMI_FOLDER/list" \\',
  '  -v expectations="$NMI_FOLDER/expectations" "$NMI_FOLDER/told" &',
  'table=$!',
  'trap \'kill "$driver" || :; wait "$driver" "$table" || :; exit 143\' HUP INT TERM',
  'code=0',
  'wait "$table" || code=$?',
  // A driver that was ended has not run all of them.
  'wait "$driver" || [ "$code" != 0 ] || code=2',
  'exit "$code"',
  '}',
];

function hereDocument({ path, text }: ProbeFile): string {
  const end = `NMI_END_${digestOf(text).slice(0, 16)}`;
  // A here-document always ends its last line; a file that does not is as good with an end.
  const lines = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `cat >"$NMI_FOLDER/${path}" <<'${end}'\n${lines}${end}`;
}

function expectationLines(probes: readonly Probe[]): string {
  const line = (name: string, { label, atLeast, atMost }: Expectation) =>
    `${name} ${label} ${limitText(atLeast)} ${limitText(atMost)}\n`;
  return probes
    .flatMap(({ name, expectations }) => expectations.map((each) => line(name, each)))
    .join('');
}

function limitText(limit: Limit | undefined): string {
  if (limit === undefined) return '-';
  return typeof limit === 'number' ? `${limit}` : `${limit.timesBefore},${limit.plus}`;
}
