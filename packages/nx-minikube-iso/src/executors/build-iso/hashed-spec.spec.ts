import type { ExecutorContext } from '@nx/devkit';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SPEC_INPUTS } from '../../inference/target-context.js';
import { hashedSpec } from './hashed-spec.js';

let folder: string;
let context: ExecutorContext;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'specs-'));
  context = {
    root: join(folder, 'workspace'),
    projectName: 'chaos',
    projectsConfigurations: { version: 2, projects: { chaos: { root: 'apps/chaos' } } },
  } as unknown as ExecutorContext;
});

afterEach(() => rmSync(folder, { recursive: true }));

const inferred = () => ({ ...context, target: { inputs: [...SPEC_INPUTS, { env: 'X' }] } });
const byHand = () => ({ ...context, target: { inputs: ['{projectRoot}/specs/other.json'] } });

function write(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '{}');
  return file;
}

describe('hashedSpec', () => {
  it.each(['minikube-iso.json', 'minikube-iso.official.json'])(
    'takes %s of the project, which is in the hash of an inferred task',
    (name) => {
      const path = write(`workspace/apps/chaos/${name}`);
      expect(hashedSpec(path, inferred())).toBe(path);
    },
  );

  it.each([
    'workspace/apps/chaos/other.json',
    'workspace/apps/chaos/minikube-iso.lock.json',
    'workspace/apps/chaos/deep/minikube-iso.json',
    'workspace/minikube-iso.json',
    'elsewhere/minikube-iso.json',
  ])('refuses %s, which could change unseen', (name) => {
    const path = write(name);
    expect(() => hashedSpec(path, inferred())).toThrow(
      expect.objectContaining({ code: 'SPEC_NOT_HASHED', message: expect.stringContaining(path) }),
    );
  });

  it('takes any spec for a target that says itself what its inputs are', () => {
    const path = write('elsewhere/other.json');
    expect(hashedSpec(path, byHand())).toBe(path);
    expect(hashedSpec(path, context)).toBe(path);
  });

  it('leaves it to others to say that one is not there', () => {
    const path = join(folder, 'workspace/apps/chaos/nope.json');
    expect(hashedSpec(path, inferred())).toBe(path);
  });
});
