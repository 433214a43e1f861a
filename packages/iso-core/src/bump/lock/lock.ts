// The lock, `minikube-iso.lock.json`: the published ISO that a repository is on, for each architecture, and
// the files that name it. It is committed, and the same ISOs give the same bytes.
import { z } from 'zod';
import { sha256Schema } from '../../inspect/index.js';
import { ARCHITECTURES, stableJson, type Architecture } from '../../runtime/index.js';
import { isIsoUrl } from '../url-site.js';

export const LOCK_VERSION = 1;

/** What the lock is called; it stands beside the ISO spec. */
export const LOCK_NAME = 'minikube-iso.lock.json';

/** Relative, with `/`, and never out of the workspace. */
const WORKSPACE_FILE = /^(?!\/|[A-Za-z]:)(?!(?:.*\/)?\.\.?(?:\/|$))[^\\\r\n]+$/;

const lockedIsoSchema = z.strictObject({
  url: z.string().refine(isIsoUrl, 'expected the URL of an ISO').describe('Where the ISO is.'),
  sha256: sha256Schema.describe('The SHA-256 of the ISO.'),
  size: z.number().int().nonnegative().describe('The size of the ISO in bytes.'),
  kernelRelease: z.string().describe("The release of the ISO's kernel, as uname -r says it."),
  requirements: z.array(z.string()).describe('The requirements that hold in the ISO, sorted.'),
});

export const lockSchema = z.strictObject({
  lockVersion: z.literal(LOCK_VERSION).describe('The version of this shape.'),
  architectures: z
    .strictObject({
      amd64: lockedIsoSchema.optional().describe('The ISO for x86_64.'),
      arm64: lockedIsoSchema.optional().describe('The ISO for aarch64.'),
    })
    .describe('The ISO that is used, for each architecture.'),
  files: z
    .array(z.string().regex(WORKSPACE_FILE, 'expected a path inside the workspace'))
    .describe('The files that name an ISO of the lock, relative to the workspace, sorted.'),
});

export type IsoLock = z.infer<typeof lockSchema>;
export type LockedIso = z.infer<typeof lockedIsoSchema>;

/** The lock's text: the same for the same ISOs and files, in whatever order they are given. */
export function formatLock({ lockVersion, architectures, files }: IsoLock): string {
  const { amd64, arm64 } = architectures;
  return stableJson({
    lockVersion,
    architectures: { amd64: amd64 && ordered(amd64), arm64: arm64 && ordered(arm64) },
    files: sorted(files),
  });
}

/** The ISO that is used for an architecture; undefined when the lock has none for it. */
export function lockedIso(lock: IsoLock, architecture: Architecture): LockedIso | undefined {
  return lock.architectures[architecture];
}

/** Every ISO of a lock, with its architecture. */
export function lockedIsos(
  lock: IsoLock | undefined,
): (LockedIso & { readonly architecture: Architecture })[] {
  return ARCHITECTURES.flatMap((architecture) => {
    const iso = lock?.architectures[architecture];
    return iso === undefined ? [] : [{ ...iso, architecture }];
  });
}

/** The URL that each architecture is on. */
export function lockedUrls(
  lock: IsoLock | undefined,
): Readonly<Partial<Record<Architecture, string>>> {
  return Object.fromEntries(lockedIsos(lock).map(({ architecture, url }) => [architecture, url]));
}

function ordered(iso: LockedIso): LockedIso {
  return { ...iso, requirements: sorted(iso.requirements) };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
