// Whole ISOs for the tests of the checks, in a few kilobytes: a kernel that exports one symbol and carries its
// config, and a root with modules of it. Every part can be made another way.
import { archive, directory, entry, packed } from '../../image/initrd/initrd.testing.js';
import { BIOS, ISOLINUX_BIN, ISOLINUX_CFG } from '../../image/boot/boot.testing.js';
import { isoBytes, type Tree } from '../../image/iso9660/iso.testing.js';
import { buildBzImage, ikconfigOf } from '../../image/kernel-image/kernel-image.testing.js';
import {
  buildModule,
  buildVmlinux,
  type ModuleToBuild,
} from '../../image/module/module.testing.js';
import { bytesSource, type ByteSource } from '../../image/index.js';
import { inspectIso, type Manifest } from '../../inspect/index.js';
import { sha256 } from '../../runtime/index.js';
import type { Requirement } from '../../spec/index.js';
import type { Check } from '../report/report.js';
import type { ComparedBase } from './request.js';

export const RELEASE = '6.1.0';
export const VERMAGIC = `${RELEASE} SMP mod_unload `;
export const FOLDER = `usr/lib/modules/${RELEASE}`;
export const PRIO = 'kernel/net/sched/sch_prio.ko';
export const NETEM = 'kernel/net/sched/sch_netem.ko';

const CONFIG = {
  IKCONFIG: 'y',
  NET_SCHED: 'y',
  NET_SCH_PRIO: 'm',
  NET_SCH_NETEM: 'm',
};

/** A module that needs `printk`, of the kernel's own tree. */
export function moduleBytes(name: string, more: ModuleToBuild = {}): Buffer {
  const { info = {}, ...rest } = more;
  return buildModule({
    imports: ['printk'],
    ...rest,
    info: { name, vermagic: VERMAGIC, intree: 'Y', ...info },
  });
}

export interface KernelToBuild {
  readonly config?: Readonly<Record<string, string>>;
  readonly release?: string;
  readonly vermagic?: string;
  readonly exports?: readonly string[];
  /** Checksums of exports, which make it a kernel with MODVERSIONS. */
  readonly crcs?: Readonly<Record<string, number>>;
}

export function kernelBytes(kernel: KernelToBuild = {}): Buffer {
  const { release = RELEASE, vermagic = VERMAGIC, exports = ['printk', 'register_qdisc'] } = kernel;
  const { crcs } = kernel;
  const config = {
    ...(kernel.config ?? CONFIG),
    ...(crcs === undefined ? {} : { MODVERSIONS: 'y' }),
  };
  const lines = Object.entries(config).map(([option, value]) => `CONFIG_${option}=${value}\n`);
  const symbols = [...exports, ...(crcs === undefined ? [] : ['module_layout'])];
  const content = Buffer.concat([
    buildVmlinux(
      symbols.map((name) => ({ name, crc: crcs?.[name] ?? 0 })),
      'prel32+namespace',
      crcs === undefined ? 'none' : 'word',
    ),
    ikconfigOf(lines.join('')),
    Buffer.from(`${vermagic}\0`),
  ]);
  return buildBzImage({ content, version: `${release} (lab@lab) #1 SMP` });
}

/** Files of the root by path; `undefined` takes away one that is there otherwise. */
export type Root = Readonly<Record<string, string | Uint8Array | undefined>>;

const PLAIN_ROOT: Root = {
  'version.json': '{"iso_version":"v1.38.0"}',
  'usr/sbin/tc': 'the program tc',
  'usr/bin/ip': 'the program ip',
  [`${FOLDER}/${PRIO}`]: moduleBytes('sch_prio'),
  [`${FOLDER}/${NETEM}`]: moduleBytes('sch_netem'),
  [`${FOLDER}/modules.dep`]: `${PRIO}:\n${NETEM}:\n`,
  [`${FOLDER}/modules.order`]: `${PRIO}\n${NETEM}\n`,
  [`${FOLDER}/modules.builtin`]: 'kernel/net/core/dev.ko\n',
};

/** An initrd with the plain root and what `changes` makes of it. */
export function initrdBytes(changes: Root = {}): Buffer {
  const files = Object.entries({ ...PLAIN_ROOT, ...changes });
  const there = files.filter(
    (file): file is [string, string | Uint8Array] => file[1] !== undefined,
  );
  const parents = new Set(
    there.flatMap(([path]) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, depth, names) => names.slice(0, depth + 1).join('/')),
    ),
  );
  return packed(
    'gzip',
    archive(
      entry({ name: 'lib', body: 'usr/lib', mode: 0o120777 }),
      ...[...parents].sort().map(directory),
      ...there.map(([name, body]) => entry({ name, body })),
    ),
  );
}

