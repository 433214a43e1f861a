import { describe, expect, it } from 'vitest';
import { applyEdits } from '../text-edit.js';
import { isMakefileName } from './places.js';
import { planBump, type BumpWish } from './plan-bump.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';
const NEW = 'https://b.example/minikube-2026-11-22.iso';
const OLD_ARM = 'https://b.example/minikube-2026-01-01-arm64.iso';
const NEW_ARM = 'https://b.example/minikube-2026-11-22-arm64.iso';

type Files = Readonly<Record<string, string>>;

/** The plan for these files, by default to NEW for amd64, and what they say afterwards. */
async function planned(files: Files, wish: Partial<BumpWish> = {}) {
  const names = Object.keys(files);
  const plan = await planBump({
    files: {
      makefiles: names.filter(isMakefileName),
      others: names.filter((name) => !isMakefileName(name)),
    },
    read: (file) => files[file],
    targets: { amd64: NEW },
    ...wish,
  });
  const after = Object.entries(files).map(([file, text]) => [
    file,
    applyEdits(
      text,
      plan.edits.filter((edit) => edit.file === file),
    ),
  ]);
  return { ...plan, after: Object.fromEntries(after) as Files };
}

const start = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;

describe('a plan', () => {
  it('moves Makefiles, programs and texts alike', async () => {
    const files = (url: string) => ({
      Makefile: start(url),
      'a.ts': `const isoUrl = '${url}';`,
      'a.md': `See ${url}.`,
    });
    const plan = await planned(files(OLD));
    expect(plan.after).toEqual(files(NEW));
    expect(plan.files).toEqual(['Makefile', 'a.md', 'a.ts']);
    expect(plan.left).toEqual([]);
  });

  it('moves every Makefile that names an ISO', async () => {
    const files = (url: string) => ({ Makefile: start(url), 'a.mk': start(url), 'b.mk': 'b:\n' });
    const plan = await planned(files(OLD));
    expect(plan.after).toEqual(files(NEW));
    expect(plan.files).toEqual(['Makefile', 'a.mk']);
  });

  it.each([
    ['before', ['iso.mk', 'Makefile']],
    ['after', ['Makefile', 'iso.mk']],
  ])('takes a Makefile as part of the one that includes it: named %s it', async (_, makefiles) => {
    const text = 'include iso.mk\nstart:\n\tminikube start --iso-url=$(URL)\n';
    const files = {
      Makefile: text,
      'iso.mk': `DATE = 2026-01-01\nURL = ${OLD.replace('2026-01-01', '$(DATE)')}\n`,
    };
    const plan = await planned(files, { files: { makefiles, others: [] } });
    expect(plan.after['iso.mk']).toBe(files['iso.mk'].replace('2026-01-01', '2026-11-22'));
    expect(plan.files).toEqual(['Makefile']);
    expect(plan.moves).toHaveLength(1);
  });

  it('takes two that include each other once', async () => {
    const files = { 'a.mk': `include b.mk\n${start(OLD)}`, 'b.mk': 'include a.mk\n' };
    expect((await planned(files)).files).toEqual(['a.mk']);
  });

  it('has what is on the new ISO already as a move to where it is', async () => {
    const { moves, edits } = await planned({ Makefile: start(NEW) });
    expect(edits).toEqual([]);
    expect(moves).toMatchObject([{ from: NEW, to: NEW, line: 2 }]);
  });

  it('mends the one place that lags behind', async () => {
    const { after } = await planned({ Makefile: start(NEW), 'a.ts': `const isoUrl = '${OLD}';` });
    expect(after['a.ts']).toBe(`const isoUrl = '${NEW}';`);
  });

  it('leaves texts that name another ISO than the one in use, and says so', async () => {
    const other = 'https://releases.example/ubuntu-22.04.iso';
    const { after, left } = await planned({ Makefile: start(OLD), 'a.md': `${OLD} and\n${other}` });
    expect(after['a.md']).toBe(`${NEW} and\n${other}`);
    expect(left).toEqual([`a.md:2 names ${other}, and nothing says that it is minikube's`]);
  });

  it('takes what stands beside the ISO along, also where the ISO itself is not named', async () => {
    const files = (url: string) => ({
      Makefile: start(url),
      'a.sh': `curl ${url}.sha256`,
      'b.md': url.replace(/iso$/, 'manifest.json'),
    });
    const plan = await planned(files(OLD));
    expect(plan.after).toEqual(files(NEW));
    expect(plan.files).toEqual(['Makefile', 'a.sh', 'b.md']);
  });

  it('says what it leaves of a URL with more behind it, and of what is beside another ISO', async () => {
    const stale = OLD.replace('01-01', '02-02');
    const text = `${OLD}?v=1\n${OLD}#a\n${stale}.sha256\nhttps://x.example/app.manifest.json`;
    const { after, left } = await planned({ Makefile: start(OLD), 'a.md': text });
    expect(after['a.md']).toBe(text);
    expect(left).toEqual([
      `a.md:1 names ${OLD}?v=1, which is not the ISO in use`,
      `a.md:2 names ${OLD}#a, which is not the ISO in use`,
      `a.md:3 names ${stale}, which is not the ISO in use`,
    ]);
  });

  it('believes the lock what is in use where there is no Makefile', async () => {
    const files = { 'a.md': `${OLD} and https://b.example/x.iso` };
    const { after } = await planned(files, { known: { amd64: OLD } });
    expect(after['a.md']).toBe(`${NEW} and https://b.example/x.iso`);
  });

  it('leaves a place that computes its URL where another says it', async () => {
    const { left } = await planned({
      Makefile: `${start(OLD)}other:\n\tminikube start --iso-url=$(shell x)\n`,
    });
    expect(left).toEqual([expect.stringMatching(/^Makefile:4 computes its URL/)]);
  });
});

