// Writes an ISO spec where there is none: one that is there is the user's.
import { isDeepStrictEqual } from 'node:util';
import type { Tree } from '@nx/devkit';
import { IsoError } from 'iso-core';

/** Leaves a spec that says the same, however it is laid out. Error: `SPEC_EXISTS`. */
export function writeSpec(tree: Tree, path: string, text: string): void {
  const there = tree.read(path, 'utf8');
  if (there === null) {
    tree.write(path, text);
    return;
  }
  const keys = differentKeys(there, text);
  if (keys?.length === 0) return;
  const found = keys === undefined ? 'another file' : `one that differs in ${keys.join(', ')}`;
  throw new IsoError('SPEC_EXISTS', `${path}: expected no ISO spec, found ${found}`, {
    hint: `Change ${path} by hand; or remove it, and run this again.`,
    details: { path, keys },
  });
}

/** The keys by which two objects differ; `undefined` where the first text is none. */
function differentKeys(one: string, other: string): string[] | undefined {
  const [first, second] = [keysOf(one), keysOf(other)];
  if (first === undefined || second === undefined) return undefined;
  return [...new Set([...first.keys(), ...second.keys()])].filter(
    (key) => !isDeepStrictEqual(first.get(key), second.get(key)),
  );
}

function keysOf(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return value instanceof Object ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