export interface IsoToBuild {
  readonly kernel?: Uint8Array;
  readonly root?: Root;
  readonly initrd?: Uint8Array;
  /** Further files of the ISO, or others. */
  readonly files?: Tree;
}

/** Shaped like minikube's ISO for amd64; made in `folder`. */
export function isoOf(folder: string, iso: IsoToBuild = {}): Buffer {
  const { kernel = PLAIN_KERNEL, initrd = initrdBytes(iso.root), files } = iso;
  const tree: Tree = {
    'isolinux/isolinux.bin': ISOLINUX_BIN,
    'isolinux/isolinux.cfg': ISOLINUX_CFG,
    'boot/bzImage': kernel,
    'boot/initrd': initrd,
    'boot/notes.txt': 'of the distribution',
    ...files,
  };
  const date = '--modification-date=2026010203040506';
  return isoBytes(folder, tree, ['-R', '-J', date, ...BIOS]);
}

const PLAIN_KERNEL = kernelBytes();

export function sourceOf(bytes: Uint8Array, name = 'minikube.iso'): ByteSource {
  return bytesSource(bytes, name);
}

export async function baseOf(bytes: Uint8Array): Promise<ComparedBase> {
  const source = sourceOf(bytes, 'base.iso');
  const inspection = await inspectIso(source, { depth: 'content' });
  return { source, inspection, sha256: sha256(bytes) };
}

export interface ManifestToMake {
  readonly base: ComparedBase;
  readonly iso: Uint8Array;
  readonly route?: Manifest['route'];
  /** Files of the root that the build wrote. */
  readonly written?: Readonly<Record<string, string | Uint8Array>>;
  readonly removed?: readonly string[];
  readonly foreign?: Manifest['modules']['foreign'];
}

/** What a build of `iso` from `base` would say, if it meant to write and to remove just that. */
export async function manifestOf(parts: ManifestToMake): Promise<Manifest> {
  const { base, iso, route = 'kernel', written = {}, removed = [], foreign = [] } = parts;
  const source = sourceOf(iso);
  const { kernel, content, ...facts } = await inspectIso(source, { depth: 'content' });
  const files = Object.entries(written).map(([path, body]) => ({ path, sha256: sha256(body) }));
  const had = base.inspection.content?.root.entries;
  return {
    manifestVersion: 1,
    iso: { name: 'minikube.iso', sha256: sha256(iso), size: facts.size, volumeId: facts.volumeId },
    architecture: facts.architecture,
    base: {
      origin: 'base.iso',
      sha256: base.sha256 ?? '',
      size: base.inspection.size,
      trust: 'local file',
    },
    engine: 'remaster',
    route,
    routeReasons: [],
    kernel: {
      release: kernel.release,
      sha256: kernel.sha256,
      configSha256: sha256(kernel.configText),
    },
    requirements: [],
    configChanges: [],
    excusedChanges: [],
    modules: {
      added: files.filter(({ path }) => had?.has(path) !== true),
      replaced: files.filter(({ path }) => had?.has(path) === true),
      removed: [...removed],
      foreign: [...foreign],
    },
    initrd: {
      size: content?.initrdSize ?? 0,
      unpackedSize: content?.unpackedSize ?? 0,
      baseSize: base.inspection.content?.initrdSize ?? 0,
      baseUnpackedSize: base.inspection.content?.unpackedSize ?? 0,
    },
    producedBy: { name: 'iso-core', version: '0.0.0' },
  };
}

export function wants(option: string, ...values: string[]): Requirement {
  const origins = ['kernel.require[0]'];
  return { kind: 'option', option, values, reason: 'It is needed.', origins };
}

/** What a check says in a line, for expectations. */
export function said(checks: readonly Check[], name: string): string {
  const check = checks.find((one) => one.name === name);
  return check === undefined ? 'none' : `${check.status}: ${check.detail}`;
}

/** The names of the checks that ended so. */
export function named(checks: readonly Check[], status: Check['status']): string[] {
  return checks.filter((check) => check.status === status).map(({ name }) => name);
}
