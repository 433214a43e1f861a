import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staleOutputs } from './drop-stale-output.mjs';

describe('staleOutputs', () => {
  const sources = [
    'index.ts',
    'spec/read.ts',
    'spec/read.spec.ts',
    'schema.json',
    'iso.testing.ts',
  ];

  it('keeps what the sources make', () => {
    const outputs = ['index.js', 'index.d.ts', 'spec/read.js', 'spec/read.d.ts', 'schema.json'];
    expect(staleOutputs(outputs, sources)).toEqual([]);
  });

  it('keeps the compiler’s own notes', () => {
    expect(staleOutputs(['tsconfig.lib.tsbuildinfo'], sources)).toEqual([]);
  });

  it('drops what a removed source left behind', () => {
    const outputs = ['index.js', 'old.js', 'old.d.ts', 'read.js', 'old-schema.json'];
    expect(staleOutputs(outputs, sources)).toEqual([
      'old.js',
      'old.d.ts',
      'read.js',
      'old-schema.json',
    ]);
  });

  it('drops the output of tests and their helpers', () => {
    const outputs = ['spec/read.spec.js', 'iso.testing.d.ts'];
    expect(staleOutputs(outputs, sources)).toEqual(outputs);
  });
});

describe('the command', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drop-stale-output-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('removes stale files of the package that it is given, and nothing else', () => {
    const files = [
      'src/a/kept.ts',
      'src/index.ts',
      'dist/index.js',
      'dist/a/kept.js',
      'dist/a/gone.js',
      'dist/info.tsbuildinfo',
      'README.md',
    ];
    for (const path of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const command = fileURLToPath(new URL('drop-stale-output.mjs', import.meta.url));
    execFileSync(process.execPath, [command, folder], { stdio: 'pipe' });
    expect(readdirSync(join(folder, 'dist/a'))).toEqual(['kept.js']);
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['a', 'index.js', 'info.tsbuildinfo']);
    expect(readdirSync(join(folder, 'src/a'))).toEqual(['kept.ts']);
    expect(readdirSync(folder)).toContain('README.md');
  });

  it('refuses a package that was not built', () => {
    const command = fileURLToPath(new URL('drop-stale-output.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [command, folder], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('has not been built, and the package would be empty');
  });
});
