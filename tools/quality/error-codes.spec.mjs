import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.mjs';

const ERROR = `export class IsoError extends Error {
  constructor(readonly code: string, message: string) { super(message); }
}
`;

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'error-codes-'));
  mkdirSync(join(folder, 'src'));
  write('src/errors.ts', ERROR);
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "types": [], "module": "nodenext" }, "include": ["src"], "exclude": ["**/*.spec.ts"] }',
  );
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path, text) {
  writeFileSync(join(folder, path), text);
}

function codesOf(code) {
  write('src/code.ts', `import { IsoError } from './errors';\n${code}`);
  const { codes, unknown } = errorCodes(join(folder, 'tsconfig.json'));
  return { codes, unknown: unknown.map((place) => place.slice(folder.length + 1)) };
}

describe('errorCodes', () => {
  it('reads literal codes, in order and once each', () => {
    const code = `throw [new IsoError('TWO', ''), new IsoError('ONE', ''), new IsoError('TWO', '')];`;
    expect(codesOf(code)).toEqual({ codes: ['ONE', 'TWO'], unknown: [] });
  });

  it('reads every code of a helper that is given one of several', () => {
    const code = `export const helper = (code: 'ONE' | 'TWO') => new IsoError(code, '');`;
    expect(codesOf(code)).toEqual({ codes: ['ONE', 'TWO'], unknown: [] });
  });

  it('names the place of a code that could be any string', () => {
    const code = `export const helper = (code: string) => new IsoError(code, '');`;
    expect(codesOf(code)).toEqual({ codes: [], unknown: ['src/code.ts:2'] });
  });

  it('does not look at tests', () => {
    write(
      'src/code.spec.ts',
      `import { IsoError } from './errors'; throw new IsoError('TEST', '');`,
    );
    expect(codesOf('')).toEqual({ codes: [], unknown: [] });
  });
});
