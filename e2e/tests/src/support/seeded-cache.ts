// A cache folder of one test: its object trees, locks and records are its own, while the unpacked kernel
// source and what ccache knows are those of this machine, which builds only read.
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache } from 'iso-core';

export async function seedCache(folder: string): Promise<string> {
  const machine = openCache().folder;
  await mkdir(folder, { recursive: true });
  await symlink(join(machine, 'ccache'), join(folder, 'ccache'));
  await mkdir(join(folder, 'buildroot'));
  await symlink(join(machine, 'ccache'), join(folder, 'buildroot/ccache'));
  for (const kind of ['sources', 'indexes']) {
    await mkdir(join(folder, kind));
    const names = await readdir(join(machine, kind));
    for (const name of names.filter((one) => !one.startsWith('.'))) {
      await symlink(join(machine, kind, name), join(folder, kind, name));
    }
  }
  return folder;
}
