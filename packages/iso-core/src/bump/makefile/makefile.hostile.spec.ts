import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { applyEdits } from '../text-edit.js';
import { editsFor, isoUrlSites, makeRisks, readMakefile } from './index.js';
import { bumpedText, sitesOf } from './makefile.testing.js';

const START = 'start:\n\tminikube start --iso-url=$(U)\n';
const NEW = 'https://b/new.iso';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isIsoError(error)) return error.code;
    throw error;
  }
  return 'none';
}

function computed(text: string): string | undefined {
  return sitesOf(text)[0]?.computed;
}

describe('hostile Makefiles', () => {
  it('are refused above 8 MiB, and above 16 MiB with what they include', () => {
    const most = '#'.repeat(8 * 1024 * 1024);
    expect(codeOf(() => readMakefile('a', () => most))).toBe('none');
    expect(codeOf(() => readMakefile('a', () => `${most}#`))).toBe('BUMP_MAKEFILE_TOO_LARGE');
    const read = (file: string) => (file === 'a' ? 'include b c' : most);
    expect(codeOf(() => readMakefile('a', read))).toBe('BUMP_MAKEFILE_TOO_LARGE');
  });

  it('are refused when they include without end', () => {
    const deeper = (file: string) => `include ${Number(file) + 1}\n`;
    expect(codeOf(() => readMakefile('1', deeper))).toBe('BUMP_MAKEFILE_TOO_LARGE');
    const twice = (file: string) =>
      `include ${file}0\ninclude ${file}0\n`.repeat(Number(file.length < 12));
    expect(codeOf(() => readMakefile('1', twice))).toBe('BUMP_MAKEFILE_TOO_LARGE');
    expect(codeOf(() => readMakefile('1', () => 'include 1\n'))).toBe('none');
  });

  it('are refused when they ask without end', () => {
    const asked = ['ifdef A\n'.repeat(300), `ifdef A\n${'else ifdef B\n'.repeat(300)}endif\n`];
    for (const text of asked) {
      expect(codeOf(() => readMakefile('a', () => text))).toBe('BUMP_MAKEFILE_TOO_LARGE');
    }
  });

  it('read nothing out of the workspace', () => {
    const asked: string[] = [];
    readMakefile('dev/Makefile', (file) => {
      asked.push(file);
      return file === 'dev/Makefile' ? 'include /etc/x ../../x a/../../y ../../../z\n' : undefined;
    });
    expect(asked).toEqual(['dev/Makefile', 'y']);
  });

  it.each([
    ['refer to themselves', 'U = $(U)\n'],
    ['refer to each other', 'U = $(V)$(V)\nV = $(U)$(U)\n'],
    [
      'double',
      Array.from({ length: 40 }, (_, n) => `U${n} = $(U${n + 1})$(U${n + 1})\n`).join('') +
        'U = $(U0)\nU40 = x\n',
    ],
    ['add up', 'U += https://b/x.iso\n'.repeat(10_000)],
    [
      'depend on many conditions',
      Array.from({ length: 60 }, (_, n) => `ifdef C${n}\nU += ${n}\nendif\n`).join(''),
    ],
    ['nest without end', `U = ${'$('.repeat(100_000)}x${')'.repeat(100_000)}\n`],
    ['never close', `U = ${'$('.repeat(1_000_000)}\n`],
  ])('give no value to variables that %s', (_, text) => {
    expect(computed(text + START)).toBe('--iso-url=$(U)');
  });

  it.each([
    ['lines', (n: number) => 'A += $(B) x # y\n\n'.repeat(n / 16)],
    ['rules', (n: number) => 'a: $(B)\n\t@echo $(C) "$$D" \\\n\t\tx\n'.repeat(n / 36)],
    ['one line', (n: number) => `A = ${'x $(B) y '.repeat(n / 9)}\n`],
    ['one command', (n: number) => `a:\n\techo ${"'x' $(U) $$V; ".repeat(n / 15)}\n`],
    ['continuations', (n: number) => `A = ${'x \\\n\t'.repeat(n / 5)}\n`],
    ['a definition', (n: number) => `define A\n${'x $(B)\n'.repeat(n / 7)}endef\n`],
    ['arguments', (n: number) => `A = $(call x${',$(B)'.repeat(n / 5)})\n`],
    ['places', (n: number) => START.repeat(n / 30).replace('\n', 'start:\n')],
    ['conditions', (n: number) => 'ifdef A\nelse ifdef B\nB = 1\nendif\n'.repeat(n / 33)],
    ['comments', (n: number) => `# \\\n${'\\#\\\\\n'.repeat(n / 5)}`],
  ])('are read in seconds, though they are long: %s', (_, text) => {
    const whole = `U = https://b/old.iso\n${text(2_000_000)}\n${START}`;
    const start = performance.now();
    const makefile = readMakefile('Makefile', () => whole);
    const wishes = new Map(isoUrlSites(makefile).map((site) => [site, NEW]));
    const edits = editsFor(makefile, wishes);
    makeRisks(makefile);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(applyEdits(whole, edits)).toBe(whole.replace('https://b/old.iso', NEW));
  });

  it('take names that objects have for variables', () => {
    const text = `__proto__ = https://b/1.iso\nconstructor = x\n${START}`.replace(
      '(U)',
      '(__proto__)',
    );
    expect(bumpedText(text, NEW)).toBe(text.replace('https://b/1.iso', NEW));
    expect(computed(START.replace('(U)', '(toString)'))).toBe('--iso-url=$(toString)');
  });

  it('may be any text, of which only URLs change', () => {
    const piece = fc.constantFrom(
      ...[
        '$',
        '(',
        ')',
        '{',
        '}',
        ':',
        '=',
        '+',
        ',',
        '#',
        '\\',
        '\n',
        '\t',
        ' ',
        '"',
        "'",
        '%',
        ';',
        '\r\n',
      ],
      ...[
        'ifeq',
        'ifdef',
        'else',
        'endif',
        'define',
        'endef',
        'include',
        'export',
        'U',
        '--iso-url',
        '\0',
      ],
      ...['https://b/1.iso', '$(U)', '--iso-url=', '\nU = ', '\n\t', '$$'],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (content) => {
        const makefile = readMakefile('Makefile', () => content);
        makeRisks(makefile);
        const sites = isoUrlSites(makefile).filter((site) => site.computed === undefined);
        for (const { url } of sites) expect(content).toContain(url.slice(0, 5));
        const wishes = new Map(sites.map((site) => [site, NEW]));
        let edits;
        try {
          edits = editsFor(makefile, wishes);
        } catch (error) {
          if (isIsoError(error)) return;
          throw error;
        }
        const once = applyEdits(content, edits);
        const again = readMakefile('Makefile', () => once);
        for (const site of isoUrlSites(again))
          if (site.computed === undefined) expect(site.url).toBe(NEW);
      }),
      { numRuns: 3000 },
    );
  });
});
