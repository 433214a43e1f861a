import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { beforeEach, expect, it } from 'vitest';
import { writeSpec } from './write-spec.js';

const TEXT = '{ "minikube": "1.38.1", "architectures": ["amd64"] }\n';

let tree: Tree;

beforeEach(() => {
  tree = createTree();
});

const write = () => writeSpec(tree, 'chaos/minikube-iso.json', TEXT);

it('is written where there is none', () => {
  write();
  expect(tree.read('chaos/minikube-iso.json', 'utf8')).toBe(TEXT);
});

it('stays as it is laid out where it says the same', () => {
  const there = '{"architectures":["amd64"],\n"minikube":"1.38.1"}';
  tree.write('chaos/minikube-iso.json', there);
  write();
  expect(tree.read('chaos/minikube-iso.json', 'utf8')).toBe(there);
});

it.each([
  ['{ "minikube": "1.37.0", "kernel": {} }', 'one that differs in minikube, kernel, architectures'],
  ['[]', 'one that differs in minikube, architectures'],
  ['{ "minikube": ', 'another file'],
  ['', 'another file'],
])('is never written over: %j', (there, found) => {
  tree.write('chaos/minikube-iso.json', there);
  expect(write).toThrow(
    expect.objectContaining({
      code: 'SPEC_EXISTS',
      message: `chaos/minikube-iso.json: expected no ISO spec, found ${found}`,
      hint: 'Change chaos/minikube-iso.json by hand; or remove it, and run this again.',
    }),
  );
  expect(tree.read('chaos/minikube-iso.json', 'utf8')).toBe(there);
});
