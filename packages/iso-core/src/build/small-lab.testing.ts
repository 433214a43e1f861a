// A kernel source of a few lines of make, base ISOs for it, and whole builds from them in seconds: every
// stage is real but Kconfig and kbuild, which do and say what a test tells them to.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testFolder } from '../image/iso9660/iso.testing.js';
import {
  kernelOf,
  moduleFor,
  moduleIso,
  RELEASE,
  type ModuleIso,
} from '../inspect/module-iso.testing.js';
import { silentProgress } from '../runtime/index.js';
import { buildIso } from './build-iso.js';
import type { BuildResult } from './request.js';

const MAKEFILE = `VERSION = 6
PATCHLEVEL = 1
SUBLEVEL = 0
KCONFIG_CONFIG ?= $(O)/.config
olddefconfig:
	@sh $(CURDIR)/olddefconfig.sh $(KCONFIG_CONFIG) $(O)
include/config/auto.conf:
	@sh $(CURDIR)/olddefconfig.sh $(O)/.config $(O)
	@mkdir -p $(O)/include/config && cp $(O)/.config $(O)/include/config/auto.conf
	@cp $(CURDIR)/release $(O)/include/config/kernel.release
kernelrelease:
	@cat $(CURDIR)/release
bzImage:
	@mkdir -p $(O)/arch/x86/boot && cp $(CURDIR)/made/kernel $(O)/arch/x86/boot/bzImage
modules:
	@printf '0x00000000\\tprintk\\tvmlinux\\tEXPORT_SYMBOL\\t\\n' > $(O)/Module.symvers
	@touch $(O)/compiled
modules_install:
	@mkdir -p $(INSTALL_MOD_PATH)/lib/modules/${RELEASE}
	@cp -r $(CURDIR)/made/modules/. $(INSTALL_MOD_PATH)/lib/modules/${RELEASE}/
%.ko:
	@mkdir -p $(O)/$(dir $@) && gcc -fno-pic -mcmodel=kernel -c -o $(O)/$@ $(CURDIR)/$*.c
`;

const KCONFIG = `config MODULES
	bool "Modules"
	modules
config IKCONFIG
	bool "Config"
config IKCONFIG_PROC
	bool "Config in proc"
config RD_GZIP
	bool "gzip"
config MODVERSIONS
	bool "Versions"
config EXTRA_FIRMWARE
	string "Firmware"
config BLK_DEV_THROTTLING
	bool "Throttling"
config NET_SCH_PRIO
	tristate "Prio"
config NET_SCH_TBF
	tristate "TBF"
config SHAPER
	tristate "Prio by another name"
config NET_CLS_FLOWER
	tristate "Flower"
	select DISSECTOR
config DISSECTOR
	bool
`;

const moduleSource = (name: string): string => `
#define INFO(field, text) static const char field[] __attribute__((section(".modinfo"), used)) = text
INFO(license, "license=GPL");
INFO(vermagic, "vermagic=${RELEASE} SMP mod_unload ");
INFO(intree, "intree=Y");
INFO(name, "name=${name}");
INFO(depends, "depends=");
extern int printk(const char *, ...);
int init_module(void) { return printk("here"); }
`;

/** The files of that kernel source. */
export const SOURCE: Readonly<Record<string, string | Uint8Array>> = {
  Makefile: MAKEFILE,
  Kconfig: KCONFIG,
  release: `${RELEASE}\n`,
  'olddefconfig.sh': ':\n',
  'arch/x86/Kbuild': '',
  'net/Makefile': 'obj-y += sched/\n',
  'net/sched/Makefile': [
    'obj-$(CONFIG_NET_SCH_PRIO) += sch_prio.o',
    'obj-$(CONFIG_SHAPER) += sch_prio.o',
    'obj-$(CONFIG_NET_SCH_TBF) += sch_tbf.o',
    'obj-$(CONFIG_NET_CLS_FLOWER) += cls_flower.o',
    '',
  ].join('\n'),
  'net/sched/sch_prio.c': moduleSource('sch_prio'),
  'net/sched/sch_tbf.c': moduleSource('sch_tbf'),
  'net/sched/cls_flower.c': moduleSource('cls_flower'),
};

