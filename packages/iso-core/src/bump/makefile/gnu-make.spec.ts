// The proof: GNU make gives minikube the URLs that are found, and after the edits those that are wished for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { applyEdits } from '../text-edit.js';
import { urlsOfMake } from './gnu-make.testing.js';
import { isIsoUrl } from '../url-site.js';
import { bumpedText } from './makefile.testing.js';
import { OLD, PLACES } from './places.testing.js';
import { editsFor, isoUrlSites, readMakefile } from './index.js';

const NEW = 'https://bucket/minikube-2026-11-22.iso';
const RUNS = process.env['SOAK'] === '1' ? 10_000 : 60;

const variable = fc.constantFrom('A', 'B', 'C');
const reference = fc.oneof(
  variable.map((name) => `$(${name})`),
  variable.map((name) => `\${${name}}`),
  variable.map((name) => `$${name}`),
);
const part = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('1', '22', 'x-y', 'a/b') },
  reference,
);
const parts = fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
const end = fc.constantFrom('', '', '  ', ' # why', '\t# https://c/no.iso', ' \\\n ');
const quote = fc.constantFrom('', '', '"', "'");
const url = fc
  .tuple(
    fc.oneof(reference, fc.constant('https://b')),
    parts,
    fc.constantFrom('', '-amd64', '-arm64'),
  )
  .map(([base, name, suffix]) => `${base}/${name}${suffix}.iso`);
const operator = fc.constantFrom('=', ':=', '::=', '?=', ' = ', '\t:= ', '?= ');
const modifier = fc.constantFrom(
  '',
  '',
  '',
  'export ',
  'override ',
  'export override ',
  'start: ',
  'all: ',
);
const assignment = fc
  .tuple(modifier, variable, operator, parts, end)
  .filter(([before, , is]) => !(before.includes('override') && is.includes('?')))
  .map(([before, name, is, value, after]) => `${before}${name}${is}${value}${after}`);
const location = fc
  .tuple(modifier, operator, quote, url, end)
  .filter(([before, is]) => !(before.includes('override') && is.includes('?')))
  .map(([before, is, mark, value, after]) => `${before}U${is}${mark}${value}${mark}${after}`);
const host = fc
  .tuple(variable, fc.constantFrom('=', ':='), parts)
  .map(([name, is, value]) => `${name} ${is} https://h/${value}`);
