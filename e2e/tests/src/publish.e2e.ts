// publish-iso against a real S3 server, directly and by a bad network. `npm test` races and breaks a few
// times; `npm run soak` often.
import { randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  abortPublication,
  isIsoError,
  openCache,
  pieceSizeFor,
  publishIso,
  sha256,
  sha256File,
  type BuildResult,
  type PublishOverrides,
  type PublishRequest,
  type PublishResult,
} from 'iso-core';
import {
  clientOf,
  makeBucket,
  startFaultProxy,
  startS3Server,
  type FaultProxy,
  type S3Server,
} from 's3-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkedWorkspace } from './support/linked-workspace.js';
import { credentialsEnv, sealedCopy, withCredentials } from './support/published.js';
import { buildSpec, labSpec, scratchFolder } from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';
const RACERS = 20;
const ROUNDS = isSoak ? 200 : 5;
/** Milliseconds. */
const MOST_OF_A_ROUND = 60_000;
/** With the ISO before it some parts, the last one short. */
const TAIL = 17 * 1024 ** 2;

const BUCKET = 'isos';
const DATE = '2026-11-22';
const CHAOS = ['chaos-controller/network', 'chaos-controller/disk-pressure'];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let server: S3Server;
let client: S3Client;
let built: BuildResult;
let counter = 0;

beforeAll(async () => {
  scratch = await scratchFolder();
  server = await startS3Server({ folder: join(scratch.folder, 's3'), store: 'memstore' });
  client = clientOf(server);
  await makeBucket(server, BUCKET, { isPublic: true });
  built = await buildSpec(join(scratch.folder, 'built'), labSpec('amd64', ['NET_SCH_NETEM']));
});

afterAll(async () => {
  client.destroy();
  await server.stop();
  await scratch.dispose();
});

interface Publishable {
  request(overrides: PublishOverrides, signal?: AbortSignal): PublishRequest;
  publish(overrides?: PublishOverrides, signal?: AbortSignal): Promise<PublishResult>;
  abort(overrides: PublishOverrides): ReturnType<typeof abortPublication>;
  readonly iso: string;
}

/** An ISO of its own, that nobody has verified. */
async function publishable(tail: Uint8Array = randomBytes(16)): Promise<Publishable> {
  const folders = await sealedCopy(join(scratch.folder, `iso-${(counter += 1)}`), built, tail);
  const common = {
    bucket: BUCKET,
    endpoint: server.endpoint,
    region: server.region,
    publicUrl: `${server.endpoint}/${BUCKET}`,
    requireVerified: false,
  };
  const request = (overrides: PublishOverrides, signal?: AbortSignal): PublishRequest => ({
    ...folders,
    overrides: { ...common, ...overrides },
    ...(signal === undefined ? {} : { signal }),
  });
  const owner = server.credentials;
  return {
    request,
    iso: join(folders.builtFolder, 'minikube-amd64.iso'),
    publish: (overrides = {}, signal) =>
      withCredentials(owner, () => publishIso(request(overrides, signal))),
    abort: (overrides) => withCredentials(owner, () => abortPublication(request(overrides))),
  };
}

