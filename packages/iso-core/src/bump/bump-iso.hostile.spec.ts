import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IsoError } from '../runtime/index.js';
import { bucket, repository, type Bucket, type ToPublish } from './bump.testing.js';
import { lineDiff } from './line-diff.js';
import type { BumpOverrides } from './request.js';

const NAME = 'minikube-2026-11-22.iso';
const KEY = `minikube/${NAME}`;
const LOCK = 'chaos/minikube-iso.lock.json';

let isos: Bucket;

beforeEach(async () => {
  isos = await bucket();
});

const start = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
const OLD = 'http://127.0.0.1:9/minikube-2026-01-01.iso';

/** The error of a bump to what is published, after which every file has to be as it was. */
async function refused(
  spoil: (repository: ReturnType<typeof repositoryOf>) => void | Promise<void>,
  { iso, overrides, more }: { iso?: ToPublish; overrides?: BumpOverrides; more?: object } = {},
): Promise<unknown> {
  const url = await isos.publish(NAME, iso);
  const chaos = repositoryOf(more);
  await spoil(chaos);
  const before = [chaos.read('Makefile'), chaos.read(LOCK)];
  const error: unknown = await chaos
    .bump({ target: { kind: 'url', url }, ...overrides })
    .catch((reason: unknown) => reason);
  expect([chaos.read('Makefile'), chaos.read(LOCK)]).toEqual(before);
  return error;
}

const repositoryOf = (more?: object) => repository(isos, { Makefile: start(OLD) }, more);

/** An ISO that was built although a requirement does not hold. */
function failing(name: string): ToPublish {
  const manifest: ToPublish['manifest'] = {
    requirements: [{ name, reason: '', origins: [], status: 'fails', options: [] }],
  };
  return { config: 'CONFIG_IKCONFIG_PROC=y\n', manifest };
}

describe('a URL is refused', () => {
  it.each([
    'https://b.example/minikube.img',
    'https://b.example/minikube.iso?versionId=1',
    'https://me:secret@b.example/minikube.iso',
    'ftp://b.example/minikube.iso',
    's3://isos/minikube.iso',
    'https://[b.example/minikube.iso',
    'minikube.iso',
    '',
  ])('that is %j', async (url) => {
    const error = await refused(() => undefined, { overrides: { target: { kind: 'url', url } } });
    expect(error).toMatchObject({ code: 'URL_INVALID' });
    expect(String(error)).not.toContain('secret');
  });

  it('at which there is nothing', async () => {
    expect(await refused(() => void isos.objects.delete(KEY))).toMatchObject({
      code: 'BUMP_NOT_PUBLISHED',
      message: expect.stringMatching(/ is not there, or nobody may read it \(HTTP 404\)$/),
      hint: expect.stringContaining('list-isos'),
    });
  });

  it('at which there is no ISO', async () => {
    expect(
      await refused(() => void isos.objects.set(KEY, Buffer.from('<html>')), {
        iso: { manifest: {} },
      }),
    ).toMatchObject({ code: expect.stringMatching(/^BASE_|^ISO_/) });
  });

  it.each([
    [`${KEY}.sha256`, undefined, /\.sha256 is not there$/],
    [`${KEY}.sha256`, 'no digest', /\.sha256/],
    ['minikube/minikube-2026-11-22.manifest.json', undefined, /manifest\.json is not there$/],
    ['minikube/minikube-2026-11-22.manifest.json', '{}', /is no manifest of an ISO$/],
  ])('where %s is %j', async (key, text, message) => {
    const error = await refused(() => {
      if (text === undefined) isos.objects.delete(key);
      else isos.objects.set(key, Buffer.from(text));
    });
    expect(error).toMatchObject({
      code: 'BUMP_NOT_PUBLISHED',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['has too little', 'does not have', 'NET_SCH_PRIO (fails)', failing('NET_SCH_PRIO')],
    [
      'has too little to be inspected',
      'is not proven to have',
      'IKCONFIG_PROC',
      { config: 'CONFIG_NET_SCH_PRIO=y\n' },
    ],
  ])('whose ISO %s for the spec', async (_, lacks, missing, iso) => {
    expect(await refused(() => undefined, { iso })).toMatchObject({
      code: 'BUMP_REQUIREMENTS_FAIL',
      message: expect.stringContaining(`${lacks} what the spec requires: ${missing}`),
    });
  });

  it('whose module nobody vouches for', async () => {
    expect(
      await refused(() => undefined, {
        iso: {
          config: 'CONFIG_IKCONFIG_PROC=y\nCONFIG_NET_SCH_PRIO=m\n',
          manifest: { requirements: [] },
        },
      }),
    ).toMatchObject({
      code: 'BUMP_REQUIREMENTS_FAIL',
      message: expect.stringContaining(
        'is not proven to have what the spec requires: NET_SCH_PRIO (not checked)',
      ),
    });
  });
});

describe('a publication is refused that contradicts itself', () => {
  const differs = { code: 'BUMP_PUBLICATION_DIFFERS' };

  it('by another digest in its manifest', async () => {
    const digest = Buffer.from('0'.repeat(64));
    const spoil = () => void isos.objects.set(`${KEY}.sha256`, digest);
    expect(await refused(spoil)).toMatchObject({ ...differs, details: { what: 'SHA-256' } });
  });

  it.each([
    ['size', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(2048)])],
    ['kernel', (bytes: Buffer) => withOtherKernel(bytes)],
  ])('by another %s', async (what, change) => {
    const spoil = () => {
      isos.objects.set(KEY, change(isos.objects.get(KEY) ?? Buffer.from('')));
    };
    expect(await refused(spoil)).toMatchObject({ ...differs, details: { what } });
  });

  it('by another architecture in its manifest', async () => {
    const iso = { manifest: { architecture: 'arm64' } } as const;
    expect(await refused(() => undefined, { iso })).toMatchObject({
      ...differs,
      details: { what: 'architecture', expected: 'arm64', found: 'amd64' },
    });
  });

  it('by another architecture in its name', async () => {
    const url = await isos.publish('minikube-2026-11-22-arm64.iso');
    const target = { kind: 'url', url } as const;
    expect(await refused(() => undefined, { overrides: { target } })).toMatchObject({
      ...differs,
      message: `${url}: expected the architecture arm64 that its name says, found amd64`,
    });
  });

  it('by other bytes than were published from here', async () => {
    await isos.publish(NAME);
    const chaos = repositoryOf();
    chaos.published(NAME, isos);
    await isos.publish(NAME, { config: 'CONFIG_IKCONFIG_PROC=y\nCONFIG_NET_SCH_PRIO=m\n' });
    await expect(chaos.bump()).rejects.toMatchObject({
      ...differs,
      details: { from: 'its publication here' },
    });
  });

  it('by other bytes than the lock has for this very URL', async () => {
    const url = await isos.publish(NAME);
    const target = { kind: 'url', url } as const;
    const chaos = repositoryOf();
    await chaos.bump({ target });
    const lock = chaos.read(LOCK);
    await isos.publish(NAME, {
      config: 'CONFIG_IKCONFIG_PROC=y\nCONFIG_NET_SCH_PRIO=y\nCONFIG_X=y\n',
    });
    await expect(chaos.bump({ target })).rejects.toMatchObject({
      ...differs,
      details: { from: 'minikube-iso.lock.json' },
    });
    expect(chaos.read(LOCK)).toBe(lock);
  });
});

