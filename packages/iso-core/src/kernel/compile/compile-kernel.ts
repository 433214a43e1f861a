// Compiles a configured kernel and its modules, and installs the modules as Buildroot does: stripped,
// without tables.
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainingWrites, IsoError } from '../../runtime/index.js';
import { kbuildObjects } from '../route/index.js';
import { assertBuildPath } from '../source/index.js';
import { type CompileOptions, runMake } from './run-make.js';

export interface CompiledKernel {
  /** A bzImage, or arm64's uncompressed Image. */
  readonly image: string;
  /**
   * What becomes `/usr/lib/modules/<release>`: stripped modules and kbuild's own tables. Empty for a
   * kernel without modules.
   */
  readonly modules: string;
  /** Module.symvers: what the kernel and its modules export. */
  readonly symvers: string;
}

const IMAGES = {
  amd64: { target: 'bzImage', path: 'arch/x86/boot/bzImage' },
  arm64: { target: 'Image', path: 'arch/arm64/boot/Image' },
} as const;

/**
 * Compiles what has changed since the tree was compiled last. Rejects with `COMPILE_FAILED`,
 * `DISK_FULL`, `KERNEL_PATH_UNUSABLE`, or as `run` does.
 */
export async function compileKernel(options: CompileOptions): Promise<CompiledKernel> {
  const { tree, destination } = options;
  assertBuildPath(destination, 'The folder for the modules');
  const config = await readFile(join(tree.folder, '.config'), 'utf8');
  const hasModules = /^CONFIG_MODULES=y$/m.test(config);
  const { target, path } = IMAGES[tree.architecture];
  const isWarm = await isThere(join(tree.folder, 'vmlinux'));
  const expected = isWarm ? undefined : kbuildObjects(tree.source, config, tree.architecture);
  await runMake(options, {
    what: 'the kernel',
    targets: [target, ...(hasModules ? ['modules'] : [])],
    log: 'kernel',
    ...(expected === undefined ? {} : { expected }),
  });
  const image = join(destination, 'kernel');
  const symvers = join(destination, 'Module.symvers');
  await mkdir(destination, { recursive: true });
  await takeOver(join(tree.folder, path), image);
  if (hasModules) await takeOver(join(tree.folder, 'Module.symvers'), symvers);
  else await writeFile(symvers, '');
  return { image, modules: await installModules(options, hasModules), symvers };
}

/** Installs the modules, or just makes their folder; its name is the kernel's release. */
async function installModules(options: CompileOptions, hasModules: boolean): Promise<string> {
  const { tree, destination } = options;
  const release = (
    await readFile(join(tree.folder, 'include/config/kernel.release'), 'utf8')
  ).trim();
  const root = join(destination, 'root');
  const parent = join(root, 'lib/modules');
  const folder = join(parent, release);
  await rm(root, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (!hasModules) return folder;
  // depmod runs later, over the union with what the base has.
  await runMake(options, {
    what: 'the modules',
    targets: ['modules_install'],
    variables: [`INSTALL_MOD_PATH=${root}`, 'INSTALL_MOD_STRIP=1', 'DEPMOD=true'],
    log: 'modules_install',
  });
  for (const name of await readdir(parent)) {
    if (name !== release) await rm(join(parent, name), { recursive: true, force: true });
  }
  // They lead to folders of this machine.
  for (const link of ['build', 'source']) await rm(join(folder, link), { force: true });
  return folder;
}

async function takeOver(made: string, place: string): Promise<void> {
  if (await isThere(made)) return explainingWrites(place, () => copyFile(made, place));
  throw new IsoError('COMPILE_FAILED', `make ended well, but there is no ${made}`, {
    hint: 'The source is not that of a Linux kernel for this architecture.',
    details: { expected: made },
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
