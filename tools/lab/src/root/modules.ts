// The modules folder of a lab root: the kernel's modules, what a variant adds, and depmod's tables over
// all of them.
import { copyFile, cp, mkdir, readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { NewEntry, Runner } from 'iso-core';
import type { BuiltKernel } from '../kernel/build.js';
import type { Variant } from '../variants.js';

/** The entries below `usr/lib/modules`; `work` is an empty folder to put them together in. */
export async function moduleEntries(
  run: Runner,
  kernel: BuiltKernel,
  variant: Variant,
  work: string,
): Promise<NewEntry[]> {
  const folder = join(work, 'lib/modules', kernel.release);
  await mkdir(folder, { recursive: true });
  await cp(kernel.modules, folder, { recursive: true });
  if (variant.symvers) await copyFile(kernel.symvers, join(folder, 'Module.symvers'));
  if (variant.foreignModule) {
    await mkdir(join(folder, 'extra'));
    await copyFile(kernel.foreignModule, join(folder, 'extra/lab_foreign.ko'));
  }
  await run({ file: 'depmod', args: ['--basedir', work, kernel.release] });

  const files = await readdir(work, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((each) => each.isFile())
      .map(async (each): Promise<NewEntry> => {
        const path = join(each.parentPath, each.name);
        const content = await readFile(path);
        return { type: 'file', path: `usr/${relative(work, path)}`, content };
      }),
  );
}