describe('a place is for', () => {
  it.each([
    ['the architecture in its name', start(OLD_ARM), start(NEW_ARM)],
    ['amd64 where its name has none', start(OLD), start(NEW)],
    [
      'the architecture of its condition',
      `ifeq ($(shell uname -m),arm64)\nU = https://b.example/x.iso\nendif\n${start('$(U)')}`,
      `ifeq ($(shell uname -m),arm64)\nU = ${NEW_ARM}\nendif\n${start('$(U)')}`,
    ],
  ])('%s', async (_, Makefile, after) => {
    const plan = await planned({ Makefile }, { targets: { amd64: NEW, arm64: NEW_ARM } });
    expect(plan.after['Makefile']).toBe(after);
  });

  it('the architecture that is known to be at its URL', async () => {
    const plain = 'https://b.example/plain.iso';
    const wish = { targets: { amd64: NEW, arm64: NEW_ARM }, known: { arm64: plain } };
    const files = { Makefile: start(plain), 'a.md': plain };
    const { after } = await planned(files, wish);
    expect(after).toEqual({ Makefile: start(NEW_ARM), 'a.md': NEW_ARM });
  });

  it('arm64 without a word where the spec has no other', async () => {
    const wish = { targets: { arm64: NEW_ARM }, unnamed: 'arm64' } as const;
    expect((await planned({ Makefile: start(OLD) }, wish)).after['Makefile']).toBe(start(NEW_ARM));
  });

  it('amd64 even if there is nothing new but arm64', async () => {
    await expect(
      planned({ Makefile: start(OLD), 'a.md': OLD }, { targets: { arm64: NEW_ARM } }),
    ).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      details: {
        left: [
          'Makefile:2 is for amd64, of which there is no new ISO',
          'a.md:1 is for amd64, of which there is no new ISO',
        ],
      },
    });
  });
});

