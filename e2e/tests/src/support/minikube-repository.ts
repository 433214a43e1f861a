// A git repository that is shaped as minikube's, with a release of each layout. Its make does what Buildroot
// would, for the lab's kernel: the config that the layout's defconfig makes is looked up among the kernels
// that the lab has compiled, and the ISO with that kernel goes to where minikube would put it.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspectIso, openFile, type Architecture } from 'iso-core';
import { labIso } from './workspace.js';

/** What the lab's kernels have as a module, and the defconfigs of this minikube do not ask for. */
export const LEFT_OUT = 'NET_SCH_TBF';

const EXTERNAL = 'deploy/iso/minikube-iso';

/** The lab's ISOs carry this version. */
const HEAD = `ISO_VERSION ?= v0.0.0-lab
BUILD_DIR ?= $(PWD)/out
`;

const OLD_MAKEFILE = `${HEAD}minikube_iso: # old target kept for making tests happy
	sh hack/buildroot.sh output ${EXTERNAL}/board/coreos/minikube/linux_defconfig amd64 $(BUILD_DIR)/minikube.iso

out/minikube.iso: $(shell find "deploy/iso/minikube-iso" -type f)
ifeq ($(IN_DOCKER),1)
	$(MAKE) minikube_iso
else
	docker run --rm --workdir /mnt --volume $(CURDIR):/mnt no-such-image /usr/bin/make out/minikube.iso
endif
`;

const NEW_MAKEFILE = `${HEAD}minikube-iso-%:
	sh hack/buildroot.sh output-$* ${EXTERNAL}/board/minikube/$*/linux_$*_defconfig $(if $(filter aarch64,$*),arm64,amd64) $(BUILD_DIR)/minikube-$(if $(filter aarch64,$*),arm64,amd64).iso

out/minikube-%.iso: $(shell find "deploy/iso/minikube-iso" -type f)
ifeq ($(IN_DOCKER),1)
	$(MAKE) minikube-iso-$*
else
	docker run --rm --workdir /mnt --volume $(CURDIR):/mnt no-such-image /usr/bin/make minikube-iso-$*
endif
`;

/** Fails as a compiler would where the lab has no kernel of that config. */
const BUILDROOT = `set -e
output=$1 defconfig=$2 architecture=$3 iso=$4
mkdir -p "$(dirname "$iso")/buildroot/$output/build" "$BR2_DL_DIR" "$BR2_CCACHE_DIR"
echo '>>> linux KERNEL Configuring'
grep '^CONFIG_' "$defconfig" | while read -r line; do
  grep -qxF "$line" "hack/$architecture.config" || { echo "error: no kernel with $line"; exit 1; }
done
echo '>>> linux KERNEL Building'
echo '>>>   Generating filesystem image rootfs.iso9660'
cp "$(cat "hack/$architecture.iso")" "$iso"
`;

interface Defconfig {
  readonly architecture: Architecture;
  readonly buildroot: string;
  readonly linux: string;
}

const OLD: readonly Defconfig[] = [
  {
    architecture: 'amd64',
    buildroot: 'minikube_defconfig',
    linux: 'board/coreos/minikube/linux_defconfig',
  },
];

const NEW: readonly Defconfig[] = [
  {
    architecture: 'amd64',
    buildroot: 'minikube_x86_64_defconfig',
    linux: 'board/minikube/x86_64/linux_x86_64_defconfig',
  },
  {
    architecture: 'arm64',
    buildroot: 'minikube_aarch64_defconfig',
    linux: 'board/minikube/aarch64/linux_aarch64_defconfig',
  },
];

export interface MinikubeRepository {
  readonly url: string;
  /** The commit of each layout’s release. */
  readonly commits: { readonly old: string; readonly new: string };
}

/** Makes the repository in `folder`. */
export async function makeMinikubeRepository(folder: string): Promise<MinikubeRepository> {
  await mkdir(folder, { recursive: true });
  const git = (...args: string[]): string => {
    const settings = ['-c', 'user.name=lab', '-c', 'user.email=lab@example.com'];
    return execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8' }).trim();
  };
  const commit = async (makefile: string, layout: readonly Defconfig[], tag: string) => {
    git('rm', '-r', '--quiet', '--ignore-unmatch', '.');
    for (const [path, text] of Object.entries(await filesOf(makefile, layout))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', `--message=Release ${tag}`);
    git('tag', tag);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet');
  return {
    commits: {
      old: await commit(OLD_MAKEFILE, OLD, 'v1.9.2'),
      new: await commit(NEW_MAKEFILE, NEW, 'v1.38.1'),
    },
    url: `file://${folder}`,
  };
}

async function filesOf(
  makefile: string,
  layout: readonly Defconfig[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = { Makefile: makefile, '.gitignore': '/out\n' };
  for (const { architecture, buildroot, linux } of layout) {
    const { release, configText } = await labKernel(architecture);
    const version = /^[\d.]+/.exec(release)?.[0] ?? release;
    files['hack/buildroot.sh'] = BUILDROOT.replaceAll('KERNEL', version);
    files[`hack/${architecture}.config`] = configText;
    files[`hack/${architecture}.iso`] = `${labIso(architecture)}\n`;
    files[`${EXTERNAL}/configs/${buildroot}`] = [
      architecture === 'amd64' ? 'BR2_x86_64=y' : 'BR2_aarch64=y',
      'BR2_LINUX_KERNEL=y',
      'BR2_LINUX_KERNEL_CUSTOM_VERSION=y',
      `BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE="${version}"`,
      `BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="$(BR2_EXTERNAL_MINIKUBE_PATH)/${linux}"`,
      '',
    ].join('\n');
    files[`${EXTERNAL}/${linux}`] = configText
      .split('\n')
      .filter((line) => !line.startsWith(`CONFIG_${LEFT_OUT}=`))
      .join('\n');
  }
  return files;
}

async function labKernel(architecture: Architecture) {
  const source = await openFile(labIso(architecture));
  try {
    return (await inspectIso(source, { depth: 'kernel' })).kernel;
  } finally {
    await source.close();
  }
}

/** A folder with programs that Buildroot asks for and the lab's make does not, at the end of PATH. */
export async function standInPath(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ['rsync', 'go']) {
    await writeFile(join(folder, name), '#!/bin/sh\n');
    await chmod(join(folder, name), 0o755);
  }
  return `${process.env['PATH'] ?? ''}:${folder}`;
}
