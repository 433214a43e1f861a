import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.mjs';
import { entriesOf } from './troubleshooting.mjs';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));
const PROJECTS = ['packages/iso-core', 'packages/nx-minikube-iso'];

describe('docs/troubleshooting.md', () => {
  let entries;
  let codes;
  let unknown;

  beforeAll(() => {
    entries = entriesOf(readFileSync(`${WORKSPACE}docs/troubleshooting.md`, 'utf8'));
    const found = PROJECTS.map((project) => errorCodes(`${WORKSPACE}${project}/tsconfig.lib.json`));
    codes = [...new Set(found.flatMap((each) => each.codes))].sort();
    unknown = found.flatMap((each) => each.unknown);
  });

  it('has one entry for each error code of the packages, and no other', () => {
    expect(codes.length).toBeGreaterThan(0);
    expect(entries.map(({ code }) => code).sort()).toEqual(codes);
  });

  it('can know every code: each is a literal, or of a type made of literals', () => {
    expect(unknown).toEqual([]);
  });

  it('says of each what happened and what to do', () => {
    const incomplete = entries.filter(({ happened, advice }) => happened === '' || advice === '');
    expect(incomplete.map(({ code }) => code)).toEqual([]);
  });
});

describe('entriesOf', () => {
  it('reads headings, what happened and what to do', () => {
    const page =
      '# Page\n\nIntro.\n\n## Part\n\n### ONE\n\nIt broke.\n\n**What to do:** mend it.\n\n## Next\n\nText.\n';
    expect(entriesOf(page)).toEqual([{ code: 'ONE', happened: 'It broke.', advice: 'mend it.' }]);
  });

  it('finds nothing to do where nothing is said', () => {
    expect(entriesOf('### ONE\n\nIt broke.\n')).toEqual([
      { code: 'ONE', happened: 'It broke.', advice: '' },
    ]);
  });
});
