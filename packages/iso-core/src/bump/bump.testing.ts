// A repository on the disk, and a bucket with published ISOs that it bumps to.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answerRange } from '../image/bytes/range-server.testing.js';
import { bytesSource } from '../image/index.js';
import { inspectIso } from '../inspect/index.js';
import { moduleIso } from '../inspect/module-iso.testing.js';
import type { Publication, Sidecar } from '../publish/index.js';
import { sealedFor } from '../publish/publish.testing.js';
import { sha256, stableJson, type Architecture } from '../runtime/index.js';
import { startServer } from '../runtime/testing/http-server.testing.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { bumpIso } from './bump-iso.js';
import type { BumpOverrides, BumpRequest, BumpResult } from './request.js';

/** What every ISO has to have, and what the spec of `repository` requires. */
export const CONFIG = 'CONFIG_IKCONFIG_PROC=y\nCONFIG_NET_SCH_PRIO=y\n';

interface Iso {
  readonly bytes: Buffer;
  readonly manifest: Sidecar;
}

export interface ToPublish {
  readonly architecture?: Architecture;
  readonly config?: string;
  /** What its manifest says otherwise. */
  readonly manifest?: Partial<Sidecar>;
}

export interface Bucket {
  /** Of the folder of the ISOs. */
  readonly url: string;
  /** Everything that was asked for so far. */
  readonly requests: readonly string[];
  /** By key. */
  readonly objects: Map<string, Buffer>;
  /** Puts an ISO there under a name, with what belongs beside it, and gives its URL. */
  publish(name: string, iso?: ToPublish): Promise<string>;
}

/** A bucket `isos` that everybody reads; it lists itself as S3 does. */
export async function bucket(): Promise<Bucket> {
  const objects: Bucket['objects'] = new Map();
  const { url: endpoint, requests } = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const object = objects.get(pathname.replace(/^\/isos\//, ''));
    if (searchParams.has('list-type')) response.end(listOf(objects));
    else if (object === undefined) response.writeHead(404).end();
    else answerRange({ bytes: object, etag: `"${sha256(object)}"` }, request, response);
  });
  return {
    url: `${endpoint}/isos/minikube`,
    requests,
    objects,
    publish: async (name, { architecture = 'amd64', config = CONFIG, manifest } = {}) => {
      const iso = await isoOf(architecture, config);
      const key = `minikube/${name}`;
      objects.set(key, iso.bytes);
      objects.set(`${key}.sha256`, Buffer.from(sha256(iso.bytes)));
      const said: Sidecar = { ...iso.manifest, ...manifest };
      objects.set(manifestOf(key), Buffer.from(stableJson(said)));
      return `${endpoint}/isos/${key}`;
    },
  };
}

/** Of the manifest beside an ISO. */
function manifestOf(iso: string): string {
  return iso.replace(/\.iso$/, '.manifest.json');
}

/** ListObjectsV2. */
function listOf(objects: Bucket['objects']): string {
  const contents = [...objects].map(
    ([key, { length }]) =>
      `<Contents><Key>${key}</Key><Size>${length}</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult>${contents.join('')}</ListBucketResult>`;
}

const MADE = new Map<string, Iso>();

async function isoOf(architecture: Architecture, config: string): Promise<Iso> {
  const known = MADE.get(`${architecture} ${config}`);
  if (known !== undefined) return known;
  const bytes = moduleIso(temporaryFolder(), { architecture, config });
  const { kernel } = await inspectIso(bytesSource(bytes), { depth: 'kernel' });
  const { manifest } = await sealedFor(config);
  const made = {
    bytes,
    manifest: {
      ...manifest,
      architecture,
      verified: true,
      iso: { ...manifest.iso, sha256: sha256(bytes), size: bytes.length },
      kernel: { ...manifest.kernel, release: kernel.release, sha256: kernel.sha256 },
    },
  };
  MADE.set(`${architecture} ${config}`, made);
  return made;
}

export interface Repository {
  /** Absolute. */
  readonly folder: string;
  read(file: string): string | undefined;
  write(file: string, content: string | Buffer): void;
  /** Has `publish-iso` say that it published what is in the bucket under this name. */
  published(name: string, isos: Bucket): void;
  /** Bumps, and writes what changed. */
  bump(overrides?: BumpOverrides, more?: Partial<BumpRequest>): Promise<BumpResult>;
}

/** With the spec `chaos/minikube-iso.json`; `more` are further keys of it. */
export function repository(
  { url }: Pick<Bucket, 'url'>,
  files: Readonly<Record<string, string>>,
  more: object = {},
): Repository {
  const folder = temporaryFolder();
  const write: Repository['write'] = (file, content) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  const read = (file: string) => {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch {
      return undefined;
    }
  };
  const spec = {
    minikube: '1.38.1',
    kernel: { require: ['NET_SCH_PRIO'] },
    publish: { bucket: 'isos', endpoint: new URL(url).origin, region: 'us-east-1' },
    ...more,
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  write('chaos/minikube-iso.json', JSON.stringify(spec));
  const request: BumpRequest = {
    workspaceRoot: folder,
    specPath: join(folder, 'chaos/minikube-iso.json'),
    publishedFolder: join(folder, 'dist/chaos/publish'),
    files: {
      read,
      namesIn: (name) => readdirSync(join(folder, name)),
      matching: async (glob) => filesIn(folder).filter((file) => patternOf(glob).test(file)),
      expectWritable: () => undefined,
    },
    env: {},
  };
  return {
    folder,
    read,
    write,
    published: (name, isos) => {
      const key = `minikube/${name}`;
      const sidecar = isos.objects.get(manifestOf(key)) ?? Buffer.from('');
      const manifest = JSON.parse(sidecar.toString('utf8')) as Sidecar;
      const { architecture, iso, kernel, requirements } = manifest;
      const publication: Publication = {
        publicationVersion: 1,
        architecture,
        name,
        url: `${isos.url}/${name}`,
        sha256Url: `${isos.url}/${name}.sha256`,
        manifestUrl: manifestOf(`${isos.url}/${name}`),
        object: `s3://isos/${key}`,
        sha256: iso.sha256,
        size: iso.size,
        kernelRelease: kernel.release,
        requirements: requirements.map((requirement) => requirement.name),
        verified: true,
      };
      write(`dist/chaos/publish/publication-${architecture}.json`, stableJson(publication));
    },
    bump: async (overrides = {}, other = {}) => {
      const result = await bumpIso({ ...request, overrides, ...other });
      for (const [file, text] of result.changes) write(file, text);
      return result;
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

/** Of a glob with `*` and `**`. */
function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}$`);
}
