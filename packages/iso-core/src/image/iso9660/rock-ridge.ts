// Rock Ridge (IEEE P1282): POSIX names, modes and symbolic links in system use fields.
import type { SystemUseField } from './system-use.js';

export interface RockRidge {
  /** The POSIX name; undefined when the record has none. */
  readonly name: string | undefined;
  readonly mode: number | undefined;
  /** Where a symbolic link points. */
  readonly target: string | undefined;
  /** First block of the directory that stands here but lies elsewhere (`CL`). */
  readonly childBlock: number | undefined;
  /** Whether the record is a directory that stands elsewhere (`RE`). */
  readonly relocated: boolean;
  /** Fields whose data we cannot read: zisofs compression, sparse files. */
  readonly unreadable: string | undefined;
}

const CONTINUES = 1;
const CURRENT = 2;
const PARENT = 4;
const ROOT = 8;

/** Gives the fields of one record their meaning. */
export function interpretRockRidge(fields: readonly SystemUseField[]): RockRidge {
  const of = (signature: string) => fields.filter((field) => field.signature === signature);
  const [mode] = of('PX');
  const [child] = of('CL');
  const links = of('SL');
  return {
    name: nameOf(of('NM')),
    mode: mode && uint32(mode.data),
    target: links.length === 0 ? undefined : targetOf(links),
    childBlock: child && uint32(child.data),
    relocated: of('RE').length > 0,
    unreadable: unreadable(fields),
  };
}

/** Whether the fields of the root's own record say that the volume has Rock Ridge. */
export function hasRockRidge(fields: readonly SystemUseField[]): boolean {
  return fields.some(({ signature, data }) => {
    if (signature === 'RR' || signature === 'PX' || signature === 'NM') return true;
    const [length = 0] = data;
    const id = Buffer.from(data.subarray(4, 4 + length)).toString('latin1');
    return signature === 'ER' && /^(RRIP_1991A|IEEE_P?1282)/.test(id);
  });
}

/** Bytes of a POSIX name as text: UTF-8, and where it is not that, Latin-1. */
export function posixText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function nameOf(fields: readonly SystemUseField[]): string | undefined {
  const pieces: Uint8Array[] = [];
  for (const { data } of fields) {
    const [flags = 0] = data;
    if (flags & (CURRENT | PARENT)) return undefined;
    pieces.push(data.subarray(1));
    if (!(flags & CONTINUES)) break;
  }
  return pieces.length === 0 ? undefined : posixText(Buffer.concat(pieces));
}

// Components (P1282 §4.1.3.1) of all SL fields; one that continues is glued to the next.
function targetOf(fields: readonly SystemUseField[]): string {
  const components: string[] = [];
  let unfinished: Uint8Array[] = [];
  let absolute = false;
  for (const { data } of fields) {
    let offset = 1;
    while (offset + 2 <= data.byteLength) {
      const [flags = 0, length = 0] = data.subarray(offset);
      const content = data.subarray(offset + 2, offset + 2 + length);
      offset += 2 + length;
      if (flags & ROOT) absolute = true;
      else if (flags & CURRENT) components.push('.');
      else if (flags & PARENT) components.push('..');
      else {
        unfinished.push(content);
        if (flags & CONTINUES) continue;
        components.push(posixText(Buffer.concat(unfinished)));
        unfinished = [];
      }
    }
    if (!((data[0] ?? 0) & CONTINUES)) break;
  }
  return (absolute ? '/' : '') + components.join('/');
}

function unreadable(fields: readonly SystemUseField[]): string | undefined {
  if (fields.some(({ signature }) => signature === 'ZF')) return 'zisofs compression';
  if (fields.some(({ signature }) => signature === 'SF')) return 'a sparse file';
  return undefined;
}

function uint32(data: Uint8Array): number | undefined {
  if (data.byteLength < 4) return undefined;
  return new DataView(data.buffer, data.byteOffset).getUint32(0, true);
}
