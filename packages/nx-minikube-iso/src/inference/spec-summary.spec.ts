import { describe, expect, it } from 'vitest';
import { summarizeSpec } from './spec-summary.js';

describe('summarizeSpec', () => {
  it('takes amd64 when the spec names no architecture', () => {
    const spec = summarizeSpec('{ "minikube": "1.38.1", "kernel": { "require": ["tc"] } }');
    expect(spec).toEqual({ architectures: ['amd64'], bases: {}, outputName: 'minikube' });
  });

  it('finds local bases and the kernel source, with what pins or produces them', () => {
    const spec = summarizeSpec(
      JSON.stringify({
        architectures: ['amd64', 'arm64'],
        base: {
          amd64: { path: '../base.iso', producedBy: 'lab:base-iso' },
          arm64: { url: 'https://example.org/base.iso' },
        },
        kernel: { require: [], source: { path: '/src/linux.tar.xz', sha256: 'a'.repeat(64) } },
      }),
    );
    expect(spec).toEqual({
      architectures: ['amd64', 'arm64'],
      bases: { amd64: { path: '../base.iso', pinned: false, producedBy: 'lab:base-iso' } },
      kernelSource: { path: '/src/linux.tar.xz', pinned: true },
      outputName: 'minikube',
    });
  });

  it.each([
    ['chaos', 'chaos'],
    ['../../etc', 'minikube'],
    ['{workspaceRoot}', 'minikube'],
    [7, 'minikube'],
  ])('takes the output name %j for %s', (name, expected) => {
    expect(summarizeSpec(JSON.stringify({ output: { name } })).outputName).toBe(expected);
  });

  it.each(['[]', 'null', '"text"'])('refuses %s, which is not an object', (text) => {
    expect(() => summarizeSpec(text)).toThrow('expected a JSON object');
  });

  it.each([[[]], [['riscv64']], [['amd64', 'amd64']], ['amd64']])(
    'refuses the architectures %j',
    (architectures) => {
      expect(() => summarizeSpec(JSON.stringify({ architectures }))).toThrow('"architectures"');
    },
  );
});
