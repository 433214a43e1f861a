import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_SPEC_SIZE } from './parse.js';
import { readSpec } from './read.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iso-spec-'));
  path = join(folder, 'minikube-iso.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('reading a spec from its file', () => {
  it('makes its paths absolute, from the folder of the spec', async () => {
    await writeFile(path, '{ "base": { "amd64": { "path": "../base.iso" } } }');
    expect((await readSpec(relative(process.cwd(), path))).base).toEqual({
      kind: 'iso',
      isos: { amd64: { kind: 'path', path: join(folder, '../base.iso') } },
    });
  });

  it('names a file that is not there, and how to make one', async () => {
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_NOT_FOUND',
      message: `${path}: expected an ISO spec, found no such file`,
      hint: expect.stringContaining('"minikube": "1.38.1"'),
    });
    await writeFile(path, '{}');
    await expect(readSpec(join(path, 'below'))).rejects.toMatchObject({ code: 'SPEC_NOT_FOUND' });
  });

  it('names the file, line and column of what is not JSON', async () => {
    await writeFile(path, '{\n  "minikube": 1.38.1\n}\n');
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_NOT_JSON',
      message: `${path}:2:15: expected a value, found "1"`,
    });
  });

  it('names the file, key and line of what is wrong', async () => {
    await writeFile(path, '{\n  "minikube": "1.38.1",\n  "engine": "sorce"\n}\n');
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_INVALID',
      message: `${path}: engine (line 3): expected "remaster" or "source", found "sorce" (did you mean "source"?)`,
      details: { problems: [{ path: 'engine', line: 3, column: 13, found: '"sorce"' }] },
    });
  });
});

describe('reading what is no spec', () => {
  it('refuses a folder', async () => {
    await mkdir(path);
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_UNREADABLE',
      message: `${path}: expected a file, found a folder`,
    });
  });

  it('refuses a pipe without waiting for it', async () => {
    execFileSync('mkfifo', [path]);
    await expect(readSpec(path)).rejects.toMatchObject({ code: 'SPEC_UNREADABLE' });
  });

  it('refuses a path that no file can have', async () => {
    await expect(readSpec(`${path}\0`)).rejects.toMatchObject({ code: 'SPEC_UNREADABLE' });
    await expect(readSpec(join(folder, 'x'.repeat(5000)))).rejects.toMatchObject({
      code: 'SPEC_UNREADABLE',
    });
  });

  it('refuses bytes that are not UTF-8', async () => {
    await writeFile(path, Buffer.from('\uFEFF{}', 'utf16le'));
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_NOT_JSON',
      hint: 'Save the file as UTF-8.',
    });
  });

  it('refuses a file over the bound', async () => {
    await writeFile(path, Buffer.alloc(MAX_SPEC_SIZE + 1, ' '));
    await expect(readSpec(path)).rejects.toMatchObject({
      code: 'SPEC_TOO_LARGE',
      message: `${path}: expected at most 1048576 bytes, found 1048577`,
    });
  });
});
