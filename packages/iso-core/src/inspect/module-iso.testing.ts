// ISOs whose kernel exports symbols and whose initrd has real module files, small enough to be made anew
// for each test.
import { gzipSync } from 'node:zlib';
import { amd64Iso, arm64Iso } from '../image/boot/boot.testing.js';
import { bytesSource } from '../image/index.js';
import { archive, directory, entry, symlink, trailer } from '../image/initrd/initrd.testing.js';
import {
  buildArm64Image,
  buildBzImage,
  ikconfigOf,
} from '../image/kernel-image/kernel-image.testing.js';
import {
  buildModule,
  buildVmlinux,
  type ExportToBuild,
  type ModuleToBuild,
} from '../image/module/module.testing.js';
import { inspectIso } from './inspect-iso.js';
import type { Inspection } from './inspection.js';

export const RELEASE = '6.1.0';
export const FOLDER = `usr/lib/modules/${RELEASE}`;
/** Of the kernel, with and without MODVERSIONS. */
const WORDS = 'SMP mod_unload ';
const BANNER = `Linux version ${RELEASE} (someone@somewhere) (gcc 12.2.0) #1 SMP`;

export interface ModuleIso {
  readonly architecture?: 'amd64' | 'arm64';
  /** Lines of the kernel's config besides IKCONFIG. */
  readonly config?: string;
  /** What the kernel exports; under MODVERSIONS with checksums. Default: `printk`. */
  readonly exports?: readonly ExportToBuild[];
  readonly withoutVermagic?: boolean;
  /** Modules by their path in the modules folder. */
  readonly modules?: Readonly<Record<string, Uint8Array>>;
  /** Default: every module, loaded after nothing. */
  readonly dep?: string;
  /** Other files in the modules folder. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Whether there is no modules folder at all, and none above it but `usr/lib`. */
  readonly withoutFolder?: boolean;
  /** Further entries at the end of the archive. */
  readonly more?: readonly Buffer[];
  /** What isolinux passes to the kernel. */
  readonly isolinuxArguments?: string;
}

/** A module for that kernel that imports `printk`. */
export function moduleFor(module: ModuleToBuild = {}): Buffer {
  const modversions = module.versions === undefined ? '' : 'modversions ';
  return buildModule({
    imports: ['printk'],
    ...module,
    info: { vermagic: `${RELEASE} ${WORDS}${modversions}`, ...module.info },
  });
}

export function moduleIso(parent: string, iso: ModuleIso = {}): Buffer {
  const { architecture = 'amd64', config = '', isolinuxArguments } = iso;
  const initrd = gzipSync(initrdOf(iso));
  if (architecture === 'arm64') {
    const parts = [`${BANNER}\n`, ikconfigOf(`CONFIG_IKCONFIG=y\n${config}`), vermagicOf(iso)];
    return arm64Iso(parent, { 'boot/bzimage': buildArm64Image(parts), 'boot/initrd': initrd });
  }
  return amd64Iso(parent, {
    'boot/bzImage': kernelOf(iso),
    'boot/initrd': initrd,
    ...(isolinuxArguments === undefined
      ? {}
      : {
          'isolinux/isolinux.cfg': `default 1\nlabel 1\nkernel /boot/bzImage\ninitrd /boot/initrd\nappend ${isolinuxArguments}\n`,
        }),
  });
}

/** The inspection of such an ISO at depth `content`. */
export async function inspected(parent: string, iso: ModuleIso = {}): Promise<Inspection> {
  return inspectIso(bytesSource(moduleIso(parent, iso), 'test.iso'), { depth: 'content' });
}

/** The kernel of such an ISO alone. */
export function kernelOf(iso: ModuleIso): Buffer {
  const { config = '', exports = [{ name: 'printk', crc: 7 }] } = iso;
  const crcs = config.includes('CONFIG_MODVERSIONS=y') ? 'word' : 'none';
  return buildBzImage({
    compression: 'gzip',
    version: `${RELEASE} (someone@somewhere) #1 SMP`,
    content: Buffer.concat([
      buildVmlinux(exports, 'prel32+namespace', crcs),
      ikconfigOf(`CONFIG_IKCONFIG=y\n${config}`),
      Buffer.from(vermagicOf(iso)),
    ]),
  });
}

function vermagicOf({ config = '', withoutVermagic = false }: ModuleIso): string {
  if (withoutVermagic) return '';
  const modversions = config.includes('CONFIG_MODVERSIONS=y') ? 'modversions ' : '';
  return `\0${RELEASE} ${WORDS}${modversions}\0`;
}

function initrdOf({ modules = {}, dep, files = {}, more = [], withoutFolder }: ModuleIso): Buffer {
  if (withoutFolder === true) {
    return archive(directory('usr'), directory('usr/lib'), symlink('lib', 'usr/lib'), ...more);
  }
  const table = Object.keys(modules).map((path) => `${path}:\n`);
  const contents = { ...modules, 'modules.dep': dep ?? table.join(''), ...files };
  const paths = Object.keys(contents).map((path) => `${FOLDER}/${path}`);
  const folders = new Set(paths.flatMap((path) => parentsOf(path)));
  return Buffer.concat([
    archive(
      ...[...folders].sort().map(directory),
      symlink('lib', 'usr/lib'),
      ...Object.entries(contents).map(([path, body]) => entry({ name: `${FOLDER}/${path}`, body })),
    ).subarray(0, -trailer().byteLength),
    ...more,
    trailer(),
  ]);
}

function parentsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}
