// The overlay record: which modules a remaster added, and for which options. It lies in the ISO
// beside the modules and proves nothing by itself; it says what there is to prove.
import { z } from 'zod';
import { IsoError, stableJson } from '../../runtime/index.js';
import { checkModulePath } from './module-path.js';

/** The record's name in a modules folder. */
export const OVERLAY_RECORD = 'nx-minikube-iso.json';
/** A record is small; what is larger is none. */
const MOST_BYTES = 1024 * 1024;

const schema = z.strictObject({
  version: z.literal(1),
  modules: z
    .array(
      z.strictObject({
        path: z.string().max(4096),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        options: z.array(z.string().regex(/^[A-Z0-9_a-z]{1,128}$/)).max(1000),
      }),
    )
    .max(10_000),
});

export interface OverlayRecord {
  readonly version: 1;
  readonly modules: readonly RecordedModule[];
}

export interface RecordedModule {
  /** Below the modules folder. */
  readonly path: string;
  readonly sha256: string;
  /** The kernel options that it is there for. */
  readonly options: readonly string[];
}

/** Reads a record. Errors: `OVERLAY_RECORD_INVALID`, naming `where` it was found. */
export function parseOverlayRecord(bytes: Uint8Array, where: string): OverlayRecord {
  if (bytes.byteLength > MOST_BYTES) {
    throw invalid(where, `${bytes.byteLength} bytes, expected at most ${MOST_BYTES}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid(where, 'expected JSON', cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(where, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a record'}`);
  }
  for (const { path } of parsed.data.modules) checkModulePath(path);
  return parsed.data;
}

/** The record of `modules` and of those that `earlier` names at other paths; sorted. */
export function overlayRecord(
  modules: readonly RecordedModule[],
  earlier?: OverlayRecord,
): OverlayRecord {
  const byPath = new Map<string, RecordedModule>();
  for (const module of [...(earlier?.modules ?? []), ...modules]) byPath.set(module.path, module);
  const sorted = [...byPath.values()].sort((left, right) => compare(left.path, right.path));
  return {
    version: 1,
    modules: sorted.map(({ path, sha256, options }) => ({
      path,
      sha256,
      options: [...new Set(options)].sort(compare),
    })),
  };
}

/** The record as it is written: the same modules, the same bytes. */
export function formatOverlayRecord(record: OverlayRecord): string {
  return stableJson(record);
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function invalid(where: string, problem: string, cause?: unknown): IsoError {
  return new IsoError('OVERLAY_RECORD_INVALID', `${where} is no overlay record: ${problem}`, {
    hint: 'The ISO was changed after it was built: start from an untouched one.',
    details: { where },
    ...(cause === undefined ? {} : { cause }),
  });
}
