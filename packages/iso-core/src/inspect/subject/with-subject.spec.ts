import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pattern } from '../../image/bytes/range-server.testing.js';
import { sha256 } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { serveSubject } from './serve-subject.testing.js';
import type { Subject } from './subject.js';
import { defaultDepth, withSubject } from './with-subject.js';

const ISO = pattern(1_000_000);
const DIGEST = sha256(ISO);

/** What is left of a subject when it is closed. */
function facts({ name, origin, depth, size, path, published }: Subject) {
  return Promise.resolve({ name, origin, depth, size, path, published });
}

describe('a file', () => {
  function isoIn(folder: string): string {
    const path = join(folder, 'minikube.iso');
    writeFileSync(path, ISO);
    return path;
  }

  it('is read where it lies, at depth content by default', async () => {
    const folder = temporaryFolder();
    const path = isoIn(folder);
    const found = await withSubject('minikube.iso', { folder }, async (subject) => {
      expect(Buffer.from(await subject.source.read(5, 3))).toEqual(Buffer.from(ISO.slice(5, 8)));
      return facts(subject);
    });
    expect(found).toEqual({
      name: 'minikube.iso',
      origin: 'file',
      depth: 'content',
      size: ISO.length,
      path,
      published: undefined,
    });
  });

  it('is named by an absolute path or a file URL as well', async () => {
    const folder = temporaryFolder();
    const path = isoIn(folder);
    for (const location of [path, pathToFileURL(path).href]) {
      const found = await withSubject(location, { folder: '/', depth: 'kernel' }, facts);
      expect(found).toMatchObject({ name: location, path, depth: 'kernel' });
    }
  });

  it('comes with what the .sha256 beside it says', async () => {
    const folder = temporaryFolder();
    const path = isoIn(folder);
    writeFileSync(`${path}.sha256`, `${DIGEST}\n`);
    const { published } = await withSubject(path, { folder }, facts);
    expect(published).toEqual({ from: 'minikube.iso.sha256', sha256: DIGEST });
    writeFileSync(`${path}.sha256`, `${DIGEST}  minikube.iso\n${'a'.repeat(64)}  other.iso\n`);
    expect((await withSubject(path, { folder }, facts)).published).toMatchObject({
      sha256: DIGEST,
    });
    writeFileSync(`${path}.sha256`, 'Not found');
    expect((await withSubject(path, { folder }, facts)).published).toMatchObject({
      problem: 'minikube.iso.sha256 holds no SHA-256 of minikube.iso',
    });
  });

  it('is no error of its digest when it is missing itself', async () => {
    const folder = temporaryFolder();
    await expect(withSubject('none.iso', { folder }, facts)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    await expect(withSubject('.', { folder }, facts)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });
});

describe('a URL', () => {
  it('is read by ranges, never as a whole, at depth kernel by default', async () => {
    const server = await serveSubject({ iso: ISO, sha256: DIGEST });
    const url = `${server.url}/minikube.iso`;
    const found = await withSubject(url, { folder: '/' }, async (subject) => {
      await subject.source.read(500_000, 10);
      expect(subject.source.bytesRead).toBeLessThan(ISO.length / 2);
      return facts(subject);
    });
    expect(found).toEqual({
      name: url,
      origin: 'url',
      depth: 'kernel',
      size: ISO.length,
      path: undefined,
      published: { from: `${url}.sha256`, sha256: DIGEST },
    });
    expect(server.requests.every((request) => /bytes=|\.sha256$/.test(request))).toBe(true);
  });

  it('is downloaded at depth content, and nothing of it stays', async () => {
    const server = await serveSubject({ iso: ISO });
    const folder = temporaryFolder();
    const url = `${server.url}/minikube.iso`;
    const options = { folder: '/', depth: 'content', temporaryFolder: folder } as const;
    const found = await withSubject(url, options, async (subject) => {
      expect(existsSync(subject.path ?? '')).toBe(true);
      expect(sha256(await subject.source.read(0, subject.size))).toBe(DIGEST);
      return facts(subject);
    });
    expect(found).toMatchObject({ name: url, origin: 'url', depth: 'content' });
    expect(readdirSync(folder)).toEqual([]);
    const failing = withSubject(url, options, () => Promise.reject(new Error('the work')));
    await expect(failing).rejects.toThrow('the work');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is downloaded whatever its .sha256 says: that is for the verdict', async () => {
    const server = await serveSubject({ iso: ISO, sha256: 'b'.repeat(64) });
    const options = { folder: '/', depth: 'content', temporaryFolder: temporaryFolder() } as const;
    const { published } = await withSubject(`${server.url}/minikube.iso`, options, facts);
    expect(published).toMatchObject({ sha256: 'b'.repeat(64) });
  });

  it('without a .sha256 has none; one that may not be read is a problem', async () => {
    const none = await serveSubject({ iso: ISO });
    const without = await withSubject(`${none.url}/minikube.iso`, { folder: '/' }, facts);
    expect(without.published).toBeUndefined();
    const forbidden = await serveSubject({ iso: ISO, sha256: 403 });
    const { published } = await withSubject(
      `${forbidden.url}/minikube.iso`,
      { folder: '/' },
      facts,
    );
    expect(published).toMatchObject({ problem: expect.stringContaining('may not be read') });
  });

  it('is shown without its credentials', async () => {
    const server = await serveSubject({ iso: ISO });
    const url = `${server.url.replace('//', '//me:secret@')}/minikube.iso?token=secret`;
    const found = await withSubject(url, { folder: '/' }, facts);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

it('tells files from URLs', () => {
  expect(['a.iso', '/a.iso', 'file:///a.iso', 'C:\\a.iso'].map(defaultDepth)).toEqual(
    Array.from({ length: 4 }, () => 'content'),
  );
  expect(['http://a/b.iso', 'HTTPS://a/b.iso'].map(defaultDepth)).toEqual(['kernel', 'kernel']);
});
