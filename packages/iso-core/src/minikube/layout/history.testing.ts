// minikube's own history as small trees: for each tag what its Makefile and its Buildroot configs say of
// the ISO, read from the repository at that tag.
import type { MinikubeTree } from './layout.js';

/** Tag, ISO_VERSION, KERNEL_VERSION and the kernel that Buildroot's config pins, with `-` for none. */
const TAGS = `
v0.1.0 - - -
v0.2.0 - - -
v0.3.0 - - -
v0.4.0 - - -
v0.5.0 - - -
v0.6.0 - - -
v0.7.0 - - -
v0.7.1 - - -
v0.8.0 - - -
v0.9.0 - - -
v0.10.0 - - -
v0.11.0 - - -
v0.12.0 - - -
v0.12.1 - - -
v0.12.2 - - -
v0.13.0 - - -
v0.13.1 - - -
v0.14.0 - - -
v0.15.0 - - -
v0.16.0 - - -
v0.17.0 v1.0.7 - -
v0.17.1 v1.0.7 - -
v0.18.0 $(VERSION) - -
v0.19.0 v0.18.0 - -
v0.19.1 v0.18.0 - -
v0.20.0 v0.20.0 - -
v0.21.0 v0.23.0 - -
v0.22.0 v0.23.3 - -
v0.22.1 v0.23.3 - -
v0.22.2 v0.23.4 - -
v0.22.3 v0.23.5 - -
v0.23.0 v0.23.6 - -
v0.24.0 v0.23.5 - -
v0.24.1 v0.23.6 - -
v0.25.0 v0.25.1 4.9.64 4.9.64
v0.25.1 v0.25.1 4.9.64 4.9.64
v0.25.2 v0.25.1 4.9.64 4.9.64
v0.26.0 v0.26.0 4.9.64 4.9.64
v0.26.1 v0.26.0 4.9.64 4.9.64
v0.27.0 v0.26.0 4.9.64 4.9.64
v0.28.0 v0.28.0 4.16.14 4.16.14
v0.28.1 v0.28.1 4.16.14 4.15
v0.28.2 v0.28.1 4.16.14 4.15
v0.29.0 v0.29.0 4.16.14 4.15
v0.30.0 v0.30.0 4.16.14 4.15
v0.31.0 v0.31.0 4.16.14 4.15
v0.32.0 v0.32.0 4.16.14 4.15
v0.33.0 v0.33.0 4.16.14 4.15
v0.33.1 v0.33.1 4.16.14 4.15
v0.34.0 v0.33.1 4.16.14 4.15
v0.34.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.16.14 4.15
v0.35.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.16.14 4.15
v1.0.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.16.14 4.15
v1.0.1 v$(VERSION_MAJOR).$(VERSION_MINOR).1 4.16.14 4.15
v1.1.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.16.14 4.15
v1.1.1 v$(VERSION_MAJOR).$(VERSION_MINOR).1 4.16.14 4.15
v1.2.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.16.14 4.15
v1.3.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.15 4.15
v1.3.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.15 4.15
v1.4.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.15 4.15
v1.5.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.76 -
v1.5.1 v$(VERSION_MAJOR).$(VERSION_MINOR).$(VERSION_BUILD) 4.19.76 -
v1.5.2 v$(VERSION_MAJOR).$(VERSION_MINOR).1 4.19.76 -
v1.6.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.81 -
v1.6.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.81 -
v1.6.2 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.81 -
v1.7.0 v$(VERSION_MAJOR).$(VERSION_MINOR).$(VERSION_BUILD) 4.19.88 -
v1.7.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.88 -
v1.7.2 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.88 -
v1.7.3 v$(VERSION_MAJOR).$(VERSION_MINOR).3 4.19.94 -
v1.8.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.94 -
v1.8.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.94 -
v1.8.2 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.94 -
v1.9.0 v$(VERSION_MAJOR).$(VERSION_MINOR).$(VERSION_BUILD) 4.19.107 -
v1.9.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.9.2 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.10.0 v$(VERSION_MAJOR).$(VERSION_MINOR).$(VERSION_BUILD) 4.19.107 -
v1.10.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.11.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.12.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.12.1 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.12.2 v$(VERSION_MAJOR).$(VERSION_MINOR).2 4.19.107 -
v1.12.3 v$(VERSION_MAJOR).$(VERSION_MINOR).2 4.19.107 -
v1.13.0 v$(VERSION_MAJOR).$(VERSION_MINOR).0 4.19.107 -
v1.13.1 v$(VERSION_MAJOR).$(VERSION_MINOR).1 4.19.107 -
v1.14.0 v1.13.1 4.19.107 -
v1.14.1 v1.14.0 4.19.114 4.19.114
v1.14.2 v1.14.0 4.19.114 4.19.114
v1.15.0 v1.15.0 4.19.150 4.19.150
v1.15.1 v1.15.0 4.19.150 4.19.150
v1.16.0 v1.16.0 4.19.157 4.19.157
v1.17.0 v1.17.0 4.19.157 4.19.157
v1.17.1 v1.17.0 4.19.157 4.19.157
v1.18.0 v1.18.0 4.19.171 4.19.171
v1.18.1 v1.18.0 4.19.171 4.19.171
v1.19.0 v1.19.0 4.19.171 4.19.171
v1.20.0 v1.20.0 4.19.182 4.19.182
v1.21.0 v1.21.0 4.19.182 4.19.182
v1.22.0 v1.22.0 4.19.182 4.19.182
v1.23.0 v1.23.0 4.19.202 4.19.202
v1.23.1 v1.23.1 4.19.202 4.19.202
v1.23.2 v1.23.1 4.19.202 4.19.202
v1.24.0 v1.24.0 4.19.202 4.19.202
v1.25.0 v1.25.0 4.19.202 4.19.202
v1.25.1 v1.25.0 4.19.202 4.19.202
v1.25.2 v1.25.2 4.19.202 4.19.202
v1.26.0 v1.26.0 5.10.57 5.10.57
v1.26.1 v1.26.1 5.10.57 5.10.57
v1.27.0 v1.27.0 5.10.57 5.10.57
v1.27.1 v1.27.0 5.10.57 5.10.57
v1.28.0 v1.28.0 5.10.57 5.10.57
v1.29.0 v1.29.0 5.10.57 5.10.57
v1.30.0 v1.30.0 5.10.57 5.10.57
v1.30.1 v1.30.1 5.10.57 5.10.57
v1.31.0 v1.31.0 5.10.57 5.10.57
v1.31.1 v1.31.0 5.10.57 5.10.57
v1.31.2 v1.31.0 5.10.57 5.10.57
v1.32.0 v1.32.1 5.10.57 5.10.57
v1.33.0 v1.33.0 5.10.207 5.10.207
v1.33.1 v1.33.1 5.10.207 5.10.207
v1.34.0 v1.34.0 5.10.207 5.10.207
v1.35.0 v1.35.0 5.10.207 5.10.207
v1.36.0 v1.36.0 5.10.207 5.10.207
v1.37.0 v1.37.0 - 6.6.95
v1.38.0 v1.38.0 - 6.6.95
v1.38.1 v1.38.0 - 6.6.95
`;

