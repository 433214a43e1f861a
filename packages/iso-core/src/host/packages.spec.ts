import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builderPackages } from './packages.js';

const CONTAINERFILE = fileURLToPath(new URL('../../builder/Containerfile', import.meta.url));

describe('builderPackages', () => {
  it('has all that a container for builds has', () => {
    const text = readFileSync(CONTAINERFILE, 'utf8');
    const inContainer = [...text.matchAll(/^ {6}([a-z][a-z0-9.+-]*) \\$/gm)].map(
      ([, name]) => name,
    );
    expect(inContainer).toContain('libelf-dev');
    expect(builderPackages('amd64')).toEqual(expect.arrayContaining(inContainer));
  });

  it('has the compiler for the other architecture, and none for its own by that name', () => {
    expect(builderPackages('amd64')).toContain('gcc-aarch64-linux-gnu');
    expect(builderPackages('amd64')).not.toContain('gcc-x86-64-linux-gnu');
    expect(builderPackages('arm64')).toContain('gcc-x86-64-linux-gnu');
    expect(builderPackages('arm64')).not.toContain('gcc-aarch64-linux-gnu');
  });

  it('boots nothing', () => {
    expect(builderPackages('arm64').filter((name) => name.startsWith('qemu'))).toEqual([]);
  });
});
