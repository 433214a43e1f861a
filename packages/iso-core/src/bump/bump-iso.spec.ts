import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bucket, CONFIG, repository, type Bucket } from './bump.testing.js';
import { parseLock } from './lock/index.js';

const NEW = 'minikube-2026-11-22.iso';
const LOCK = 'chaos/minikube-iso.lock.json';

let isos: Bucket;
/** What the repository is on before. */
let old: string;

beforeEach(async () => {
  isos = await bucket();
  old = await isos.publish('minikube-2026-01-01.iso');
});

const start = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
const lockIn = ({ read }: ReturnType<typeof repository>) => parseLock(read(LOCK) ?? '', LOCK);

describe('a bump', () => {
  it('changes the URL in the Makefile, and writes down what the repository is on', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    chaos.published(NEW, isos);
    const { changes, moves, summary } = await chaos.bump();
    expect(chaos.read('Makefile')).toBe(start(url));
    expect([...changes.keys()]).toEqual(['Makefile', LOCK]);
    expect(moves).toEqual([
      { architecture: 'amd64', file: 'Makefile', line: 2, from: old, to: url },
    ]);
    expect(lockIn(chaos)).toEqual({
      lockVersion: 1,
      architectures: {
        amd64: {
          url,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          size: isos.objects.get(`minikube/${NEW}`)?.length,
          kernelRelease: '6.1.0',
          requirements: expect.arrayContaining(['IKCONFIG', 'NET_SCH_PRIO']),
        },
      },
      files: ['Makefile'],
    });
    expect(summary).toEqual([
      'amd64: Makefile:2',
      `  from     ${old}`,
      `  to       ${url}`,
      `  SHA-256  ${lockIn(chaos).architectures.amd64?.sha256}`,
      '  kernel   6.1.0',
      '  gained   none',
      '  lost     none',
      `Commit these files together: Makefile, ${LOCK}`,
    ]);
  });

  it('changes nothing the second time', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    chaos.published(NEW, isos);
    await chaos.bump();
    const { changes, summary } = await chaos.bump();
    expect(changes).toEqual(new Map());
    expect(summary).toEqual([`amd64: on ${url} already (Makefile:2)`, 'Nothing to change.']);
  });

  it.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no final newline', (text: string) => text.trimEnd()],
  ])('keeps %s in every file', async (_, layOut) => {
    const url = await isos.publish(NEW);
    const texts = (to: string) => ({
      Makefile: layOut(start(to)),
      '.projenrc.ts': layOut(`const isoUrl = '${to}'; // ours\n`),
      'deploy/a.yaml': layOut(`iso:   "${to}"\nother: ü\n`),
    });
    const chaos = repository(isos, texts(old), {
      bump: { also: ['../.projenrc.ts', '../**/*.yaml'] },
    });
    chaos.published(NEW, isos);
    await chaos.bump();
    for (const [file, text] of Object.entries(texts(url))) expect(chaos.read(file)).toBe(text);
    expect(lockIn(chaos).files).toEqual(['.projenrc.ts', 'Makefile', 'deploy/a.yaml']);
  });

  it('says what the kernel gains and loses', async () => {
    const from = await isos.publish('minikube-2026-02-01.iso', {
      config: `${CONFIG}CONFIG_NET_SCH_TBF=y\n`,
    });
    await isos.publish(NEW, { config: `${CONFIG}CONFIG_NET_SCH_NETEM=m\n` });
    const chaos = repository(isos, { Makefile: start(from) });
    chaos.published(NEW, isos);
    const { summary } = await chaos.bump();
    expect(summary).toContain('  gained   NET_SCH_NETEM=m');
    expect(summary).toContain('  lost     NET_SCH_TBF');
  });

  it('goes on where the old ISO is gone, and says that it was not compared', async () => {
    await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(`${isos.url}/gone.iso`) });
    chaos.published(NEW, isos);
    const { summary } = await chaos.bump();
    expect(summary).toContainEqual(
      expect.stringMatching(/^ {2}options {2}not compared: URL_NOT_FOUND/),
    );
  });

  it('says what it was on, as the lock has it', async () => {
    const chaos = repository(isos, { Makefile: start(`${isos.url}/first.iso`) });
    await chaos.bump({ target: { kind: 'url', url: old } });
    const { sha256 } = lockIn(chaos).architectures.amd64 ?? {};
    const url = await isos.publish(NEW, { config: `${CONFIG}CONFIG_NET_SCH_TBF=y\n` });
    const { summary } = await chaos.bump({ target: { kind: 'url', url } });
    expect(summary).toContainEqual(expect.stringMatching(`^  SHA-256 .* \\(was ${sha256}\\)$`));
    expect(summary).toContain('  kernel   6.1.0 (was 6.1.0)');
  });
});

