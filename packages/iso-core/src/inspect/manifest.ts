// The manifest beside a built ISO: what went in, what came out, and what was proven of it. It holds no
// times and no paths of the machine, so that the same inputs give the same bytes anywhere.
import { z } from 'zod';

export const MANIFEST_VERSION = 1;

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A verdict on a requirement, as manifests and reports write it down. */
export const requirementSchema = z.strictObject({
  name: z.string(),
  reason: z.string(),
  origins: z.array(z.string()),
  status: z.enum(['holds', 'fails', 'not checked', 'not applicable']),
  options: z.array(
    z.strictObject({
      option: z.string(),
      wanted: z.array(z.string()),
      actual: z.string(),
      detail: z.string(),
      module: z.string().optional(),
    }),
  ),
});

const configChange = z.strictObject({
  option: z.string(),
  before: z.string(),
  after: z.string(),
});

const file = z.strictObject({ path: z.string(), sha256: sha256Schema });

/** The manifest's schema, for those who read one. */
export const manifestSchema = z.strictObject({
  manifestVersion: z.literal(MANIFEST_VERSION),
  iso: z.strictObject({
    name: z.string(),
    sha256: sha256Schema,
    size: z.number().int().nonnegative(),
    volumeId: z.string(),
  }),
  architecture: z.enum(['amd64', 'arm64']),
  /** Absent where minikube was built from its sources. */
  base: z
    .strictObject({
      /** Where it came from: a release and its URL, a URL, or a file's name. */
      origin: z.string(),
      sha256: sha256Schema,
      size: z.number().int().nonnegative(),
      /** What vouches for the digest: `known`, `pinned`, `first use`, or `local file`. */
      trust: z.string(),
    })
    .optional(),
  /** The sources, where minikube was built from them. */
  minikube: z
    .strictObject({
      repository: z.string(),
      commit: z.string().regex(/^[0-9a-f]{40}$/),
      /** The first release that contains the commit. */
      release: z.string().optional(),
      isoVersion: z.string().optional(),
    })
    .optional(),
  engine: z.enum(['remaster', 'source']),
  /** Of a remaster. */
  route: z.enum(['unchanged', 'modules', 'kernel']).optional(),
  /** Why this route, in sentences. */
  routeReasons: z.array(z.string()),
  kernel: z.strictObject({
    release: z.string(),
    sha256: sha256Schema,
    configSha256: sha256Schema,
    /** Absent when nothing had to be compiled. */
    source: z
      .strictObject({
        origin: z.string(),
        version: z.string(),
        sha256: sha256Schema,
        trust: z.string(),
      })
      .optional(),
    toolchain: z.record(z.string(), z.string()).optional(),
  }),
  requirements: z.array(requirementSchema),
  /** Options that differ from the base's config, or were added as modules. */
  configChanges: z.array(configChange),
  /** Differences that the toolchain explains, each with why. */
  excusedChanges: z.array(configChange.extend({ why: z.string() })),
  modules: z.strictObject({
    added: z.array(file),
    replaced: z.array(file),
    removed: z.array(z.string()),
    /** Modules of the base that the kernel's source does not produce, and what became of them. */
    foreign: z.array(z.strictObject({ path: z.string(), decision: z.string() })),
  }),
  initrd: z.strictObject({
    size: z.number().int().nonnegative(),
    unpackedSize: z.number().int().nonnegative(),
    baseSize: z.number().int().nonnegative().optional(),
    baseUnpackedSize: z.number().int().nonnegative().optional(),
  }),
  producedBy: z.strictObject({ name: z.string(), version: z.string() }),
});

export type Manifest = z.infer<typeof manifestSchema>;