describe('the ISO of another system', () => {
  const UBUNTU = 'https://releases.example/ubuntu-22.04.iso';
  const FOREIGN = {
    Makefile: `UBUNTU_ISO = ${UBUNTU}\nvm:\n\tqemu -cdrom $(UBUNTU_ISO)\n`,
    'a.ts': `const ubuntu = '${UBUNTU}';`,
    'a.yaml': `ubuntu: ${UBUNTU}\n`,
  };

  it.each(Object.entries(FOREIGN))('is not taken where %s names no other', async (file, text) => {
    await expect(planned({ [file]: text })).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      message: expect.stringContaining(
        `${file}:1 names ${UBUNTU}, and nothing says that it is minikube's`,
      ),
      hint: expect.stringContaining('MINIKUBE_ISO'),
    });
  });

  it('stays where other files name that of minikube', async () => {
    const files = { ...FOREIGN, 'b.mk': start(OLD) };
    const { after, left } = await planned(files);
    expect(after).toEqual({ ...FOREIGN, 'b.mk': start(NEW) });
    expect(left).toHaveLength(3);
  });

  it('is told from that of minikube in one Makefile', async () => {
    const text = (url: string) => `UBUNTU_ISO = ${UBUNTU}\nBOOT = ${url}\n`;
    expect((await planned({ Makefile: text(OLD) })).after['Makefile']).toBe(text(NEW));
  });

  const PLAIN = 'https://h.example/chaos.iso';
  it.each<[string, Partial<BumpWish>]>([
    ['ISO_URL', {}],
    ['MINIKUBE_ISO', {}],
    ['ISO', { targets: { amd64: 'https://h.example/chaos-2.iso' } }],
    ['ISO', { known: { amd64: PLAIN } }],
  ])('is none by the name %s and %j', async (name, wish) => {
    const to = Object.values({ amd64: NEW, ...wish.targets }).join('');
    const files = (url: string) => ({
      Makefile: `${name} = ${url}\nOTHER = $(${name})\n`,
      'a.ts': `project.${name} = '${url}';`,
      'a.env': `${name}=${url}\n`,
    });
    for (const [file, text] of Object.entries(files(PLAIN))) {
      const { after } = await planned({ [file]: text }, wish);
      expect(after).toEqual({ [file]: files(to)[file as keyof ReturnType<typeof files>] });
    }
  });

  it('is none where another place hands its URL to minikube', async () => {
    const files = (url: string) => ({ Makefile: start(url), 'a.ts': `const a = '${url}';` });
    expect((await planned(files(PLAIN))).after).toEqual(files(NEW));
  });
});

describe('the ISO of another spec', () => {
  const others = new Map([[OLD, 'other/minikube-iso.lock.json']]);

  it('is not taken, and the error names its lock', async () => {
    await expect(planned({ Makefile: start(OLD) }, { others })).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      message: expect.stringContaining(
        `Makefile:2 names ${OLD}, the ISO of other/minikube-iso.lock.json`,
      ),
    });
  });

  it('is not taken where the Makefile was asked for', async () => {
    const wish = { others, expected: ['Makefile'] };
    await expect(planned({ Makefile: start(OLD) }, wish)).rejects.toMatchObject({
      code: 'LOCK_NOT_FOLLOWED',
      message: expect.stringContaining('the ISO of other/minikube-iso.lock.json'),
    });
  });

  it('stays in a Makefile that both share', async () => {
    const own = 'https://b.example/minikube-2026-01-01-2.iso';
    const text = (url: string) => `A_ISO_URL = ${OLD}\nB_ISO_URL = ${url}\n`;
    const { after, left } = await planned({ Makefile: text(own) }, { others });
    expect(after['Makefile']).toBe(text(NEW));
    expect(left).toEqual([`Makefile:1 names ${OLD}, the ISO of other/minikube-iso.lock.json`]);
  });

  it('is this one’s too where its lock holds it', async () => {
    const wish = { others, known: { amd64: OLD } };
    expect((await planned({ Makefile: start(OLD) }, wish)).after['Makefile']).toBe(start(NEW));
  });
});

describe('the files of a plan', () => {
  it('keep those of an architecture that stays where it is known to be', async () => {
    const files = {
      Makefile: start(OLD),
      'arm.mk': start(OLD_ARM),
      'a.md': OLD_ARM,
      'b.md': NEW_ARM,
    };
    const plan = await planned(files, { known: { arm64: OLD_ARM } });
    expect(plan.files).toEqual(['Makefile', 'a.md', 'arm.mk']);
  });
});

describe('there is no plan', () => {
  it('where nothing names an ISO, and the error shows how to name one', async () => {
    await expect(planned({ Makefile: 'all:\n', 'a.md': '' })).rejects.toMatchObject({
      code: 'BUMP_URL_NOT_FOUND',
      message: 'Expected a place that names the minikube ISO, found none: looked at Makefile, a.md',
      hint: expect.stringContaining('--iso-url=https://'),
    });
    await expect(planned({})).rejects.toMatchObject({
      message: expect.stringMatching(/there is no Makefile$/),
    });
  });

  it('where the places are on several ISOs', async () => {
    const files = { Makefile: start(OLD), 'a.ts': "const isoUrl = 'https://b.example/a.iso';" };
    await expect(planned(files)).rejects.toMatchObject({
      code: 'BUMP_AMBIGUOUS',
      details: {
        architecture: 'amd64',
        places: [`Makefile:2 ${OLD}`, 'a.ts:1 https://b.example/a.iso'],
      },
    });
  });
});
