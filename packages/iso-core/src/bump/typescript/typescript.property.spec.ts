import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { applyEdits } from '../text-edit.js';
import { escapedFor } from './literal-text.js';
import type { Quote, TypescriptSite } from './site.js';
import { typescriptEdits } from './typescript-edits.js';
import { typescriptSites } from './typescript-sites.js';

const NEW = 'file:///new/';

/** A part of a URL, and how a program writes it. */
interface Part {
  readonly text: string;
  readonly quote: Quote;
  readonly isConstant: boolean;
  /** Which of its characters are written as escapes. */
  readonly escapes: readonly boolean[];
}

interface Program {
  readonly parts: readonly Part[];
  readonly isTemplate: boolean;
  readonly before: string;
  readonly after: string;
  readonly lineEnd: string;
}

function literal({ text, quote, escapes }: Part): string {
  const written = [...text].map((character, index) =>
    escapes[index] === true
      ? `\\u{${character.codePointAt(0)?.toString(16)}}`
      : escapedFor(quote, character),
  );
  return `${quote}${written.join('')}${quote}`;
}

function source({ parts, isTemplate, before, after, lineEnd }: Program): string {
  const constants = parts.map((part, index) =>
    part.isConstant ? `const C${index} = ${literal(part)}; // 'https://old/c.iso'` : '',
  );
  const names = parts.map((part, index) => (part.isConstant ? `C${index}` : `(${literal(part)})`));
  const url = isTemplate
    ? `\`${names.map((name) => `\${${name}}`).join('')}\``
    : names.join(' /* + */ + ');
  return [
    `${before}// 'https://old/a.iso' \t ü`,
    ...constants,
    `const result = ${url};`,
    `{ ${after}`,
    '}',
  ].join(lineEnd);
}

const anyText = fc.string({
  unit: fc.constantFrom(...'ab1-/_\'"`\\é$'),
  minLength: 1,
  maxLength: 6,
});

const parts = fc
  .array(
    fc.record({
      text: anyText,
      quote: fc.constantFrom<Quote>("'", '"', '`'),
      isConstant: fc.boolean(),
      escapes: fc.array(fc.boolean(), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    all.map((part, index) => ({
      ...part,
      text: `${index === 0 ? 'https://' : ''}${part.text.replaceAll('$', '')}x${index}${index === all.length - 1 ? '.iso' : ''}`,
    })),
  );

const noise = fc.constantFrom(
  '',
  '\uFEFF',
  '"use strict";',
  '/* `--iso-url=${x}` */ let n = 1;',
  'const other = `v${1 + 1}`; other;',
  "[1, 'a'].map((x) => ({ x }));",
);

const programs: fc.Arbitrary<Program> = fc.record({
  parts,
  isTemplate: fc.boolean(),
  before: noise,
  after: noise.map((text) => text.replace('\uFEFF', '')),
  lineEnd: fc.constantFrom('\n', '\r\n'),
});

async function bump(text: string, url: string) {
  const sites = await typescriptSites('a.cjs', text);
  expect(sites).toHaveLength(1);
  return typescriptEdits(sites, new Map<TypescriptSite, string>(sites.map((site) => [site, url])));
}

function resultOf(text: string): unknown {
  return runInNewContext(`${text.replace('\uFEFF', '')}\n;result`);
}

function urlOf(all: readonly { readonly text: string }[]): string {
  return all.map(({ text }) => text).join('');
}

describe('any program that says one ISO URL', () => {
  it('is read as it runs, and runs with the new URL after one literal has changed', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.nat(), async (program, choice) => {
        const text = source(program);
        const [site] = await typescriptSites('a.cjs', text);
        expect(site).toMatchObject({ url: resultOf(text) });
        const changed = choice % program.parts.length;
        const wish = urlOf(
          program.parts.map((part, index) =>
            index === changed ? { text: part.text.replace(`x${index}`, `'"\`new${index}`) } : part,
          ),
        );
        const edits = await bump(text, wish);
        expect(edits).toHaveLength(1);
        const after = applyEdits(text, edits);
        expect(resultOf(after)).toBe(wish);
        expect(await bump(after, wish)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('runs with any new URL, or stays as it is', async () => {
    let successes = 0;
    await fc.assert(
      fc.asyncProperty(programs, anyText, async (program, end) => {
        const text = source(program);
        const wish = `${NEW}${end.replaceAll('$', '')}.iso`;
        try {
          const edits = await bump(text, wish);
          const after = applyEdits(text, edits);
          expect(resultOf(after)).toBe(wish);
          const literals = program.parts.map(literal);
          for (const { start, end: stop } of edits) {
            expect(literals).toContain(text.slice(start - 1, stop + 1));
          }
          successes += 1;
        } catch (error) {
          if (!isIsoError(error, 'BUMP_NOT_COMPOSABLE')) throw error;
          expect(program.parts.length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 200 },
    );
    expect(successes).toBeGreaterThan(10);
  });
});
