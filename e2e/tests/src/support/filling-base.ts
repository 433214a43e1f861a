// A base for the builder's image that is next to nothing, and in which installing packages fills the disk.
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localRunner } from 'iso-core';

const FILES: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=lab\n',
  'etc/passwd': 'root:x:0:0::/:/bin/sh\n',
  'bin/node': '#!/bin/sh\n',
  'bin/dpkg': '#!/bin/sh\necho amd64\n',
  'bin/apt-get': '#!/bin/sh\n[ "$1" = update ] || exec dd if=/dev/zero of=/packages bs=1M\n',
};

/** Writes a tar of its root to `path`. */
export async function writeFillingBase(path: string): Promise<void> {
  const root = `${path}.root`;
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text, { mode: 0o755 });
  }
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  for (const name of ['sh', 'dd']) await symlink('busybox', join(root, 'bin', name));
  await localRunner({ file: 'tar', args: ['--create', '--file', path, '-C', root, '.'] });
}