describe('the ISO to move to', () => {
  it('is that of a URL', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    await chaos.bump({ target: { kind: 'url', url } });
    expect(chaos.read('Makefile')).toBe(start(url));
  });

  it('is a file of this machine', async () => {
    const chaos = repository(isos, { Makefile: start(old) });
    await isos.publish(NEW);
    for (const [key, bytes] of isos.objects) chaos.write(`isos/${key}`, bytes);
    const url = pathToFileURL(join(chaos.folder, 'isos/minikube', NEW)).href;
    await chaos.bump({ target: { kind: 'url', url } });
    expect(chaos.read('Makefile')).toBe(start(url));
  });

  it('is called by a date', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    await chaos.bump({ target: { kind: 'date', date: '2026-11-22' } });
    expect(chaos.read('Makefile')).toBe(start(url));
  });

  it.each(['yesterday', '2026-02-30'])('is called by no date such as %s', async (date) => {
    const chaos = repository(isos, { Makefile: start(old) });
    await expect(chaos.bump({ target: { kind: 'date', date } })).rejects.toMatchObject({
      code: 'PUBLISH_DATE_INVALID',
    });
  });

  describe('that is the latest', () => {
    beforeEach(() => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    });
    afterEach(() => vi.unstubAllEnvs());

    it('is the newest by date and then by counter, for each architecture', async () => {
      const both = { architectures: ['amd64', 'arm64'] };
      await isos.publish('minikube-2026-11-22-2-amd64.iso');
      const amd64 = await isos.publish('minikube-2026-11-22-10-amd64.iso');
      const arm64 = await isos.publish('minikube-2026-11-21-arm64.iso', { architecture: 'arm64' });
      const text = (one: string, other: string) =>
        `ifeq ($(ARCH),arm64)\nISO_URL = ${one}\nelse\nISO_URL = ${other}\nendif\nstart:\n\tminikube start --iso-url=$(ISO_URL)\n`;
      const oldArm64 = `${isos.url}/minikube-2026-01-01-arm64.iso`;
      const chaos = repository(isos, { Makefile: text(oldArm64, old) }, both);
      await chaos.bump({ target: { kind: 'latest' } });
      expect(chaos.read('Makefile')).toBe(text(arm64, amd64));
    });

    it('is none that somebody put there by hand', async () => {
      const url = await isos.publish(NEW);
      const byHand = isos.objects.get('minikube/minikube-2026-01-01.iso') ?? Buffer.from('');
      isos.objects.set('minikube/minikube-2027-01-01.iso', byHand);
      const chaos = repository(isos, { Makefile: start(old) });
      await chaos.bump({ target: { kind: 'latest' } });
      expect(chaos.read('Makefile')).toBe(start(url));
    });

    it('may not be there', async () => {
      isos.objects.clear();
      const chaos = repository(isos, { Makefile: start(old) });
      await expect(chaos.bump({ target: { kind: 'latest' } })).rejects.toMatchObject({
        code: 'BUMP_NOTHING_PUBLISHED',
        message: 's3://isos/minikube: expected a published ISO for amd64, found none',
        hint: expect.not.stringContaining('--latest'),
      });
    });
  });

  it('is nothing where nothing was published from here', async () => {
    const chaos = repository(isos, { Makefile: start(old) });
    await expect(chaos.bump()).rejects.toMatchObject({ code: 'BUMP_NOTHING_PUBLISHED' });
  });

  it('is older only where that is wished', async () => {
    const from = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(from) });
    const target = { kind: 'url', url: old } as const;
    await expect(chaos.bump({ target })).rejects.toMatchObject({
      code: 'BUMP_OLDER',
      message: `Makefile:2 is on ${from}, and ${old} is older`,
    });
    expect(chaos.read('Makefile')).toBe(start(from));
    await chaos.bump({ target, allowOlder: true });
    expect(chaos.read('Makefile')).toBe(start(old));
  });
});

