// A kernel of a few lines of make that compiles real modules, for tests that run real make, gcc and
// binutils.
import { openCache } from '../../runtime/index.js';
import { writeTree } from '../source/source-tree.testing.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { TOOLCHAIN } from '../tree/object-tree.testing.js';
import { configure, type ObjectTree, withObjectTree } from '../tree/index.js';
import { localRunner } from '../../runtime/index.js';
import { join } from 'node:path';

const MAKEFILE = `VERSION = 6
PATCHLEVEL = 1
SUBLEVEL = 192
O ?= .
olddefconfig:
	@mkdir -p $(O)/include/config && echo 6.1.192 > $(O)/include/config/kernel.release
bzImage:
	@echo '  CC      init/main.o'
	@mkdir -p $(O)/arch/x86/boot && cat $(CURDIR)/payload > $(O)/arch/x86/boot/bzImage
	@touch $(O)/vmlinux
modules:
	@printf '0x00000001\\tkfree\\tvmlinux\\tEXPORT_SYMBOL\\n' > $(O)/Module.symvers
modules_prepare:
	@:
modules_install:
	@mkdir -p $(INSTALL_MOD_PATH)/lib/modules/6.1.192/kernel
	@ln -s /somewhere $(INSTALL_MOD_PATH)/lib/modules/6.1.192/build
	@ln -s /somewhere $(INSTALL_MOD_PATH)/lib/modules/6.1.192/source
	@echo '$(INSTALL_MOD_STRIP) $(DEPMOD)' > $(INSTALL_MOD_PATH)/lib/modules/6.1.192/kernel/how
net/bad.ko:
	@echo "net/bad.c:1:1: error: it is bad" >&2; exit 1
net/missing.ko:
	@echo '  LD [M]  net/missing.ko'
%.ko:
	@echo '  CC [M]  $*.o'
	@mkdir -p $(O)/$(dir $@) && gcc -g -c -o $(O)/$@ $(CURDIR)/$*.c
	@printf '0x00000007\\tprio_export\\tnet/prio\\tEXPORT_SYMBOL\\n' > $(O)/modules-only.symvers
`;

/** A module that imports kfree and defines prio_export. */
export const PRIO = `
#define INFO(name, text) static const char name[] __attribute__((section(".modinfo"), used)) = text
INFO(license, "license=GPL");
INFO(vermagic, "vermagic=6.1.192 mod_unload modversions ");
INFO(intree, "intree=Y");
struct version { unsigned long crc; char name[56]; };
static const struct version versions[] __attribute__((section("__versions"), used)) = {};
extern void kfree(void *);
extern void may_be_missing(void) __attribute__((weak));
int prio_export(void) { kfree(0); if (may_be_missing) may_be_missing(); return 0; }
`;

export const TINY_KERNEL: Readonly<Record<string, string>> = {
  Makefile: MAKEFILE,
  Kconfig: 'x\n',
  payload: 'a kernel',
  'net/prio.c': PRIO,
};

/** Runs `work` in a configured tree of the tiny kernel. */
export async function inTinyTree<T>(
  work: (tree: ObjectTree, destination: string) => Promise<T>,
  {
    files = {},
    config = 'CONFIG_MODULES=y\n',
    version = '6.1.192',
  }: {
    files?: Readonly<Record<string, string>>;
    config?: string;
    version?: string;
  } = {},
): Promise<T> {
  const folder = temporaryFolder();
  const source = writeTree(join(folder, 'source'), { ...TINY_KERNEL, ...files });
  return withObjectTree(
    openCache({ folder: join(folder, 'cache') }),
    {
      source: { folder: source, digest: 'source', version },
      architecture: 'amd64',
      toolchain: TOOLCHAIN,
      purpose: { route: 'kernel' },
    },
    async (tree) => {
      await configure(localRunner, tree, config);
      return work(tree, join(folder, 'results'));
    },
  );
}
