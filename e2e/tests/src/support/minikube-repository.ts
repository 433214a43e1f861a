// A git repository that is shaped as minikube's, with a release of each layout. Its make does what Buildroot
// does, for the lab's kernel: it configures it by the layout's defconfig, compiles it, installs its modules,
// and puts the ISO with it where minikube's make would. The root around it is the lab's.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  acquireSource,
  inspectIso,
  localRunner,
  openCache,
  openFile,
  withTemporaryFolder,
  type Architecture,
} from 'iso-core';
import { KERNEL_SOURCE, labIso } from './workspace.js';

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

const LAB_IMAGE = fileURLToPath(new URL('run-lab-image.mjs', import.meta.url));

/**
 * As the lab compiles, so that what ccache knows of the lab's kernels is known of these. A work tree goes on
 * with the objects that are there, as Buildroot's does.
 */
const BUILDROOT = `set -e
output=$1 defconfig=$2 architecture=$3 iso=$4
case $architecture in
  amd64) arch=x86_64 cross= image=bzImage path=arch/x86/boot/bzImage ;;
  arm64) arch=arm64 cross=aarch64-linux-gnu- image=Image path=arch/arm64/boot/Image ;;
esac
unset LANG LANGUAGE MAKEFLAGS MAKELEVEL
export LC_ALL=C CCACHE_DIR="$BR2_CCACHE_DIR" CCACHE_COMPILERCHECK=content CCACHE_NOHASHDIR=1
buildroot=$(dirname "$iso")/buildroot/$output
linux=$buildroot/build/linux-KERNEL target=$buildroot/target
kernel() {
  flags="-ffile-prefix-map=SOURCE=. -ffile-prefix-map=$linux=."
  make -C SOURCE O="$linux" ARCH=$arch CROSS_COMPILE=$cross CC="ccache \${cross}gcc" LOCALVERSION= \
    KCFLAGS="$flags" KAFLAGS="$flags" --no-print-directory --jobs=\${BR2_JLEVEL:-$(nproc)} "$@"
}
step() {
  printf '>>> linux KERNEL %s\n' "$1"
}
mkdir -p "$linux" "$BR2_DL_DIR" "$BR2_CCACHE_DIR"
case $output in
  output) config=$buildroot/../.config ;;
  *) config=$buildroot/.config ;;
esac
echo BR2_PACKAGE_AUTOMOUNT=y >"$config"
step Configuring
cp "$defconfig" "$linux/.config"
kernel olddefconfig
step Building
kernel $image modules
step 'Installing to target'
rm -rf "$target"
kernel modules_install INSTALL_MOD_PATH="$target" INSTALL_MOD_STRIP=1 DEPMOD=true
release=$(cat "$linux/include/config/kernel.release")
rm -f "$target/lib/modules/$release/build" "$target/lib/modules/$release/source"
echo '>>>   Generating filesystem image rootfs.iso9660'
exec node LAB_IMAGE $architecture "$iso" "$release" "$linux" "$linux/$path" "$target"
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
  const git = gitIn(folder);
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

/** Runs git in the repository `folder`, as somebody with a name. */
export function gitIn(folder: string): (...args: string[]) => string {
  const settings = ['-c', 'user.name=lab', '-c', 'user.email=lab@example.com'];
  return (...args) =>
    execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

async function filesOf(
  makefile: string,
  layout: readonly Defconfig[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {
    Makefile: makefile,
    '.gitignore': '/out\n',
    [`${EXTERNAL}/Config.in`]: 'config BR2_PACKAGE_AUTOMOUNT\n\tbool\n\tdefault y\n',
  };
  for (const { architecture, buildroot, linux } of layout) {
    const { version, source, defconfig } = await labKernel(architecture);
    files['hack/buildroot.sh'] = BUILDROOT.replaceAll('KERNEL', version)
      .replaceAll('SOURCE', source)
      .replaceAll('LAB_IMAGE', LAB_IMAGE);
    files[`${EXTERNAL}/configs/${buildroot}`] = [
      architecture === 'amd64' ? 'BR2_x86_64=y' : 'BR2_aarch64=y',
      'BR2_LINUX_KERNEL=y',
      'BR2_LINUX_KERNEL_CUSTOM_VERSION=y',
      `BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE="${version}"`,
      `BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="$(BR2_EXTERNAL_MINIKUBE_PATH)/${linux}"`,
      '',
    ].join('\n');
    files[`${EXTERNAL}/${linux}`] = defconfig;
  }
  return files;
}

interface LabKernel {
  /** `6.1.192` */
  readonly version: string;
  /** The folder of its source. */
  readonly source: string;
  /** What `savedefconfig` makes of its config without `LEFT_OUT`. */
  readonly defconfig: string;
}

async function labKernel(architecture: Architecture): Promise<LabKernel> {
  const cache = openCache();
  const { folder: source } = await acquireSource({
    path: KERNEL_SOURCE,
    architecture,
    cache,
    run: localRunner,
  });
  const { release, configText } = await kernelOf(labIso(architecture));
  const arch = architecture === 'amd64' ? 'x86_64' : 'arm64';
  const cross = architecture === 'amd64' ? '' : 'aarch64-linux-gnu-';
  const defconfig = await withTemporaryFolder(cache.path('work'), async (folder) => {
    const lines = configText.split('\n').filter((line) => !line.startsWith(`CONFIG_${LEFT_OUT}=`));
    await writeFile(join(folder, '.config'), lines.join('\n'));
    const variables = [`O=${folder}`, `ARCH=${arch}`, `CROSS_COMPILE=${cross}`];
    await localRunner({
      file: 'make',
      args: ['--silent', '-C', source, ...variables, 'olddefconfig', 'savedefconfig'],
    });
    return readFile(join(folder, 'defconfig'), 'utf8');
  });
  return { version: /^[\d.]+/.exec(release)?.[0] ?? release, source, defconfig };
}

async function kernelOf(iso: string) {
  const source = await openFile(iso);
  try {
    return (await inspectIso(source, { depth: 'kernel' })).kernel;
  } finally {
    await source.close();
  }
}

/** A folder with programs that Buildroot asks for and the lab's make does not, at the end of PATH. */
export async function standInPath(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ['7z', 'automake', 'cmake', 'go', 'gpg', 'libtoolize', 'rsync']) {
    await writeFile(join(folder, name), '#!/bin/sh\n');
    await chmod(join(folder, name), 0o755);
  }
  return `${process.env['PATH'] ?? ''}:${folder}`;
}

/** A folder with a ccache that fails for one file of the kernel and passes on the others, for PATH. */
export async function failingCompiler(folder: string, file: string): Promise<string> {
  const real = execFileSync('sh', ['-c', 'command -v ccache'], { encoding: 'utf8' }).trim();
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'ccache'),
    `#!/bin/sh\ncase "$*" in */${file}*) echo '${file}: error: it fails' >&2; exit 1 ;; esac\nexec ${real} "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}
