import { jsonSchema, parseSpec } from 'iso-core';
import { expect, it } from 'vitest';
import type {
  BumpOptions,
  KernelOptions,
  OriginOptions,
  PublishOptions,
  ScriptOptions,
  ContainerOptions,
  SourceOptions,
  VagrantOptions,
  SpecOptions,
  VerifyOptions,
} from './spec-options.js';

const origin: Required<OriginOptions> = {
  path: 'base.iso',
  url: 'https://example.org/base.iso',
  sha256: 'a'.repeat(64),
  producedBy: 'lab:base-iso',
};

/** Every key that the options have: one that is left out, or is none, does not compile. */
const EVERYTHING: Required<SpecOptions> & {
  readonly kernel: Required<KernelOptions>;
  readonly source: Required<SourceOptions>;
  readonly container: Required<ContainerOptions>;
  readonly vagrant: Required<VagrantOptions>;
  readonly verify: Required<VerifyOptions>;
  readonly publish: Required<PublishOptions>;
  readonly bump: Required<BumpOptions>;
} = {
  minikube: 'a'.repeat(40),
  base: { amd64: origin, arm64: origin },
  architectures: ['amd64', 'arm64'],
  kernel: {
    require: ['tc', { option: 'HZ', value: 250 }, { anyOf: ['A', { option: 'B', value: ['y'] }] }],
    source: origin,
    compiler: { launcher: 'ccache', jobs: 2 },
    foreignModules: { vboxguest: 'drop' },
    override: { INITRAMFS_SOURCE: null },
  },
  engine: 'source',
  source: {
    repository: 'https://example.org/minikube.git',
    allowUnreleased: true,
    freeSpace: 40,
  },
  host: 'auto',
  container: { engine: 'podman', network: 'host', baseImage: 'debian:12' },
  vagrant: {
    box: 'bento/debian-12',
    provider: 'libvirt',
    cpus: 4,
    memory: 8192,
    keepMachine: true,
  },
  mirrors: { iso: 'https://example.org/iso', kernel: ['https://example.org/kernel'] },
  output: { name: 'chaos' },
  verify: {
    boot: true,
    pattern: 'login:',
    timeout: 60,
    memory: 1024,
    probes: ['prio'],
    scripts: [
      {
        name: 'ours',
        path: 'ours.sh',
        title: 'Ours',
        timeout: 60,
        expect: { ms: { atLeast: 1, atMost: 2 } },
      } satisfies Required<ScriptOptions>,
    ],
  },
  publish: {
    bucket: 'isos',
    prefix: 'minikube',
    region: 'us-east-1',
    endpoint: 'https://s3.example.org',
    publicUrl: 'https://example.org',
    acl: 'public-read',
    name: 'chaos.iso',
  },
  bump: { makefile: '../Makefile', also: ['../.projenrc.ts'] },
};

it('has every key of the schema of the spec, and no other', () => {
  expect(keysOf(EVERYTHING)).toEqual(schemaKeys(jsonSchema()));
});

it('is what the spec takes, without the keys that exclude each other', () => {
  const { base: _, ...spec } = EVERYTHING;
  const { url: __, ...source } = origin;
  const text = JSON.stringify({ ...spec, kernel: { ...spec.kernel, source } });
  expect(() => parseSpec(text, { path: 'minikube-iso.json' })).not.toThrow();
});

/** Keys that the user chooses, or that are listed in the schema by name alone. */
const FREE = /^(?:\$schema|kernel\.override\..*|kernel\.foreignModules\..*)$/;

/** The paths of all keys, sorted, each once; the items of a list count for the list. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return sorted(value.flatMap((item) => keysOf(item, path)));
  if (typeof value !== 'object' || value === null) return [];
  return sorted(
    Object.entries(value).flatMap(([key, child]) => {
      const at = join(path, path.endsWith('.expect') ? '*' : key);
      return [at, ...keysOf(child, at)];
    }),
  );
}

function schemaKeys(schema: unknown, path = ''): string[] {
  const { properties, items, anyOf, additionalProperties } = schema as {
    properties?: object;
    items?: object;
    anyOf?: object[];
    additionalProperties?: boolean | object;
  };
  const own = Object.entries(properties ?? {}).flatMap(([key, child]) => [
    join(path, key),
    ...schemaKeys(child, join(path, key)),
  ]);
  const named =
    typeof additionalProperties === 'object'
      ? [join(path, '*'), ...schemaKeys(additionalProperties, join(path, '*'))]
      : [];
  const others = [items, ...(anyOf ?? [])].flatMap((child) =>
    child === undefined ? [] : schemaKeys(child, path),
  );
  return sorted([...own, ...named, ...others]);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function sorted(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((path) => !FREE.test(path)).sort();
}
