// The file allocation table: which clusters a file or directory occupies, in order.
import { fatCorrupt } from '../boot-errors.js';
import type { FatGeometry } from './geometry.js';

/** Neighbouring clusters, as a range of bytes of the file system. */
export interface Run {
  readonly offset: number;
  readonly length: number;
}

/** The table's entry for `cluster`. */
export function nextCluster(table: Uint8Array, bits: 12 | 16 | 32, cluster: number): number {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (bits === 16) return view.getUint16(cluster * 2, true);
  if (bits === 32) return view.getUint32(cluster * 4, true) & 0x0fffffff;
  const pair = view.getUint16(cluster + (cluster >> 1), true);
  return cluster & 1 ? pair >> 4 : pair & 0xfff;
}

/**
 * The chain from `first`, at most `limit` bytes of it, neighbours joined.
 * Errors: `FAT_CORRUPT` for a loop, a free or bad cluster, one outside the file system.
 */
export function chain(
  table: Uint8Array,
  geometry: FatGeometry,
  first: number,
  limit: number,
  name: string,
): Run[] {
  const { bits, clusterSize, clusters, data } = geometry;
  const endMark = bits === 12 ? 0xff8 : bits === 16 ? 0xfff8 : 0x0ffffff8;
  const runs: Run[] = [];
  const seen = new Uint8Array(Math.ceil((clusters + 2) / 8));
  let count = 0;
  let cluster = first;
  while (cluster < endMark && count * clusterSize < limit) {
    if (cluster < 2 || cluster >= clusters + 2) {
      throw fatCorrupt(name, `a file goes on in cluster ${cluster} of ${clusters}`);
    }
    const [byte, bit] = [cluster >> 3, 1 << (cluster & 7)];
    if ((seen[byte] ?? 0) & bit)
      throw fatCorrupt(name, `the clusters from ${first} on form a loop`);
    seen[byte] = (seen[byte] ?? 0) | bit;
    count += 1;
    const offset = data + (cluster - 2) * clusterSize;
    const last = runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset) {
      runs[runs.length - 1] = { offset: last.offset, length: last.length + clusterSize };
    } else {
      runs.push({ offset, length: clusterSize });
    }
    cluster = nextCluster(table, bits, cluster);
  }
  return runs;
}
