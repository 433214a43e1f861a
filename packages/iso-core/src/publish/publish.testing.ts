// A sealed ISO to publish, small enough to be made anew for each test, and a store to publish it in.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource } from '../image/index.js';
import { inspectIso, MANIFEST_VERSION, PRODUCER, type Manifest } from '../inspect/index.js';
import { moduleIso } from '../inspect/module-iso.testing.js';
import { digestPieces, pieceSizeFor, sha256, silentProgress } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { publishToStore, type Publishing } from './publish-to-store.js';
import type { PublishOverrides, PublishResult } from './request.js';
import type { SealedIso } from './sealed-iso.js';
import { memoryStore, type MemoryStore } from './store/memory-store.testing.js';
import { keysOf, type PublishTarget } from './target.js';

export const NAME = 'minikube-2026-11-22.iso';
export const KEYS = keysOf({ prefix: 'minikube', name: NAME });

/** An ISO on the disk with its manifest; another `config` makes other bytes. */
export async function sealedFor(config = ''): Promise<SealedIso> {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const bytes = moduleIso(folder, { config });
  const path = join(folder, 'minikube-amd64.iso');
  writeFileSync(path, bytes);
  const { kernel, boot, size } = await inspectIso(bytesSource(bytes), { depth: 'kernel' });
  const digests = await digestPieces(path, pieceSizeFor(size));
  const manifest: Manifest = {
    manifestVersion: MANIFEST_VERSION,
    iso: { name: 'minikube-amd64.iso', sha256: digests.sha256, size, volumeId: 'minikube' },
    architecture: 'amd64',
    base: { origin: 'base.iso', sha256: sha256('base'), size: 1, trust: 'local file' },
    engine: 'remaster',
    route: 'kernel',
    routeReasons: [],
    kernel: {
      release: kernel.release,
      sha256: kernel.sha256,
      configSha256: sha256(kernel.configText),
    },
    requirements: [
      { name: 'NET_SCH_PRIO', reason: '', origins: [], status: 'holds', options: [] },
      { name: 'NET_CLS_FLOWER', reason: '', origins: [], status: 'not applicable', options: [] },
    ],
    configChanges: [],
    excusedChanges: [],
    modules: { added: [], replaced: [], removed: [], foreign: [] },
    initrd: { size: boot.initrdPaths.length, unpackedSize: 1, baseSize: 1, baseUnpackedSize: 1 },
    producedBy: PRODUCER,
  };
  return { ...digests, path, manifest, verified: true };
}

export interface Shop {
  readonly store: MemoryStore;
  readonly target: PublishTarget;
  /** Where publications are written. */
  readonly outputFolder: string;
  publish(
    sealed: SealedIso,
    overrides?: PublishOverrides,
    signal?: AbortSignal,
  ): Promise<PublishResult>;
}

/** A store whose objects everyone may read, and a name in it. */
export async function shop(store = memoryStore()): Promise<Shop> {
  const server = await store.serve();
  const outputFolder = temporaryFolder();
  const target = {
    bucket: { name: 'isos' },
    prefix: 'minikube',
    name: NAME,
    publicUrl: server.url,
  };
  return {
    store,
    target,
    outputFolder,
    publish: (sealed, overrides = {}, signal = new AbortController().signal) => {
      const request: Publishing['request'] = {
        specPath: '/minikube-iso.json',
        builtFolder: '/built',
        verifiedFolder: '/verified',
        outputFolder,
      };
      const surroundings = { request, env: {}, progress: silentProgress, signal };
      return publishToStore({ ...surroundings, store, target, sealed, overrides });
    },
  };
}
