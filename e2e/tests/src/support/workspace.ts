// The workspace under test, and specs made for one test.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIso, type BuildRequest, type BuildResult } from 'iso-core';

export const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/** Debian's kernel source, which the lab's kernels are made from. */
export const KERNEL_SOURCE = '/usr/src/linux-source-6.1.tar.xz';

export function labIso(variant: string): string {
  return join(WORKSPACE, 'dist/tools/lab', variant, 'base.iso');
}

/** A folder for one test, removed by `dispose`. */
export async function scratchFolder(): Promise<{ folder: string; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** The spec of an ISO from a lab base, as an object to vary. */
export function labSpec(variant: string, require: readonly unknown[], more: object = {}) {
  const architecture = variant.startsWith('arm64') ? 'arm64' : 'amd64';
  return {
    architectures: [architecture],
    base: { [architecture]: { path: labIso(variant) } },
    kernel: { require, source: { path: KERNEL_SOURCE }, ...more },
  };
}

/** Builds the ISO of a spec into `folder`, with the caches of this machine. */
export async function buildSpec(
  folder: string,
  spec: object,
  more: Partial<BuildRequest> = {},
): Promise<BuildResult> {
  await mkdir(folder, { recursive: true });
  const specPath = join(folder, 'minikube-iso.json');
  await writeFile(specPath, JSON.stringify(spec));
  return buildIso({ specPath, outputFolder: join(folder, 'iso'), ...more });
}
