// A stand-in for pahole that makes kernels with BTF reproducible, and loadable by old ones.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../runtime/index.js';
import { isInKernelRange } from '../../spec/index.js';
import { type ObjectTree, ownFolder } from './object-tree.js';

/**
 * The path of the stand-in in an object tree; `undefined` where there is no pahole. The kernel's
 * scripts ask pahole for as many threads as it likes, and then the order of types is another each
 * time. Kernels before 6.0 do not know the 64-bit enumerations that pahole writes from 1.24 on
 * (`--skip_encoding_btf_enum64` leaves them out; late releases of old series ask for it themselves).
 */
export async function placePahole(tree: ObjectTree): Promise<string | undefined> {
  if (tree.toolchain.pahole === undefined) return undefined;
  const path = paholePath(tree);
  await writeAtomically(path, paholeScript(tree.toolchain.pahole.version, tree.sourceVersion));
  await chmod(path, 0o755);
  return path;
}

export function paholePath(tree: ObjectTree): string {
  return join(ownFolder(tree), 'pahole');
}

/** The stand-in's text. Its arguments reach pahole as they are, but for `-j` and `--jobs`. */
export function paholeScript(paholeVersion: string, kernelVersion: string): string {
  const [major = 0, minor = 0] = paholeVersion.split('.').map(Number);
  const writesEnum64 = major > 1 || minor >= 24;
  const skip = writesEnum64 && isInKernelRange(kernelVersion, { before: '6.0' });
  return `#!/bin/sh
encode=
for argument do
  shift
  case $argument in
    -j | -j[0-9]* | --jobs | --jobs=*) continue ;;
    -J* | --btf_encode*) encode=yes ;;
  esac
  set -- "$@" "$argument"
done
${skip ? '[ -z "$encode" ] || set -- --skip_encoding_btf_enum64 "$@"\n' : ''}exec pahole "$@"
`;
}