describe('a bump that is offline', () => {
  const NOTE = 'NOT CHECKED at the URL: this was --offline.';

  it('asks nobody, says so, and believes the publication', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    chaos.published(NEW, isos);
    const asked = isos.requests.length;
    const { summary } = await chaos.bump({ offline: true });
    expect(isos.requests).toHaveLength(asked);
    expect(summary.at(-1)).toBe(NOTE);
    expect(chaos.read('Makefile')).toBe(start(url));
    expect(lockIn(chaos).architectures.amd64).toMatchObject({ url, kernelRelease: '6.1.0' });
  });

  it('believes the lock', async () => {
    const chaos = repository(isos, { Makefile: start(`${isos.url}/x.iso`) });
    await chaos.bump({ target: { kind: 'url', url: old } });
    const lock = chaos.read(LOCK);
    const { summary } = await chaos.bump({ offline: true, target: { kind: 'url', url: old } });
    expect(summary).toContain(NOTE);
    expect(chaos.read(LOCK)).toBe(lock);
  });

  it.each([
    { kind: 'latest' } as const,
    { kind: 'date', date: '2026-11-22' } as const,
    { kind: 'url', url: 'https://b.example/x.iso' } as const,
  ])('does not know what is %j', async (target) => {
    const chaos = repository(isos, { Makefile: start(old) });
    await expect(chaos.bump({ offline: true, target })).rejects.toMatchObject({
      code: 'BUMP_OFFLINE',
    });
  });
});

describe('two architectures', () => {
  const both = { architectures: ['amd64', 'arm64'] };
  const ARM = 'minikube-2026-11-22-arm64.iso';
  const oldArm64 = () => `${isos.url}/minikube-2026-01-01-arm64.iso`;

  it('move together, each to its own ISO, and the lock has both', async () => {
    const amd64 = await isos.publish('minikube-2026-11-22-amd64.iso');
    const arm64 = await isos.publish(ARM, { architecture: 'arm64' });
    const files = (one: string, other: string) => ({
      Makefile: `AMD = ${one}\nARM = ${other}\n`,
      'a.json': `{"isos": ["${other}", "${one}"]}`,
    });
    const chaos = repository(isos, files(old, oldArm64()), {
      ...both,
      bump: { also: ['../*.json'] },
    });
    chaos.published('minikube-2026-11-22-amd64.iso', isos);
    chaos.published(ARM, isos);
    await chaos.bump();
    for (const [file, text] of Object.entries(files(amd64, arm64))) {
      expect(chaos.read(file)).toBe(text);
    }
    expect(lockIn(chaos).architectures).toMatchObject({
      amd64: { url: amd64 },
      arm64: { url: arm64 },
    });
  });

  it('are not confused where only arm64 was published: a plain name is for amd64', async () => {
    await isos.publish(ARM, { architecture: 'arm64' });
    const chaos = repository(isos, { Makefile: start(old) }, both);
    chaos.published(ARM, isos);
    await expect(chaos.bump()).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      message: expect.stringContaining('Makefile:2 is for amd64, of which there is no new ISO'),
    });
    expect(chaos.read('Makefile')).toBe(start(old));
  });

  it('keep what is known of the one that does not move, and its files', async () => {
    const amd64 = await isos.publish('minikube-2026-11-22-amd64.iso');
    const arm64 = await isos.publish(ARM, { architecture: 'arm64' });
    const files = { Makefile: start(old), 'arm.mk': start(oldArm64()) };
    const chaos = repository(isos, files, { ...both, bump: { also: ['../arm.mk'] } });
    chaos.published(ARM, isos);
    await chaos.bump();
    const { summary } = await chaos.bump({ target: { kind: 'url', url: amd64 } });
    expect(summary).toContain('Left: arm.mk:2 is for arm64, of which there is no new ISO');
    expect(lockIn(chaos)).toMatchObject({
      architectures: { amd64: { url: amd64 }, arm64: { url: arm64 } },
      files: ['Makefile', 'arm.mk'],
    });
  });

  it('are not both in the lock where the repository names one', async () => {
    await isos.publish('minikube-2026-11-22-amd64.iso');
    await isos.publish(ARM, { architecture: 'arm64' });
    const chaos = repository(isos, { Makefile: start(old) }, both);
    chaos.published('minikube-2026-11-22-amd64.iso', isos);
    chaos.published(ARM, isos);
    const { summary } = await chaos.bump();
    expect(summary).toContain('arm64: no place names an ISO for it');
    expect(Object.keys(lockIn(chaos).architectures)).toEqual(['amd64']);
  });
});