interface Era {
  readonly from: string;
  /** The heads of the rules that have to do with ISOs, in the order of the Makefile. */
  readonly rules: readonly string[];
  /** The linux defconfig that each Buildroot config names. */
  readonly configs: Readonly<Record<string, string>>;
}

const EXTERNAL = '$(BR2_EXTERNAL_MINIKUBE_PATH)';
const OLD_RULES = [
  'minikube_iso: # old target kept for making tests happy',
  'out/minikube.iso: $(shell find deploy/iso/minikube-iso -type f)',
  'release-iso: minikube_iso checksum',
];

const ERAS: readonly Era[] = [
  { from: 'v0.1.0', rules: ['iso:'], configs: {} },
  {
    from: 'v0.12.0',
    rules: ['iso:', 'minikube-iso:'],
    configs: { minikube: '$(BR2_EXTERNAL)/board/coreos/minikube/linux-4.7_defconfig' },
  },
  {
    from: 'v0.17.0',
    rules: ['minikube_iso:', 'test-iso:', 'release-iso: minikube_iso checksum'],
    configs: { minikube: '$(BR2_EXTERNAL)/board/coreos/minikube/linux-4.7_defconfig' },
  },
  {
    from: 'v0.18.0',
    rules: OLD_RULES,
    configs: { minikube: '$(BR2_EXTERNAL)/board/coreos/minikube/linux-4.7_defconfig' },
  },
  {
    from: 'v0.19.0',
    rules: OLD_RULES,
    configs: { minikube: `${EXTERNAL}/board/coreos/minikube/linux-4.9_defconfig` },
  },
  {
    from: 'v0.28.0',
    rules: OLD_RULES,
    configs: { minikube: `${EXTERNAL}/board/coreos/minikube/linux_defconfig` },
  },
  {
    from: 'v1.26.0',
    rules: [
      'minikube-iso-amd64: minikube-iso-x86_64',
      'minikube-iso-arm64: minikube-iso-aarch64',
      'minikube-iso-%: deploy/iso/minikube-iso/board/minikube/%/rootfs-overlay/usr/bin/auto-pause',
      'out/minikube-%.iso: $(shell find "deploy/iso/minikube-iso" -type f)',
    ],
    configs: {
      minikube_aarch64: `${EXTERNAL}/board/minikube/aarch64/linux_aarch64_defconfig`,
      minikube_x86_64: `${EXTERNAL}/board/minikube/x86_64/linux_x86_64_defconfig`,
    },
  },
];

