// A git repository with as much of a minikube as the gate of the engine `source` looks at: the linux defconfig
// is the config of the lab's kernel.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspectIso, openFile } from 'iso-core';
import { baseIsoFile } from 'lab';
import type { Bench } from '../bench.js';

const EXTERNAL = 'deploy/iso/minikube-iso';

export interface MinikubeRepository {
  readonly url: string;
  readonly commit: string;
}

/** Makes the repository in `folder`. */
export async function makeMinikubeRepository(
  { run, signal }: Pick<Bench, 'run' | 'signal'>,
  folder: string,
): Promise<MinikubeRepository> {
  for (const [path, text] of Object.entries(await files())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
    const command = { file: 'git', args: [...identity, ...args], cwd: folder };
    return (await run(command, { signal })).stdout.trim();
  };
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=A release');
  await git('tag', 'v1.38.1');
  return { url: `file://${folder}`, commit: await git('rev-parse', 'HEAD') };
}

async function files(): Promise<Record<string, string>> {
  const iso = await openFile(baseIsoFile('amd64'));
  try {
    const { kernel } = await inspectIso(iso, { depth: 'kernel' });
    const version = /^[\d.]+/.exec(kernel.release)?.[0] ?? kernel.release;
    return {
      Makefile: 'ISO_VERSION ?= v1.38.0\nout/minikube-%.iso:\n\tfalse\n',
      [`${EXTERNAL}/configs/minikube_x86_64_defconfig`]: [
        'BR2_x86_64=y',
        'BR2_LINUX_KERNEL_CUSTOM_VERSION=y',
        `BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE="${version}"`,
        'BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="$(BR2_EXTERNAL_MINIKUBE_PATH)/linux_defconfig"',
        '',
      ].join('\n'),
      [`${EXTERNAL}/linux_defconfig`]: kernel.configText,
    };
  } finally {
    await iso.close();
  }
}
