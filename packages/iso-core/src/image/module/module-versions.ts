// The checksums of what a module imports, which it carries under MODVERSIONS: `struct
// modversion_info` in __versions, and since 6.14 for names of any length in two sections of their
// own (the kernel's include/linux/module.h, scripts/mod/modpost.c).
import { stringAt, type ElfFile } from '../elf/index.js';

const ENTRY_SIZE = 64;
const NAME_OFFSET = 8;

/**
 * The CRC of each symbol that `module` expects, that of `module_layout` among them. `undefined`
 * when it carries none, or when what it carries cannot be read.
 */
export function readModuleVersions(module: ElfFile): ReadonlyMap<string, number> | undefined {
  const versions = new Map<string, number>();
  const basic = module.section('__versions');
  const extended = module.section('__version_ext_crcs');
  if (basic === undefined && extended === undefined) return undefined;

  const entries = module.contents(basic);
  for (let at = 0; at + ENTRY_SIZE <= entries.length; at += ENTRY_SIZE) {
    const name = stringAt(entries.subarray(at, at + ENTRY_SIZE), NAME_OFFSET);
    if (name === undefined) return undefined;
    if (name !== '') versions.set(name, entries.readUInt32LE(at));
  }

  const crcs = module.contents(extended);
  const names = module.contents(module.section('__version_ext_names'));
  let nameAt = 0;
  for (let at = 0; at + 4 <= crcs.length; at += 4) {
    const name = stringAt(names, nameAt);
    if (name === undefined) return undefined;
    versions.set(name, crcs.readUInt32LE(at));
    nameAt += name.length + 1;
  }
  return versions;
}
