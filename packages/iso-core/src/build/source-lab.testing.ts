// A repository that is shaped as minikube's and whose make takes no time: it does and says what a test
// tells it to, and leaves an ISO that was made before. git, make and the sealing are real.
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testFolder } from '../image/iso9660/iso.testing.js';
import { directory, entry } from '../image/initrd/initrd.testing.js';
import { moduleIso, type ModuleIso } from '../inspect/module-iso.testing.js';
import {
  emptyRepository,
  type TestRepository,
} from '../minikube/checkout/git-repository.testing.js';
import { buildIso } from './build-iso.js';
import type { BuildRequest, BuildResult } from './request.js';
import { CONFIG, SOURCE } from './small-lab.testing.js';

export const ISO_VERSION = 'v1.9.0';

/** As the lab's kernels are configured, by name. */
const DEFCONFIG = `CONFIG_IKCONFIG=y\n${CONFIG}`;

const EXTERNAL = 'deploy/iso/minikube-iso';
const BOARD = `${EXTERNAL}/board/coreos/minikube`;

export const MAKEFILE = `ISO_VERSION ?= ${ISO_VERSION}
KERNEL_VERSION ?= 6.1
BUILD_DIR ?= $(PWD)/out
out/minikube.iso: $(shell find deploy/iso/minikube-iso -type f)
ifeq ($(IN_DOCKER),1)
	@ISO_VERSION='$(ISO_VERSION)' BUILD_DIR=$(BUILD_DIR) JOBS=$(BR2_JLEVEL) DEFCONFIG=${BOARD}/linux_defconfig sh build.sh
else
	@echo 'It would start a container'; exit 1
endif
`;

/** What the make of every test begins with: Buildroot, with a package. */
export const BEGIN = `set -e
mkdir -p $BUILD_DIR/buildroot/output/build
echo BR2_PACKAGE_PODMAN=y >$BUILD_DIR/buildroot/.config
PROGRAMS=$BUILD_DIR/buildroot/output/target/usr/bin
echo '>>> linux 6.1 Building'
`;

/** Leaves the ISO. */
export const FINISH = 'cp made.iso $BUILD_DIR/minikube.iso\n';

export interface SourceBuild {
  /** The shell script that minikube's make runs. Default: it leaves the ISO. */
  readonly script?: string;
  /** What the ISO that it leaves is. */
  readonly iso?: ModuleIso & { readonly version?: string };
  /** In place of `MAKEFILE`. */
  readonly makefile?: string;
  /** Lines of the defconfig besides those that all have. */
  readonly defconfig?: string;
  readonly require?: readonly unknown[];
  /** The kernel's olddefconfig: a script with the path of the config as `$1`. */
  readonly olddefconfig?: string;
  readonly source?: object;
  /** Of the spec's "kernel.compiler". */
  readonly compiler?: object;
}

/** A folder for the builds of one file of tests, which share a cache. */
export function sourceLab() {
  const folder = testFolder();
  let number = 0;

  /** A repository with one release, and the spec of an ISO that is built from it. */
  function prepare(options: SourceBuild) {
    const place = join(folder, `build-${(number += 1)}`);
    const repository = emptyRepository(join(place, 'minikube'));
    const commit = commitTree(repository, folder, options);
    repository.git('tag', 'v1.9.2');
    const kernel = { ...SOURCE, 'olddefconfig.sh': options.olddefconfig ?? ':\n' };
    for (const [path, content] of Object.entries(kernel)) {
      mkdirSync(dirname(join(place, 'kernel', path)), { recursive: true });
      writeFileSync(join(place, 'kernel', path), content);
    }
    const spec = {
      minikube: commit,
      engine: 'source',
      source: { repository: repository.url, freeSpace: 1, ...options.source },
      kernel: {
        require: options.require ?? [],
        source: { path: 'kernel' },
        compiler: options.compiler ?? {},
      },
    };
    writeFileSync(join(place, 'minikube-iso.json'), JSON.stringify(spec));
    const output = join(place, 'iso');
    const earlier = new Set(namesIn(join(folder, 'cache/minikube')));
    return {
      commit,
      repository,
      build: (more: Pick<BuildRequest, 'signal' | 'progress'> = {}): Promise<BuildResult> =>
        buildIso({
          ...more,
          specPath: join(place, 'minikube-iso.json'),
          outputFolder: output,
          cacheFolder: join(folder, 'cache'),
        }),
      /** The names of what it left where its ISO would be. */
      leftovers: () => namesIn(output),
      /** The names of the trees that it kept. */
      /** Takes the trees so far for what another compiler began. */
      forgetToolchains: () =>
        rmSync(join(folder, 'cache/minikube-toolchains'), { recursive: true }),
      trees: () => namesIn(join(folder, 'cache/minikube')).filter((name) => !earlier.has(name)),
    };
  }

  return {
    prepare,
    /** A folder with programs that Buildroot asks for and these makes do not, for PATH. */
    standIns: (): string => {
      const programs = join(folder, 'programs');
      mkdirSync(programs, { recursive: true });
      for (const name of ['7z', 'automake', 'cmake', 'gpg', 'libtoolize', 'rsync']) {
        writeFileSync(join(programs, name), '#!/bin/sh\n');
        chmodSync(join(programs, name), 0o755);
      }
      return programs;
    },
  };
}

function namesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

function commitTree(
  repository: TestRepository,
  folder: string,
  { script = BEGIN + FINISH, iso = {}, defconfig = '', makefile = MAKEFILE }: SourceBuild,
): string {
  const { version = ISO_VERSION, ...rest } = iso;
  const made = moduleIso(folder, {
    ...rest,
    config: `${CONFIG}${rest.config ?? ''}`,
    more: [directory('etc'), entry({ name: 'etc/VERSION', body: `${version}\n` })],
  });
  return repository.commit({
    Makefile: makefile,
    'build.sh': script,
    'made.iso': made,
    '.gitignore': '/out\n',
    [`${EXTERNAL}/Config.in`]: 'source "$BR2_EXTERNAL_MINIKUBE_PATH/package/podman/Config.in"\n',
    [`${EXTERNAL}/package/podman/Config.in`]: 'config BR2_PACKAGE_PODMAN\n\tbool\n\tdefault y\n',
    [`${EXTERNAL}/configs/minikube_defconfig`]: [
      'BR2_x86_64=y',
      `BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="$(BR2_EXTERNAL_MINIKUBE_PATH)${BOARD.slice(EXTERNAL.length)}/linux_defconfig"`,
      '',
    ].join('\n'),
    [`${BOARD}/linux_defconfig`]: DEFCONFIG + defconfig,
  });
}