async function published(name: string): Promise<Buffer> {
  const key = `minikube/${name}`;
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe('nx run chaos:publish-iso', () => {
  let workspace: Awaited<ReturnType<typeof linkedWorkspace>>;

  beforeAll(async () => {
    workspace = await linkedWorkspace(openCache().folder);
    const publish = { bucket: BUCKET, prefix: 'chaos', endpoint: server.endpoint };
    await workspace.write('chaos/minikube-iso.json', { ...labSpec('amd64', CHAOS), publish });
  });

  afterAll(() => workspace.dispose());

  async function run(...args: string[]) {
    const env = { ...credentialsEnv(server.credentials), AWS_REGION: server.region };
    const task = workspace.nx(['run', 'chaos:publish-iso', `--date=${DATE}`, ...args], env);
    const exitCode = await task.ended;
    await task.gone();
    return { exitCode, printed: task.printed() };
  }

  it('builds, verifies and publishes, and minikube gets the same bytes by the URL', async () => {
    const { exitCode, printed } = await run();
    expect(exitCode, printed).toBe(0);
    const url = `${server.endpoint}/${BUCKET}/chaos/minikube-${DATE}.iso`;
    expect(printed).toContain(`Published: ${url}`);
    const response = await fetch(url);
    const digest = sha256(Buffer.from(await response.arrayBuffer()));
    expect(digest).toBe(
      await sha256File(join(workspace.folder, 'dist/chaos/iso/minikube-amd64.iso')),
    );
    expect((await (await fetch(`${url}.sha256`)).text()).trim()).toBe(digest);
    const publication = JSON.parse(
      await readFile(join(workspace.folder, 'dist/chaos/publish/publication-amd64.json'), 'utf8'),
    ) as unknown;
    expect(publication).toMatchObject({ url, sha256: digest, verified: true });
    expect(printed).not.toContain(server.credentials.secretAccessKey);
  });

  it('says the second time that it is published already', async () => {
    const { exitCode, printed } = await run();
    expect(exitCode, printed).toBe(0);
    expect(printed).toContain('Already published, the same bytes');
  });

  it('lists what is published, with what is in it', async () => {
    const env = { ...credentialsEnv(server.credentials), AWS_REGION: server.region };
    const task = workspace.nx(['run', 'chaos:list-isos', '--json=list.json'], env);
    expect(await task.ended, task.printed()).toBe(0);
    await task.gone();
    expect(task.printed()).toMatch(/minikube-2026-11-22\.iso +2026-11-22 +amd64 .* yes$/m);
    const list = JSON.parse(await readFile(join(workspace.folder, 'list.json'), 'utf8')) as unknown;
    expect(list).toMatchObject([{ name: `minikube-${DATE}.iso`, verified: true }]);
  });

  it('refuses other bytes under that name', async () => {
    const { publish } = await publishable();
    const name = `minikube-${DATE}.iso`;
    await expect(publish({ prefix: 'chaos', name })).rejects.toMatchObject({
      code: 'PUBLISH_NAME_TAKEN',
      details: { free: `minikube-${DATE}-2.iso` },
    });
  });
});

describe('a publication', () => {
  it('in parts is whole, and is read back whole', async () => {
    const { publish, iso } = await publishable(randomBytes(TAIL));
    await publish({ name: 'parts.iso', depth: 'content' });
    expect(sha256(await published('parts.iso'))).toBe(await sha256File(iso));
  });

  it('goes on from the parts that a stopped one got across', async () => {
    const { publish, iso } = await publishable(randomBytes(TAIL));
    const proxy = await startFaultProxy({ target: server.endpoint });
    try {
      // The third part never gets across.
      const isThird = (url: URL) => url.searchParams.get('partNumber') === '3';
      const stall = { kind: 'stall', of: 'request' } as const;
      proxy.faults = [{ method: 'PUT', where: isThird, fault: stall }];
      const controller = new AbortController();
      const stopped = publish({ name: 'resumed.iso', endpoint: proxy.endpoint }, controller.signal);
      const { size } = await stat(iso);
      const parts = Math.ceil(size / pieceSizeFor(size));
      while (answered(proxy) < parts - 1) await new Promise((go) => setTimeout(go, 20));
      controller.abort();
      await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
      proxy.faults = [];
      const before = sent(proxy);
      await publish({ name: 'resumed.iso', endpoint: proxy.endpoint });
      // All others were there.
      expect(sent(proxy) - before).toBe(1);
    } finally {
      await proxy.stop();
    }
    expect(sha256(await published('resumed.iso'))).toBe(await sha256File(iso));
  });

  it('of a file that changes meanwhile is never completed, and leaves no parts', async () => {
    const { publish, iso } = await publishable(randomBytes(2 * TAIL));
    const name = 'changed.iso';
    const proxy = await startFaultProxy({ target: server.endpoint });
    try {
      // While the first four wait for their answers, the last ones are not read yet.
      const isOfTheFirst = (url: URL) => /^[1-4]$/.test(url.searchParams.get('partNumber') ?? '');
      const stall = { kind: 'stall', of: 'response', ms: 2000 } as const;
      proxy.faults = [{ method: 'PUT', where: isOfTheFirst, fault: stall }];
      const run = expect(publish({ name, endpoint: proxy.endpoint })).rejects.toMatchObject({
        code: 'ISO_CHANGED_MEANWHILE',
      });
      while (answered(proxy) < 4) await new Promise((go) => setTimeout(go, 20));
      await flipLastByte(iso);
      await run;
      expect(await listed(name)).toEqual({ objects: [`minikube/${name}.sha256`], uploads: [] });
      // As it was when it was verified, it is published.
      await flipLastByte(iso);
      expect(await publish({ name })).toMatchObject({ status: 'published' });
    } finally {
      await proxy.stop();
    }
    expect(sha256(await published(name))).toBe(await sha256File(iso));
  });

  it('that was stopped can be taken back, and the name is free for others', async () => {
    const [first, second] = [await publishable(randomBytes(TAIL)), await publishable()];
    const proxy = await startFaultProxy({ target: server.endpoint });
    try {
      const isPart = (url: URL) => url.searchParams.has('partNumber');
      proxy.faults = [
        { where: isPart, fault: { kind: 'status', status: 403, code: 'AccessDenied' } },
      ];
      const name = 'taken-back.iso';
      const run = first.publish({ name, endpoint: proxy.endpoint });
      await expect(run).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED' });
      await expect(second.publish({ name })).rejects.toMatchObject({ code: 'PUBLISH_NAME_TAKEN' });
      expect(await second.abort({ name })).toMatchObject({
        uploads: 1,
        claim: await sha256File(first.iso),
      });
      expect(await listed(name)).toEqual({ objects: [], uploads: [] });
      expect(await second.publish({ name })).toMatchObject({ status: 'published' });
      await expect(second.abort({ name })).rejects.toMatchObject({ code: 'PUBLISH_COMPLETE' });
    } finally {
      await proxy.stop();
    }
  });
});

/** Makes the last byte another one; a second time, what it was. */
async function flipLastByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const at = (await file.stat()).size - 1;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.of((buffer[0] ?? 0) ^ 0xff), 0, 1, at);
  } finally {
    await file.close();
  }
}

