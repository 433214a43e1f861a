// A very small kernel whose kbuild is a few lines of make, and an object tree of it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import type { Toolchain } from '../toolchain/index.js';
import { type ObjectTreeOptions, withObjectTree } from './object-tree.js';
import type { ObjectTree } from './object-tree.js';

const tool = { version: '12.2.0', banner: 'tool 12.2.0' };

export const TOOLCHAIN: Toolchain = {
  architecture: 'amd64',
  crossCompile: '',
  compiler: { name: 'gcc', ...tool },
  linker: tool,
  assembler: tool,
  make: tool,
  digest: 'toolchain',
};

export const TINY_KBUILD = `VERSION = 6
PATCHLEVEL = 1
SUBLEVEL = 192
EXTRAVERSION =
KCONFIG_CONFIG ?= $(O)/.config
olddefconfig:
	@echo '$(KCONFIG_CONFIG):3:warning: symbol value n invalid for X' >&2
	@{ sort $(KCONFIG_CONFIG); echo CONFIG_ADDED=y; } | sort -u > $(KCONFIG_CONFIG).new
	@mv $(KCONFIG_CONFIG).new $(KCONFIG_CONFIG)
	@echo configured >> $(O)/runs
include/config/auto.conf:
	@mkdir -p $(O)/include/config && cp $(O)/.config $(O)/include/config/auto.conf
kernelrelease:
	@echo '6.1.192'$$(sed -n 's/^CONFIG_LOCALVERSION="\\(.*\\)"/\\1/p' $(O)/include/config/auto.conf)$(LOCALVERSION)
environment:
	@env
`;

/** A cache folder, a source in it, and what a tree of it is opened with. */
export function workshop(files: Readonly<Record<string, string>> = { Makefile: TINY_KBUILD }) {
  const folder = temporaryFolder();
  const source = writeTree(join(folder, 'source'), { Kconfig: 'x\n', ...files });
  const cache = openCache({ folder: join(folder, 'cache') });
  const options: ObjectTreeOptions = {
    source: { folder: source, digest: 'source', version: '6.1.192' },
    architecture: 'amd64',
    toolchain: TOOLCHAIN,
    purpose: { route: 'kernel' },
  };
  return {
    folder,
    source,
    cache,
    options,
    inTree: <T>(work: (tree: ObjectTree) => Promise<T>, more: Partial<ObjectTreeOptions> = {}) =>
      withObjectTree(cache, { ...options, ...more }, work),
  };
}

/** An object tree outside any cache, for what only reads and writes its folder. */
export function looseTree(more: Partial<ObjectTree> = {}): ObjectTree {
  const folder = join(temporaryFolder(), 'objects');
  mkdirSync(folder);
  return {
    folder,
    source: '/source',
    sourceVersion: '6.1.192',
    architecture: 'amd64',
    toolchain: TOOLCHAIN,
    epochSeconds: 0,
    ...more,
  };
}