/** The first letter of the kernel's banner is another one. */
function withOtherKernel(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('(someone@somewhere)');
  copy[at + 1] = 'S'.charCodeAt(0);
  return copy;
}

describe('a publication on this machine', () => {
  it.each([
    ['no JSON', '{'],
    ['of another shape', '{"publicationVersion":1}'],
    ['null', 'null'],
  ])('is refused when it is %s', async (_, text) => {
    const chaos = repositoryOf();
    chaos.write('dist/chaos/publish/publication-amd64.json', text);
    await expect(chaos.bump()).rejects.toMatchObject({ code: 'PUBLICATION_INVALID' });
  });

  it.each([
    ['of another architecture', (text: string) => text.replace('"amd64"', '"arm64"')],
    ['at a URL that is none', (text: string) => text.replace(/"url": "[^"]*"/, '"url": "x"')],
  ])('is refused when it is %s', async (_, change) => {
    await isos.publish(NAME);
    const chaos = repositoryOf();
    chaos.published(NAME, isos);
    const file = 'dist/chaos/publish/publication-amd64.json';
    const text = chaos.read(file) ?? '';
    expect(change(text)).not.toBe(text);
    chaos.write(file, change(text));
    await expect(chaos.bump()).rejects.toMatchObject({ code: 'PUBLICATION_INVALID' });
  });
});

describe('nothing is changed', () => {
  it.each([
    ['<<<<<<< HEAD', 'LOCK_INVALID'],
    ['{"lockVersion": 9}', 'LOCK_VERSION_UNKNOWN'],
  ])('where the lock is %s', async (text, code) => {
    expect(await refused(({ write }) => write(LOCK, text))).toMatchObject({ code });
  });

  it('where the spec cannot be read', async () => {
    expect(await refused(({ write }) => write('chaos/minikube-iso.json', '{'))).toMatchObject({
      code: 'SPEC_NOT_JSON',
    });
  });

  it('where one of the files cannot be written', async () => {
    const url = await isos.publish(NAME);
    const chaos = repositoryOf();
    const expectWritable = (file: string) => {
      if (file === LOCK) throw new IsoError('NOT_WRITABLE', file, { hint: '' });
    };
    const { read } = chaos;
    const files = { read, namesIn: () => [], matching: async () => [], expectWritable };
    await expect(chaos.bump({ target: { kind: 'url', url } }, { files })).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: LOCK,
    });
    expect(chaos.read('Makefile')).toBe(start(OLD));
  });

  it.each([
    ['a glob that matches nothing', { also: ['*.toml'] }, 'BUMP_FILE_NOT_FOUND'],
    ['a Makefile that is not there', { makefile: 'GNUmakefile' }, 'BUMP_FILE_NOT_FOUND'],
    ['a Makefile that is a folder', { makefile: 'chaos' }, 'BUMP_FILE_NOT_FOUND'],
    ['a Makefile that nothing calls one', { makefile: 'notes.txt' }, 'BUMP_MAKEFILE_UNKNOWN'],
    ['the lock itself', { also: ['chaos/*.lock.json'] }, 'BUMP_FILE_NOT_FOUND'],
  ])('for %s', async (_, overrides, code) => {
    const spoil = ({ folder, write }: ReturnType<typeof repositoryOf>) => {
      mkdirSync(join(folder, 'deploy'));
      write('notes.txt', start(OLD));
      write('chaos/other/minikube-iso.lock.json', '');
    };
    expect(await refused(spoil, { overrides })).toMatchObject({ code });
  });

  it.each([{ makefile: '../../Makefile' }, { also: ['../../*.md'] }, { also: ['/etc/*'] }])(
    'outside of the workspace: %j',
    async (bump) => {
      expect(await refused(() => undefined, { more: { bump } })).toMatchObject({
        code: 'BUMP_OUTSIDE_WORKSPACE',
      });
    },
  );

  it('where places disagree, of which it lists each', async () => {
    const spoil = ({ write }: ReturnType<typeof repositoryOf>) => {
      write('chaos/Makefile', start('https://b.example/other.iso'));
    };
    expect(await refused(spoil)).toMatchObject({
      code: 'BUMP_AMBIGUOUS',
      message: `Expected one ISO URL for amd64, found 2: Makefile:2 ${OLD}, chaos/Makefile:2 https://b.example/other.iso`,
    });
  });

  it('where the URL comes out of a program', async () => {
    const spoil = ({ write }: ReturnType<typeof repositoryOf>) => {
      write('Makefile', start('$(shell ./newest-iso)'));
    };
    expect(await refused(spoil)).toMatchObject({ code: 'BUMP_URL_COMPUTED' });
  });
});