/** What every base's config has, besides IKCONFIG. */
export const CONFIG = 'CONFIG_IKCONFIG_PROC=y\nCONFIG_MODULES=y\nCONFIG_RD_GZIP=y\n';
export const PRIO = 'kernel/net/sched/sch_prio.ko';
export const TBF = 'kernel/net/sched/sch_tbf.ko';
export const AS_MODULE = { option: 'NET_SCH_PRIO', value: 'm' };

/** A module as that source's `modules_install` leaves it. */
export const moduleNamed = (name: string): Buffer => moduleFor({ info: { name, intree: 'Y' } });

export interface SmallBuild {
  readonly base?: ModuleIso;
  /** The base as bytes, in place of one that is made. */
  readonly baseIso?: Uint8Array;
  readonly require: readonly unknown[];
  /** The name of the folder that it writes to. Default: `iso`. */
  readonly output?: string;
  /** Further entries of the spec's "kernel". */
  readonly kernel?: object;
  /** Writes other bytes to the base's file when a stage begins. */
  readonly overwrite?: { readonly at: string; readonly base: Uint8Array };
  /** Files of the kernel source in place of its own, or besides them. */
  readonly source?: Readonly<Record<string, string | Uint8Array>>;
  /** What the source's kernel is compiled to: its config after `CONFIG`, and its modules. */
  readonly makes?: {
    readonly config: string;
    readonly modules?: Readonly<Record<string, Uint8Array>>;
    readonly builtin?: string;
  };
}

export interface Built {
  readonly result: BuildResult;
  readonly iso: Buffer;
}

/** A folder for the builds of one file of tests, which share a cache. */
export function smallLab() {
  const folder = testFolder();
  let number = 0;
  const newFolder = (): string => join(folder, `build-${(number += 1)}`);

  async function build(options: SmallBuild): Promise<Built> {
    const place = newFolder();
    const base = options.baseIso ?? moduleIso(folder, withConfig(options.base));
    write(join(place, 'base.iso'), base);
    const made = madeBy(options);
    for (const [path, content] of Object.entries({ ...SOURCE, ...made, ...options.source })) {
      write(join(place, 'source', path), content);
    }
    const spec = {
      architectures: ['amd64'],
      base: { amd64: { path: 'base.iso' } },
      kernel: {
        require: options.require,
        source: { path: 'source' },
        compiler: { launcher: 'none', jobs: 1 },
        ...options.kernel,
      },
    };
    write(join(place, 'minikube-iso.json'), JSON.stringify(spec));
    const result = await buildIso({
      specPath: join(place, 'minikube-iso.json'),
      outputFolder: join(place, options.output ?? 'iso'),
      cacheFolder: join(folder, 'cache'),
      // The bases are made at different times, which would be another tree for each.
      env: { ...process.env, SOURCE_DATE_EPOCH: '0' },
      progress: {
        ...silentProgress,
        step: (name) => {
          if (name === options.overwrite?.at)
            write(join(place, 'base.iso'), options.overwrite.base);
          return silentProgress.step(name);
        },
      },
    });
    return { result, iso: readFileSync(result.files.iso) };
  }

  /** The names of what the last build left where its ISO would be. */
  const leftovers = (): string[] => {
    const output = join(folder, `build-${number}`, 'iso');
    return readdirSync(dirname(output)).includes('iso') ? readdirSync(output) : [];
  };

  return {
    folder,
    build,
    leftovers,
    /** The object trees of all builds so far. */
    objectTrees: () => readdirSync(join(folder, 'cache/objects')),
    /** The kept configs of all builds so far. */
    configs: () => readdirSync(join(folder, 'cache/configs')),
    baseIso: (base: ModuleIso) => moduleIso(folder, withConfig(base)),
  };
}

function withConfig(base: ModuleIso = {}): ModuleIso {
  return { ...base, config: `${CONFIG}${base.config ?? ''}` };
}

function madeBy({ makes }: SmallBuild): Record<string, string | Uint8Array> {
  if (makes === undefined) return {};
  const { config, modules = {}, builtin = '' } = makes;
  return {
    'made/kernel': kernelOf({ config: `${CONFIG}${config}` }),
    'made/modules/modules.order': Object.keys(modules)
      .map((path) => `${path}\n`)
      .join(''),
    'made/modules/modules.builtin': builtin,
    ...Object.fromEntries(
      Object.entries(modules).map(([path, content]) => [`made/modules/${path}`, content]),
    ),
  };
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