const flags = fc.constantFrom(
  'F = --x --iso-url=$(U) --y',
  'F += --iso-url \\\n  "$(U)"',
  'F := --iso-url=$U',
  'F = --iso-url=https://f/$(A).iso',
  'F ?= --z',
  'define F =\n--iso-url=$(U) \\\n--y\nendef',
);
const test = fc.constantFrom(
  'ifeq ($(ARCH),arm64)',
  'ifneq (arm64,${ARCH})',
  'ifeq "$(ARCH)" "amd64"',
  'ifdef CI',
  'ifndef CI',
);
const { statement } = fc.letrec<{ statement: string; block: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: assignment },
    { weight: 3, arbitrary: location },
    { weight: 2, arbitrary: host },
    { weight: 2, arbitrary: flags },
    fc.tuple(test, tie('block')).map(([a, one]) => `${a}\n${one}\nendif`),
    fc
      .tuple(test, tie('block'), tie('block'))
      .map(([a, one, two]) => `${a}\n${one}\nelse # no\n${two}\nendif`),
    fc
      .tuple(test, tie('block'), test, tie('block'), tie('block'))
      .map(([a, one, b, two, three]) => `${a}\n${one}\nelse ${b}\n${two}\nelse\n${three}\nendif`),
  ),
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
}));
const command = fc.constantFrom(
  'minikube start --iso-url=$(U)',
  '@minikube start --iso-url "$(U)" # --iso-url=no',
  'minikube start \\\n\t\t--iso-url=$(U) \\\n\t\t--z',
  'minikube start $(F)',
  "-minikube start --iso-url='https://r/$(B).iso'",
  'V="$(U)"; minikube start --iso-url=$$V',
  'minikube start --iso-url=$${U}',
  'sh -c \'minikube start --iso-url="$(U)"\'',
);
const makefile = fc
  .tuple(
    fc.array(statement, { minLength: 3, maxLength: 9 }),
    fc.array(command, { minLength: 1, maxLength: 2 }),
    fc.array(statement, { maxLength: 3 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([before, commands, after, lineEnd]) =>
    [
      'A = 1',
      'B = 2',
      'C = 3',
      ...before,
      'all: start',
      'start:',
      ...commands.map((one) => `\t${one}`),
      ...after,
    ]
      .join('\n')
      .replaceAll('\n', lineEnd),
  );
const environment = fc
  .tuple(
    fc.constantFrom('start', 'all'),
    fc.constantFrom([], ['ARCH=amd64'], ['ARCH=arm64']),
    fc.constantFrom([], ['CI=1']),
  )
  .map(([target, arch, ci]) => [target, ...arch, ...ci]);

describe('GNU make', () => {
  it.each(PLACES)('gives minikube what is found, and what is wished for, %s', (_, text) => {
    const folder = temporaryFolder();
    const target = text.startsWith('all:') ? 'all' : 'start';
    const args = [target, 'X=1'];
    expect(trimmedUrlsOfMake(folder, text, args)).toEqual([OLD]);
    const edited = bumpedText(text, NEW);
    expect(trimmedUrlsOfMake(folder, edited, args)).toEqual([NEW]);
    expect(bumpedText(edited, OLD)).toBe(text);
  });

  it(
    'gives minikube what is found, and what is wished for, of any Makefile',
    () => {
      const folder = temporaryFolder();
      fc.assert(
        fc.property(makefile, environment, (text, args) => {
          const read = readMakefile('Makefile', () => text);
          const sites = isoUrlSites(read);
          fc.pre(sites.length > 0 && sites.every(({ computed }) => computed === undefined));
          const urls = [...new Set(sites.map(({ url }) => url))];
          const wanted = new Map(
            urls.map((one, index) => [one, `https://new/minikube-${index}.iso`]),
          );
          const wishes = new Map(sites.map((site) => [site, wanted.get(site.url) ?? '']));
          const edits = editsOrNone(() => editsFor(read, wishes));
          fc.pre(edits !== undefined);
          const pieces = sites.flatMap((site) => site.pieces);
          for (const { start, end } of edits) {
            const piece = pieces.find((one) => one.start === start && one.end === end);
            expect(piece?.text).toBe(text.slice(start, end));
          }
          const before = trimmedUrlsOfMake(folder, text, args);
          fc.pre(before !== undefined && before.length > 0 && before.every(isIsoUrl));
          for (const url of before) expect(urls).toContain(url);

          const edited = applyEdits(text, edits);
          expect(trimmedUrlsOfMake(folder, edited, args)).toEqual(
            before.map((one) => wanted.get(one)),
          );
          const again = isoUrlSites(readMakefile('Makefile', () => edited));
          expect(new Set(again.map(({ url }) => url))).toEqual(new Set(wanted.values()));
        }),
        { numRuns: RUNS, maxSkipsPerRun: 200 },
      );
    },
    RUNS * 2_000,
  );
});

/** Blanks behind a URL are what a quoted value has before a comment. */
function trimmedUrlsOfMake(folder: string, text: string, args: readonly string[]) {
  return urlsOfMake(folder, text, args)?.map((line) => line.trimEnd());
}

function editsOrNone(act: () => ReturnType<typeof editsFor>) {
  try {
    return act();
  } catch (error) {
    if (isIsoError(error, 'BUMP_NOT_COMPOSABLE', 'BUMP_VARIABLE_SHARED')) return undefined;
    throw error;
  }
}
