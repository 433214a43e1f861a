import { output } from '@nx/devkit';
import { stableJson } from 'iso-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { realTree } from '../real-tree.testing.js';
import syncGenerator from '../sync/generator.js';
import bumpGenerator from './generator.js';

const OLD = 'https://b.example/minikube/minikube-2026-01-01.iso';
const NEW = 'https://b.example/minikube/minikube-2026-11-22.iso';
const PUBLICATION = {
  publicationVersion: 1,
  architecture: 'amd64',
  name: 'minikube-2026-11-22.iso',
  url: NEW,
  sha256Url: `${NEW}.sha256`,
  manifestUrl: 'https://b.example/minikube/minikube-2026-11-22.manifest.json',
  object: 's3://isos/minikube/minikube-2026-11-22.iso',
  sha256: 'a'.repeat(64),
  size: 1,
  kernelRelease: '6.6.95',
  requirements: ['NET_SCH_PRIO'],
  verified: true,
};

beforeEach(() => {
  vi.stubEnv('NX_DAEMON', 'false');
  vi.spyOn(output, 'log').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('changes the Makefile and the lock the first time, nothing the second, and sync agrees', async () => {
  const { tree, write } = realTree();
  const text = (url: string) => `\uFEFFstart:\r\n\tminikube start --iso-url="${url}" # ours`;
  write(
    'chaos/minikube-iso.json',
    '{"minikube": "1.38.1", "kernel": {"require": ["NET_SCH_PRIO"]}}',
  );
  write('dist/chaos/publish/publication-amd64.json', stableJson(PUBLICATION));
  write('Makefile', text(OLD));

  await bumpGenerator(tree, { offline: true });
  expect(tree.read('Makefile', 'utf8')).toBe(text(NEW));
  const once = tree.read('chaos/minikube-iso.lock.json', 'utf8');
  expect(once).toContain(NEW);

  await bumpGenerator(tree, { offline: true });
  expect(tree.read('Makefile', 'utf8')).toBe(text(NEW));
  expect(tree.read('chaos/minikube-iso.lock.json', 'utf8')).toBe(once);
  expect(output.log).toHaveBeenLastCalledWith(
    expect.objectContaining({ bodyLines: expect.arrayContaining(['Nothing to change.']) }),
  );
  expect(await syncGenerator(tree)).toEqual({});
});

it('gives two specs that share a Makefile a place each, whose files it includes', async () => {
  const { tree, write } = realTree();
  const date = { chaos: '2026-11-22', edge: '2026-11-20' };
  const text = (name: string, to: string) =>
    `${name.toUpperCase()}_ISO_URL = https://b.example/${name}/minikube-${to}.iso\n`;
  for (const [name, to] of Object.entries(date)) {
    const url = `https://b.example/${name}/minikube-${to}.iso`;
    write(
      `${name}/minikube-iso.json`,
      '{"minikube": "1.38.1", "kernel": {"require": ["NET_SCH_PRIO"]}, "bump": {"makefile": "iso.mk"}}',
    );
    write(`${name}/iso.mk`, text(name, '2026-01-01'));
    write(`dist/${name}/publish/publication-amd64.json`, stableJson({ ...PUBLICATION, url }));
  }
  const makefile =
    'include chaos/iso.mk\ninclude edge/iso.mk\nstart:\n\tminikube start --iso-url=$(CHAOS_ISO_URL)\nstart-edge:\n\tminikube start --iso-url=$(EDGE_ISO_URL)\n';
  write('Makefile', makefile);

  await bumpGenerator(tree, { all: true, offline: true });
  for (const [name, to] of Object.entries(date)) {
    expect(tree.read(`${name}/iso.mk`, 'utf8')).toBe(text(name, to));
  }
  expect(tree.read('Makefile', 'utf8')).toBe(makefile);
  expect(await syncGenerator(tree)).toEqual({});
});

it('moves a place for one spec alone, where two find the same Makefile', async () => {
  const { tree, write } = realTree();
  const text = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
  for (const name of ['a', 'b']) {
    write(
      `${name}/minikube-iso.json`,
      '{"minikube": "1.38.1", "kernel": {"require": ["NET_SCH_PRIO"]}}',
    );
    const url = NEW.replace('minikube/', `${name}/`);
    write(`dist/${name}/publish/publication-amd64.json`, stableJson({ ...PUBLICATION, url }));
  }
  write('Makefile', text(OLD));
  await bumpGenerator(tree, { project: 'a', offline: true });
  const mine = tree.read('Makefile', 'utf8');
  await expect(bumpGenerator(tree, { project: 'b', offline: true })).rejects.toThrow(
    /^BUMP_URL_NOT_FOUND: .*the ISO of a\/minikube-iso\.lock\.json/,
  );
  expect(tree.read('Makefile', 'utf8')).toBe(mine);
  expect(await syncGenerator(tree)).toEqual({});
});
