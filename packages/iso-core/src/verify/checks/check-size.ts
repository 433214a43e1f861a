// Whether the ISO shrank: a build that loses packages still ends well, and its ISO still boots.
import type { Manifest } from '../../inspect/index.js';
import { byteSize } from '../../runtime/index.js';
import type { Check } from '../report/report.js';
import type { SettledBase } from './base.js';
import { CHECKS, failed, notApplicable, notChecked, passed } from './check.js';
import type { Look } from './look.js';

/** Bytes, as far as they are known. */
interface Sizes {
  readonly iso?: number | undefined;
  /** Packed. */
  readonly initrd?: number | undefined;
  /** Of all files of the root, unpacked. */
  readonly root?: number | undefined;
}

const PARTS = [
  ['iso', 'ISO'],
  ['initrd', 'initrd'],
  ['root', 'unpacked root'],
] as const satisfies readonly (readonly [keyof Sizes, string])[];

/** A part that lost a fifth or more of what the base's has fails. */
export function checkSize(
  look: Look,
  isoSize: number,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check {
  const kind = CHECKS.size;
  const wanted = sizesOfBase(manifest, base);
  if (wanted === undefined) {
    return base.state === 'unavailable'
      ? notChecked(kind, `It was not compared: ${base.why}.`, base.hint)
      : notApplicable(kind, 'There is no base to compare it with.', { actual: byteSize(isoSize) });
  }
  const actual = sizesOf(look, isoSize);
  const compared = { wanted: describe(wanted), actual: describe(actual) };
  const lost = PARTS.flatMap(([part, name]) => {
    const [before, after] = [wanted[part], actual[part]];
    if (before === undefined || after === undefined || after * 5 > before * 4) return [];
    return [`its ${name} has ${byteSize(after)}, that of its base ${byteSize(before)}`];
  });
  const [first, ...others] = lost;
  if (first !== undefined) {
    return failed(
      kind,
      `It lost a fifth or more: ${[first, ...others].join(', ')}.`,
      'Something is missing in it: build the ISO again, and compare it with its base by diff-isos.',
      compared,
    );
  }
  const unknown = PARTS.find(([part]) => wanted[part] !== undefined && actual[part] === undefined);
  if (unknown !== undefined) {
    const hint = look.root.state === 'not tried' ? look.root.hint : undefined;
    return notChecked(kind, `How large its ${unknown[1]} is was not looked at.`, hint);
  }
  return passed(kind, 'No part of it is a fifth smaller than that of its base.', compared);
}

function sizesOf({ packedSize, root }: Look, iso: number): Sizes {
  return {
    iso,
    initrd: packedSize.state === 'found' ? packedSize.value : undefined,
    root: root.state === 'found' ? root.value.root.contentBytes : undefined,
  };
}

function sizesOfBase(manifest: Manifest | undefined, base: SettledBase): Sizes | undefined {
  if (base.state === 'there') {
    const { size, content } = base.base.inspection;
    return { iso: size, initrd: content?.initrdSize, root: content?.unpackedSize };
  }
  if (manifest?.base === undefined) return undefined;
  const { baseSize, baseUnpackedSize } = manifest.initrd;
  return { iso: manifest.base.size, initrd: baseSize, root: baseUnpackedSize };
}

function describe(sizes: Sizes): string {
  return PARTS.flatMap(([part, name]) => {
    const bytes = sizes[part];
    return bytes === undefined ? [] : [`${name} ${byteSize(bytes)}`];
  }).join(', ');
}
