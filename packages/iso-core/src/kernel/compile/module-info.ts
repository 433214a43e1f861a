// What a module says about itself (.modinfo): NUL-ended `key=value` texts.
import { IsoError } from '../../runtime/index.js';

/** The value of a key in the bytes of a module; `undefined` when it is not there. */
export function moduleInfo(bytes: Uint8Array, key: string): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.indexOf(`\0${key}=`);
  const atStart = buffer.subarray(0, key.length + 1).toString('latin1') === `${key}=`;
  if (start === -1 && !atStart) return undefined;
  const from = (start === -1 ? 0 : start + 1) + key.length + 1;
  const end = buffer.indexOf(0, from);
  return buffer.toString('utf8', from, end === -1 ? undefined : end);
}

/**
 * Throws unless the module loads into the kernel of `release` without tainting it: `vermagic` must be
 * that of the base's modules (or begin with the release where the base has none), and the module must
 * have been built in the kernel's tree.
 */
export function assertFits(
  module: string,
  bytes: Uint8Array,
  release: string,
  vermagic: string | undefined,
): void {
  const found = moduleInfo(bytes, 'vermagic')?.trim() ?? '';
  const fits =
    vermagic === undefined ? found.split(' ', 1)[0] === release : found === vermagic.trim();
  if (!fits) {
    throw new IsoError(
      'MODULE_VERMAGIC_MISMATCH',
      `${module} is built for "${found}", but the base loads "${vermagic ?? release}"`,
      {
        hint: 'The source or its config is not that of the base’s kernel.',
        details: { module, expected: vermagic ?? release, found },
      },
    );
  }
  if (moduleInfo(bytes, 'intree') === 'Y') return;
  throw new IsoError('MODULE_OUT_OF_TREE', `${module} would taint the kernel as out of tree`, {
    hint: 'This is a fault of this program; please report it with the kernel’s version.',
    details: { module },
  });
}
