import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCE = dirname(fileURLToPath(import.meta.url));

/** Which rooms each room may enter, always by their door. Every arrow points down this table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  spec: ['runtime'],
  image: ['runtime'],
  minikube: ['runtime'],
  host: ['spec', 'runtime'],
  kernel: ['spec', 'runtime'],
  inspect: ['spec', 'kernel', 'image', 'minikube', 'host', 'runtime'],
  build: ['inspect', 'spec', 'kernel', 'image', 'minikube', 'host', 'runtime'],
  verify: ['inspect', 'spec', 'kernel', 'image', 'minikube', 'host', 'runtime'],
  // It reads the reports of a verification.
  publish: ['verify', 'inspect', 'spec', 'image', 'runtime'],
  // It moves to publications.
  bump: ['publish', 'inspect', 'spec', 'kernel', 'image', 'runtime'],
};

interface Import {
  readonly from: string;
  readonly target: string;
}

function sourceFiles(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && file.includes(sep),
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path]) => ({
    from: file,
    target: relative(SOURCE, resolve(SOURCE, dirname(file), path ?? '')),
  }));
}

const room = (file: string): string => file.split(sep)[0] ?? '';
const crossing = sourceFiles()
  .flatMap(importsOf)
  .filter(({ from, target }) => room(from) !== room(target) && target.includes(sep));

describe('the house', () => {
  it('has no room that the plan does not name', () => {
    const rooms = new Set(sourceFiles().map(room));
    expect([...rooms].filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  it('has arrows that point one way', () => {
    const wrong = crossing.filter(
      ({ from, target }) => !MAY_IMPORT[room(from)]?.includes(room(target)),
    );
    expect(wrong).toEqual([]);
  });

  it('is entered by the doors, of a room or of a folder in it', () => {
    const throughTheWindow = crossing.filter(
      ({ from, target }) =>
        basename(target) !== 'index.js' && !(isTest(from) && target.endsWith('.testing.js')),
    );
    expect(throughTheWindow).toEqual([]);
  });
});

describe('the narrow door', () => {
  it('of inspecting leads to no package and to none of the large rooms', () => {
    const reached = [...reachedFrom('inspect.ts')].filter((name) => !name.startsWith('node:'));
    const narrow =
      /^(?:inspect\.ts|inspect\/[^/]*|kernel\/config\/.*|runtime\/.*|image\/(?!initrd|module|remaster|index).*)$/;
    expect(reached.filter((name) => !narrow.test(name))).toEqual([]);
  });

  it('of publishing leads to no package but zod and to no room that it does not need', () => {
    const reached = [...reachedFrom('publish.ts')].filter((name) => !name.startsWith('node:'));
    const narrow =
      /^(?:zod$|publish|inspect\/|spec\/|minikube\/|runtime\/|verify\/(?:report\/|counted)|image\/(?!initrd|remaster|index))/;
    expect(reached.filter((name) => !narrow.test(name))).toEqual([]);
    expect(reached).not.toContain('inspect/index.ts');
  });
});

/** What is loaded with a file before any of its code runs: files of ours, and names of packages. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  const text = readFileSync(join(SOURCE, file), 'utf8');
  for (const [, names = '', path = ''] of text.matchAll(
    /^(?:import|export) (?!type )(?:([^;']*?) from )?'([^']+)'/gm,
  )) {
    // A list of nothing but types is not imported.
    if (/^\{(?:\s*type [^,]*,?)+\s*\}$/.test(names)) continue;
    if (!path.startsWith('.')) reached.add(path);
    else reachedFrom(join(dirname(file), path).replace(/\.js$/, '.ts'), reached);
  }
  return reached;
}

function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.endsWith('.testing.ts');
}