/** What the bucket has of a name: whole objects, and uploads under way. */
async function listed(name: string): Promise<{ objects: string[]; uploads: string[] }> {
  const of = { Bucket: BUCKET, Prefix: `minikube/${name}` };
  const { Contents = [] } = await client.send(new ListObjectsV2Command(of));
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(of));
  const keys = (all: readonly { readonly Key?: string | undefined }[]) =>
    all.map(({ Key = '' }) => Key);
  return { objects: keys(Contents), uploads: keys(Uploads) };
}

const sent = ({ log }: FaultProxy) => log.filter(({ url }) => url.includes('partNumber=')).length;
const answered = ({ log }: FaultProxy) =>
  log.filter(({ url, status }) => url.includes('partNumber=') && status === 200).length;

describe('many publishers of one name', () => {
  it(`of different bytes, ${RACERS} at once: one wins, and the object is the winner’s`, async () => {
    const racers = await Promise.all(Array.from({ length: RACERS }, () => publishable()));
    const ended = await withCredentials(server.credentials, () =>
      Promise.allSettled(racers.map(({ request }) => publishIso(request({ name: 'raced.iso' })))),
    );
    const winners = racers.filter((_, index) => ended[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const result of ended) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'PUBLISH_NAME_TAKEN' });
    }
    const [winner] = winners;
    expect(sha256(await published('raced.iso'))).toBe(await sha256File(winner?.iso ?? ''));
  });
});

describe('a network and a server on a bad day', { timeout: ROUNDS * MOST_OF_A_ROUND }, () => {
  it(`in ${ROUNDS} rounds: never a wrong or partial object, never a success that is lost`, async () => {
    const outcomes = { ended: 0, failed: 0 };
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { publish, iso } = await publishable(randomBytes(TAIL));
      const proxy = await startFaultProxy({ target: server.endpoint, seed: round });
      const name = `faults-${round}.iso`;
      try {
        const some = { probability: 0.12 };
        proxy.faults = [
          { on: some, burst: 2, fault: { kind: 'status', status: 503, code: 'SlowDown' } },
          { on: some, fault: { kind: 'status', status: 500, code: 'InternalError' } },
          { method: 'PUT', on: some, fault: { kind: 'reset', afterBytes: 100_000 } },
          { method: 'POST', on: { probability: 0.4 }, fault: { kind: 'lose-response' } },
          { method: 'PUT', on: some, fault: { kind: 'lose-response' } },
          { method: 'PUT', on: some, fault: { kind: 'wrong-etag' } },
        ];
        const ended = await publish({ name, endpoint: proxy.endpoint }).then(
          () => true,
          (error: unknown) => {
            // Whatever it ended with is an error that says what to do.
            expect(isIsoError(error), String(error)).toBe(true);
            return false;
          },
        );
        if (ended) outcomes.ended += 1;
        else outcomes.failed += 1;
      } finally {
        await proxy.stop();
      }
      // The next run, on a good day, ends well, whatever the first one left.
      await publish({ name });
      expect(sha256(await published(name)), name).toBe(await sha256File(iso));
    }
    expect(outcomes.ended).toBeGreaterThan(0);
  });
});

describe('what an owner of credentials has to be told', () => {
  const of = (overrides: PublishOverrides) => async () => (await publishable()).publish(overrides);

  it('is that there is no such bucket', async () => {
    await expect(of({ bucket: 'no-such-bucket' })()).rejects.toMatchObject({
      code: 'BUCKET_NOT_FOUND',
    });
  });

  it('is that there are no credentials, or wrong ones', async () => {
    const wrong = { ...server.credentials, secretAccessKey: 'wrong' };
    const { request } = await publishable();
    await expect(withCredentials(undefined, () => publishIso(request({})))).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
    });
    await expect(withCredentials(wrong, () => publishIso(request({})))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:CREDENTIALS_REFUSED|STORE_ACCESS_DENIED)$/) as string,
    });
  });

  it('is which right is missing', async () => {
    const stranger = await server.addUser('stranger');
    const { request } = await publishable();
    await expect(withCredentials(stranger, () => publishIso(request({})))).rejects.toMatchObject({
      code: 'STORE_ACCESS_DENIED',
      hint: expect.stringContaining('s3:') as string,
    });
  });

  it('is that nobody may read what was published', async () => {
    await makeBucket(server, 'private-isos', { isPublic: false });
    const publicUrl = `${server.endpoint}/private-isos`;
    await expect(of({ bucket: 'private-isos', publicUrl })()).rejects.toMatchObject({
      code: 'PUBLISHED_NOT_READABLE',
    });
  });
});
