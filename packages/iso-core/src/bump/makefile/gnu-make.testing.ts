// What GNU make and the shell after it make of Makefiles: the `--iso-url` that a `minikube` of the test is given.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Files, filesOf } from './makefile.testing.js';

const MINIKUBE = `#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    --iso-url) echo "$2" ;;
    --iso-url=*) echo "\${1#--iso-url=}" ;;
  esac
  shift
done
`;

/** Runs make on the first file, in its folder; undefined where make stops with an error. */
export function urlsOfMake(
  folder: string,
  files: string | Files,
  args: readonly string[] = ['start'],
): string[] | undefined {
  const work = join(folder, 'work');
  const bin = join(folder, 'bin');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'minikube'), MINIKUBE);
  chmodSync(join(bin, 'minikube'), 0o755);
  const all = Object.entries(filesOf(files));
  for (const [file, text] of all) {
    mkdirSync(dirname(join(work, file)), { recursive: true });
    writeFileSync(join(work, file), text);
  }
  const top = join(work, all[0]?.[0] ?? '');
  try {
    const output = execFileSync('make', ['-s', '-f', top, ...args], {
      cwd: dirname(top),
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.split('\n').filter((line) => line !== '');
  } catch {
    return undefined;
  }
}
