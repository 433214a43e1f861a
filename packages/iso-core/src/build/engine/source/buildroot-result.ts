// What Buildroot leaves beside the ISO, to compare the ISO with: there is no base that would tell what a
// whole one has.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const EXTERNAL = 'deploy/iso/minikube-iso';

/**
 * Where programs are, merged into usr or not. What else is in a root changes while it is packed: systemd's
 * catalogs go, users come.
 */
const PROGRAM_FOLDERS = ['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/libexec'];

export interface BuildrootResult {
  /** The Kconfig files of minikube's own packages. */
  readonly kconfigs: readonly string[];
  /** The config that Buildroot built by; empty where there is none. */
  readonly config: string;
  /** The programs in the root that was to be packed, with their sizes in bytes. */
  readonly programs: ReadonlyMap<string, number>;
}

/** Reads what the make in the work tree `folder` has left. */
export async function readBuildrootResult(folder: string): Promise<BuildrootResult> {
  const buildroot = join(folder, 'out/buildroot');
  const names = await readdir(buildroot);
  const output = names.find((name) => /^output(?:-|$)/.test(name)) ?? 'output';
  // An output folder of another name has been given as O=, and has its config in it.
  const config = join(buildroot, output === 'output' ? '.config' : `${output}/.config`);
  return {
    kconfigs: await sourcedBy(folder, `${EXTERNAL}/Config.in`),
    config: await textOf(config),
    programs: await programsIn(join(buildroot, output, 'target')),
  };
}

/** The texts of a Kconfig file and of all that it sources of minikube's. */
async function sourcedBy(folder: string, path: string): Promise<string[]> {
  const text = await textOf(join(folder, path));
  const sourced = [...text.matchAll(/^\s*source\s+"\$\{?BR2_EXTERNAL\w*\}?\/([^"]+)"/gm)];
  const texts = await Promise.all(
    sourced.map(([, name = '']) => sourcedBy(folder, `${EXTERNAL}/${name}`)),
  );
  return [text, ...texts.flat()];
}

async function programsIn(target: string): Promise<Map<string, number>> {
  const programs = new Map<string, number>();
  for (const folder of PROGRAM_FOLDERS) {
    const place = join(target, folder);
    const isFolder = await lstat(place).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) continue;
    for (const entry of await readdir(place, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      programs.set(`${folder}/${entry.name}`, (await lstat(join(place, entry.name))).size);
    }
  }
  return programs;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
