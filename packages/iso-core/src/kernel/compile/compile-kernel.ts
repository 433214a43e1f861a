// Compiles a configured kernel with all of its modules.
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runner } from '../../runtime/index.js';
import { makeCommand, type ObjectTree } from '../tree/index.js';
import { runMake, type MakeProgress } from './run-make.js';

export interface CompileOptions {
  readonly run: Runner;
  readonly tree: ObjectTree;
  /** How many commands make runs at once. */
  readonly jobs: number;
  /** An empty folder that the results go to: the tree itself belongs to the next build. */
  readonly destination: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MakeProgress) => void;
}

export interface CompiledKernel {
  /** A bzImage, or arm64's uncompressed Image. */
  readonly image: string;
  /** What becomes `/usr/lib/modules/<release>`: stripped modules and kbuild's own tables. */
  readonly modules: string;
  /** Module.symvers of the kernel and its modules. */
  readonly symvers: string;
}

const IMAGES = {
  amd64: { target: 'bzImage', path: 'arch/x86/boot/bzImage' },
  arm64: { target: 'Image', path: 'arch/arm64/boot/Image' },
} as const;

/** Rejects with `COMPILE_FAILED`, `DISK_FULL`, or as `run` does. */
export async function compileKernel(options: CompileOptions): Promise<CompiledKernel> {
  const { tree, jobs, destination } = options;
  const { target, path } = IMAGES[tree.architecture];
  await runMake(options, makeCommand(tree, [target, 'modules'], { jobs }));
  const root = join(destination, 'root');
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  // depmod runs later, over the union with what the base has.
  await runMake(
    options,
    makeCommand(tree, ['modules_install'], {
      jobs,
      variables: [`INSTALL_MOD_PATH=${root}`, 'INSTALL_MOD_STRIP=1', 'DEPMOD=true'],
    }),
  );
  const image = join(destination, 'kernel');
  const symvers = join(destination, 'Module.symvers');
  await copyFile(join(tree.folder, path), image);
  await copyFile(join(tree.folder, 'Module.symvers'), symvers);
  return { image, modules: await onlyFolder(join(root, 'lib/modules')), symvers };
}

async function onlyFolder(parent: string): Promise<string> {
  const [name] = await readdir(parent);
  const folder = join(parent, name ?? '');
  // Links into the build are of no use elsewhere.
  for (const link of ['build', 'source']) await rm(join(folder, link), { force: true });
  return folder;
}
