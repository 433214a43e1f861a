// Tells what a build made, from its manifest: where the ISO is, what changed in its kernel, and what to
// run next. Usage: node what-was-built.mjs <manifest.json>
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUTES = {
  unchanged: 'nothing had to be compiled: the base holds every requirement already',
  modules: 'kernel modules were compiled and added; the kernel is the base’s',
  kernel: 'the kernel and its modules were compiled anew',
};

/** The report of one manifest, as lines. `iso` is the path of the ISO that it describes. */
export function report(manifest, iso) {
  const holding = manifest.requirements.filter((each) => each.status === 'holds').length;
  return [
    `ISO      ${iso}`,
    `         ${(manifest.iso.size / 1e6).toFixed(1)} MB, sha256 ${manifest.iso.sha256}`,
    `base     ${manifest.base.origin}`,
    `kernel   ${manifest.kernel.release} (${manifest.architecture}): ${ROUTES[manifest.route] ?? manifest.route}`,
    `required ${holding} of ${manifest.requirements.length} hold`,
    '',
    ...changes(manifest),
    '',
    ...next(manifest, iso),
  ];
}

function changes({ configChanges }) {
  if (configChanges.length === 0) return ['No kernel option differs from the base.'];
  const width = Math.max(...configChanges.map(({ option }) => option.length));
  return [
    'Changed in the kernel:',
    ...configChanges.map(
      ({ option, before, after }) => `  ${option.padEnd(width)}  ${before} → ${after}`,
    ),
  ];
}

function next({ architecture }, iso) {
  const lines = [
    'Next:',
    `  npm test                                   every test, with boots in QEMU`,
  ];
  if (architecture === 'amd64') {
    lines.push(
      `  qemu-system-x86_64 -m 512 -nographic -no-reboot -cdrom ${quoted(iso)}`,
      '                                             boot it (leave with Ctrl-A X)',
    );
  }
  lines.push(
    '  npx nx run chaos:build-iso:minikube        the same from the official minikube ISO (internet)',
    '  minikube start --iso-url=file://<that ISO> a cluster on it',
  );
  return lines;
}

/** As a word for a shell to copy and paste. */
function quoted(path) {
  return /^[A-Za-z0-9_./+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [, , path] = process.argv;
  if (path === undefined) {
    process.stderr.write('usage: node what-was-built.mjs <manifest.json>\n');
    process.exitCode = 2;
  } else {
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    const iso = join(dirname(resolve(path)), manifest.iso.name);
    process.stdout.write(`\n${report(manifest, iso).join('\n')}\n`);
  }
}