/** Every release of minikube's repository, the oldest first, those from before its ISO too. */
export const TAG_NAMES: readonly string[] = TAGS.trim()
  .split('\n')
  .map((line) => line.split(' ')[0] ?? '');

/** The tree of a tag. */
export function treeOfTag(tag: string): MinikubeTree {
  const [, isoVersion = '-', kernelVersion = '-', pinned = '-'] =
    TAGS.split('\n')
      .find((line) => line.startsWith(`${tag} `))
      ?.split(' ') ?? [];
  const index = TAG_NAMES.indexOf(tag);
  const era = ERAS.findLast(({ from }) => TAG_NAMES.indexOf(from) <= index);
  if (era === undefined) throw new TypeError(`Not a tag: ${tag}`);
  const [major, minor, build] = tag.slice(1).split('.');
  const files: Record<string, string> = {
    Makefile: [
      `VERSION_MAJOR ?= ${major}`,
      `VERSION_MINOR ?= ${minor}`,
      `VERSION_BUILD ?= ${build}`,
      'RAW_VERSION=$(VERSION_MAJOR).$(VERSION_MINOR).$(VERSION_BUILD)',
      'VERSION ?= v$(RAW_VERSION)',
      ...(isoVersion === '-' ? [] : [`ISO_VERSION ?= ${isoVersion}`]),
      ...(kernelVersion === '-' ? [] : [`KERNEL_VERSION ?= ${kernelVersion}`]),
      ...era.rules.flatMap((rule) => [rule, '\t$(MAKE) -C $(BUILD_DIR)/buildroot', '']),
    ].join('\n'),
  };
  for (const [name, linux] of Object.entries(era.configs)) {
    files[`deploy/iso/minikube-iso/configs/${name}_defconfig`] = [
      name.endsWith('aarch64') ? 'BR2_aarch64=y' : 'BR2_x86_64=y',
      'BR2_LINUX_KERNEL=y',
      ...(pinned === '-'
        ? []
        : [
            'BR2_LINUX_KERNEL_CUSTOM_VERSION=y',
            `BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE="${pinned}"`,
          ]),
      `BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="${linux}"`,
    ].join('\n');
    files[`deploy/iso/minikube-iso${linux.slice(linux.indexOf('/'))}`] = 'CONFIG_IKCONFIG=y\n';
  }
  return treeOf(files, `minikube ${tag}`);
}

/** A tree of the given files. */
export function treeOf(files: Readonly<Record<string, string>>, name = 'the tree'): MinikubeTree {
  return {
    name,
    files: new Set(Object.keys(files)),
    read: (path) => Promise.resolve(files[path] ?? ''),
  };
}
