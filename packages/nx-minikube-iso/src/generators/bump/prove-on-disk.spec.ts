import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output } from '@nx/devkit';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { proveOnDisk, type Written } from './prove-on-disk.js';

const OLD = 'https://b.example/minikube-2021-01-18.iso';
const NEW = 'https://b.example/minikube-2026-11-27.iso';
const recipe = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
const move = { architecture: 'amd64', file: 'Makefile', line: 2, from: OLD, to: NEW } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** A workspace after a bump that wrote `text`, and what make is asked about it. */
function bumped(text: string) {
  const root = mkdtempSync(join(tmpdir(), 'bumped-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const titles = vi.spyOn(output, 'log').mockReturnValue();
  writeFileSync(join(root, 'Makefile'), text);
  writeFileSync(join(root, 'new.lock.json'), '{}');
  const written: Written = {
    changes: new Map([
      ['Makefile', text],
      ['new.lock.json', '{}'],
    ]),
    before: new Map([
      ['Makefile', recipe(OLD)],
      ['new.lock.json', undefined],
    ]),
    moves: [move],
    makefiles: ['Makefile'],
    summary: [],
    isTrusted: false,
  };
  const said = () => titles.mock.calls.map(([{ title }]) => title);
  return {
    root,
    said,
    prove: (more: Partial<Written> = {}) => proveOnDisk(root, { ...written, ...more }),
  };
}

describe('what make says of a bump', () => {
  it('is told, and the files stay as they were written', async () => {
    const { root, prove, said } = bumped(recipe(NEW));
    await prove();
    expect(said()).toEqual(['Proven by make: Makefile:2']);
    expect(readFileSync(join(root, 'Makefile'), 'utf8')).toBe(recipe(NEW));
  });

  it('puts the files back where it is the old URL', async () => {
    const { root, prove } = bumped(`${recipe(NEW)}\tminikube start --iso-url=${OLD}\n`);
    await expect(prove()).rejects.toMatchObject({ code: 'BUMP_NOT_PROVEN' });
    expect(readFileSync(join(root, 'Makefile'), 'utf8')).toBe(recipe(OLD));
    expect(() => readFileSync(join(root, 'new.lock.json'))).toThrow('ENOENT');
  });

  it('is not asked for where nothing was changed', async () => {
    const { prove, said } = bumped(recipe(NEW));
    await prove({ changes: new Map() });
    expect(said()).toEqual([]);
  });
});