describe('what a bump says', () => {
  it('is only text, whatever is in files and their names', async () => {
    const url = await isos.publish(NAME);
    const evil = 'http://127.0.0.1:9/\u001b]0;x\u0007\u009b31m\u202e.iso';
    const file = 'a\u001b[2Jb.mk';
    const chaos = repository(isos, { [file]: start(evil), Makefile: start(evil) });
    const { summary, changes } = await chaos.bump({
      target: { kind: 'url', url },
      also: ['*.mk'],
    });
    const diff = [...changes].flatMap(([name, text]) => lineDiff(name, start(evil), text));
    expect(changes.has(file)).toBe(true);
    expect(summary).toContain('amd64: Makefile:2, ab.mk:2');
    expect([...summary, ...diff].join('')).not.toMatch(
      /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202e]/,
    );
  });

  it('is short where very many places are left', async () => {
    const url = await isos.publish(NAME);
    const list = Array.from({ length: 5000 }, (_, index) => `https://b.example/${index}.iso\n`);
    const chaos = repository(isos, { Makefile: start(OLD), 'list.md': list.join('') });
    const { summary } = await chaos.bump({ target: { kind: 'url', url }, also: ['list.md'] });
    expect(summary).toContain(
      "Left: list.md:1 names https://b.example/0.iso, and nothing says that it is minikube's",
    );
    expect(summary).toContain('Left: 4980 more');
  });
});

describe('files that say what an ISO is', () => {
  it('are not rewritten, although a glob matches them and they have the URL', async () => {
    const url = await isos.publish(NAME);
    const base = JSON.stringify({ base: { amd64: { url: OLD } } });
    const own = [
      'chaos/minikube-iso.small.json',
      'other/minikube-iso.json',
      'other/minikube-iso.lock.json',
    ];
    const chaos = repository(isos, {
      Makefile: start(OLD),
      'values.json': base,
      ...Object.fromEntries(own.map((file) => [file, base])),
    });
    await chaos.bump({ target: { kind: 'url', url }, also: ['**/*.json'] });
    expect(chaos.read('values.json')).toContain(url);
    for (const file of own) expect(chaos.read(file)).toBe(base);
  });
});