describe('the files of the lock', () => {
  it('move along with a Makefile or others that are given by option', async () => {
    const url = await isos.publish(NEW);
    const files = (to: string) => ({
      Makefile: start(to),
      'build/b.mk': start(to),
      '.env': `ISO=${to}`,
    });
    const chaos = repository(isos, files(old));
    const first = {
      also: ['.env'],
      makefile: 'build/b.mk',
      target: { kind: 'url', url: old },
    } as const;
    await chaos.bump(first);
    expect(lockIn(chaos).files).toEqual(['.env', 'build/b.mk']);
    await chaos.bump({ makefile: 'Makefile', target: { kind: 'url', url } });
    for (const [file, text] of Object.entries(files(url))) expect(chaos.read(file)).toBe(text);
    expect(lockIn(chaos).files).toEqual(['.env', 'Makefile', 'build/b.mk']);
  });

  it.each([
    ['.env', 'ISO=', 'found no ISO there'],
    [
      '.env',
      'ISO=https://x.example/y.iso',
      '.env:1 names https://x.example/y.iso, and nothing says',
    ],
    ['Makefile', 'start:\n', 'found no ISO there'],
  ])('stay in it: %s has to name the ISO, and says %j', async (file, text, why) => {
    const chaos = repository(isos, {
      Makefile: start(`${isos.url}/x.iso`),
      '.env': `ISO=${isos.url}/x.iso`,
    });
    const target = { kind: 'url', url: old } as const;
    await chaos.bump({ also: ['.env'], target });
    chaos.write(file, text);
    await expect(chaos.bump({ target })).rejects.toMatchObject({
      code: 'LOCK_NOT_FOLLOWED',
      message: expect.stringContaining(why),
    });
    expect(lockIn(chaos).files).toEqual(['.env', 'Makefile']);
  });

  it('stay in it where one computes its URL, which is an error', async () => {
    const chaos = repository(isos, {
      Makefile: start(`${isos.url}/x.iso`),
      '.env': `ISO=${isos.url}/x.iso`,
    });
    const target = { kind: 'url', url: old } as const;
    await chaos.bump({ also: ['.env'], target });
    chaos.write('Makefile', start('$(shell cat iso-url)'));
    await expect(chaos.bump({ target })).rejects.toMatchObject({ code: 'BUMP_URL_COMPUTED' });
  });
});

describe('the other locks of the workspace', () => {
  it('keep their places', async () => {
    const url = await isos.publish(NEW);
    const chaos = repository(isos, { Makefile: start(old) });
    await chaos.bump({ target: { kind: 'url', url: old } });
    chaos.write('other/minikube-iso.lock.json', chaos.read(LOCK) ?? '');
    rmSync(join(chaos.folder, LOCK));
    const bump = chaos.bump(
      { target: { kind: 'url', url } },
      { otherLocks: ['other/minikube-iso.lock.json', 'none/minikube-iso.lock.json'] },
    );
    await expect(bump).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      message: expect.stringContaining('the ISO of other/minikube-iso.lock.json'),
    });
    expect(chaos.read('Makefile')).toBe(start(old));
  });
});
