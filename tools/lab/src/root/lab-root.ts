// The root of a lab guest: usr-merged as minikube's, with real tc, ip, iptables and modprobe,
// and busybox for the rest.
import { readFile } from 'node:fs/promises';
import { type Architecture, type NewEntry, type Runner, stableJson } from 'iso-core';
import { initFile } from '../project.js';
import { programs } from '../userland/programs.js';
import { busyboxLinks } from './busybox-links.js';

const FOLDERS = ['dev', 'etc', 'mnt', 'proc', 'root', 'run', 'sys', 'tmp', 'usr/lib64', 'var'];

const MERGED = ['bin', 'lib', 'lib64', 'sbin'];

/** Names that kmod's one program answers to. */
const KMOD_NAMES = ['depmod', 'insmod', 'modinfo', 'modprobe', 'rmmod'];

/** Names that iptables' one program answers to; the legacy one, as in minikube. */
const IPTABLES_NAMES = ['iptables', 'iptables-restore', 'iptables-save'];

/** As minikube's own, with a version that no release has. */
const VERSION = {
  iso_version: 'v0.0.0-lab',
  kicbase_version: 'v0.0.0-lab',
  minikube_version: 'v0.0.0-lab',
  commit: '0000000000000000000000000000000000000000',
};

/** All of the root but its kernel modules, from the packages unpacked in `packages`. */
export async function labRoot(
  run: Runner,
  architecture: Architecture,
  packages: string,
): Promise<NewEntry[]> {
  const own: NewEntry[] = [
    ...FOLDERS.map((path) => ({ type: 'directory', path }) as const),
    ...MERGED.map((path) => ({ type: 'symlink', path, linkTarget: `usr/${path}` }) as const),
    ...KMOD_NAMES.map(
      (name) => ({ type: 'symlink', path: `usr/sbin/${name}`, linkTarget: '../bin/kmod' }) as const,
    ),
    ...IPTABLES_NAMES.map(
      (name) =>
        ({
          type: 'symlink',
          path: `usr/sbin/${name}`,
          linkTarget: 'xtables-legacy-multi',
        }) as const,
    ),
    { type: 'symlink', path: 'usr/bin/lsmod', linkTarget: 'kmod' },
    { type: 'symlink', path: 'usr/sbin/ip', linkTarget: '../bin/ip' },
    { type: 'file', path: 'init', permissions: 0o755, content: await readFile(initFile()) },
    file('version.json', stableJson(VERSION)),
    file('etc/VERSION', `${VERSION.iso_version}\n`),
    file('etc/passwd', 'root::0:0:root:/root:/bin/sh\n'),
  ];
  const real = [...own, ...(await programs({ run, architecture, packages }))];
  // The arm64 busybox cannot run here; this system's own has the same applets.
  const { stdout } = await run({ file: 'busybox', args: ['--list-full'] });
  return [...real, ...busyboxLinks(stdout, new Set(real.map(({ path }) => path)))];
}

function file(path: string, text: string): NewEntry {
  return { type: 'file', path, content: Buffer.from(text) };
}
