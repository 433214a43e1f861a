// What a kernel source is packed with, told by its name.
import type { FileOrigin } from '../../spec/index.js';

const PACKERS: readonly (readonly [suffix: RegExp, tool: string])[] = [
  [/\.(?:xz|txz)$/, 'xz'],
  [/\.(?:gz|tgz)$/, 'gzip'],
  [/\.(?:bz2|tbz2?)$/, 'bzip2'],
  [/\.(?:zst|tzst)$/, 'zstd'],
];

/** The program that unpacks the source of a spec for tar, if it takes one; kernel.org's own take xz. */
export function sourcePacker(source: FileOrigin | undefined): string | undefined {
  if (source === undefined) return 'xz';
  const name = source.kind === 'path' ? source.path : new URL(source.url).pathname;
  return PACKERS.find(([suffix]) => suffix.test(name))?.[1];
}
