// What a module says of itself: the `key=value` strings of its .modinfo section, and the signature
// that may follow the ELF file (the kernel's include/linux/module_signature.h).

/** All values of each key, in their order. */
export type ModuleInfo = ReadonlyMap<string, readonly string[]>;

const SIGNATURE_MAGIC = Buffer.from('~Module signature appended~\n', 'latin1');

/** The strings of a .modinfo section; what has no `=` is left out. */
export function parseModuleInfo(section: Buffer): ModuleInfo {
  const info = new Map<string, string[]>();
  for (const entry of section.toString('utf8').split('\0')) {
    const at = entry.indexOf('=');
    if (at <= 0) continue;
    const key = entry.slice(0, at);
    const values = info.get(key) ?? [];
    values.push(entry.slice(at + 1));
    info.set(key, values);
  }
  return info;
}

/** Whether a signature follows the module; it is not verified. */
export function hasSignature(module: Uint8Array): boolean {
  const end = Buffer.from(module.buffer, module.byteOffset, module.byteLength);
  return end.subarray(-SIGNATURE_MAGIC.length).equals(SIGNATURE_MAGIC);
}
