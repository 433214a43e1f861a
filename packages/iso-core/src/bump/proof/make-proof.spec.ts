import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { planBump } from '../plan/index.js';
import { applyEdits } from '../text-edit.js';
import { proveWithMake } from './make-proof.js';

const OLD = 'https://b.example/minikube/minikube-2021-01-18.iso';
const NEW = 'https://b.example/minikube/minikube-2026-11-27.iso';

/** Bumps the first file from OLD to NEW on the disk, and asks make what it says then. */
async function prove(
  files: Readonly<Record<string, string>>,
  { isTrusted = false, after = (text: string) => text } = {},
): Promise<{ lines: string[]; folder: string }> {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const read = (file: string) => {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch {
      return undefined;
    }
  };
  const [makefile = ''] = Object.keys(files);
  const namesIn = (name: string) => readdirSync(join(folder, name));
  const wish = {
    files: { makefiles: [makefile], others: [] },
    read,
    namesIn,
    targets: { amd64: NEW },
  };
  const { edits, moves } = await planBump(wish);
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const own = edits.filter((edit) => edit.file === file);
    writeFileSync(join(folder, file), after(applyEdits(read(file) ?? '', own)));
  }
  const { signal } = new AbortController();
  const proof = { workspaceRoot: folder, makefile, read, namesIn, moves, isTrusted, signal };
  return { lines: await proveWithMake(proof), folder };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a proof by make', () => {
  it('is what a recipe would run', async () => {
    const { lines } = await prove({
      Makefile: `start:\n\tminikube start \\\n\t\t--iso-url=${OLD}\n`,
    });
    expect(lines).toEqual(['Proven by make: Makefile:3']);
  });

  it('is what a variable comes to, also of an included file and in another folder', async () => {
    const { lines } = await prove({
      'build/Makefile': 'include iso.mk\nstart:\n\tminikube start --iso-url $(ISO_URL)\n',
      'build/iso.mk': `ISO_DATE = 2021-01-18\nISO_URL = https://b.example/minikube/minikube-$(ISO_DATE).iso\n`,
    });
    expect(lines).toEqual([expect.stringMatching(/^Proven by make: build\/iso\.mk:\d$/)]);
  });

  it('is not given for a branch that is not taken here', async () => {
    const { lines } = await prove({
      Makefile: `ifdef NO_SUCH_THING\nISO_URL = ${OLD}\nendif\nstart:\n\t@minikube start --iso-url=$(ISO_URL)\n`,
    });
    expect(lines).toEqual([
      'Not proven by make, which does not get there on this machine: Makefile:2',
    ]);
  });

  it('names the variable by which the environment says otherwise', async () => {
    vi.stubEnv('ISO_URL', 'https://b.example/mine.iso');
    const using = (operator: string) =>
      prove({
        Makefile: `ISO_URL ${operator} ${OLD}\nstart:\n\tminikube start --iso-url=$(ISO_URL)\n`,
      });
    expect((await using('?=')).lines).toEqual([
      'Not proven by make, to which the environment of this machine says otherwise by ISO_URL: Makefile:1',
    ]);
    expect((await using(':=')).lines).toEqual(['Proven by make: Makefile:1']);
  });

  it('fails where make says the old URL all the same', async () => {
    const text = `start:\n\tminikube start --iso-url=${OLD}\n`;
    await expect(
      prove(
        { Makefile: text },
        { after: (bumped) => `${bumped}\tminikube start --iso-url=${OLD}\n` },
      ),
    ).rejects.toMatchObject({ code: 'BUMP_NOT_PROVEN', details: { from: OLD, to: NEW } });
  });

  it('is not taken where make would run something, unless that is asked for', async () => {
    const Makefile = `ifeq ($(shell cat here),1)\nstart:\n\tminikube start --iso-url=${OLD}\nendif\n`;
    const careful = await prove({ Makefile, here: '1' });
    expect(careful.lines).toEqual([
      'Not proven by make, which would run Makefile:1 $(shell; --proveWithMake lets it.',
    ]);
    const trusting = await prove({ Makefile, here: '1' }, { isTrusted: true });
    expect(trusting.lines).toEqual(['Proven by make: Makefile:3']);
  });

  it('leaves the files as they are, whatever make is let run', async () => {
    const { lines, folder } = await prove(
      {
        Makefile: `include iso.mk\nstart:\n\tminikube start --iso-url=$(U)\niso.mk: iso.in\n\tcp $< $@\n`,
        'iso.mk': `U = ${OLD}\n`,
        'iso.in': 'U = https://b.example/other.iso\n',
      },
      { isTrusted: true },
    );
    expect(lines).toEqual([
      'Not proven by make, which does not get there on this machine: iso.mk:1',
    ]);
    expect(readFileSync(join(folder, 'iso.mk'), 'utf8')).toBe(`U = ${NEW}\n`);
  });

  it('says what make says where it does not take the Makefile', async () => {
    const { lines } = await prove({
      Makefile: `start: no-such-file\n\tminikube start --iso-url=${OLD}\n`,
    });
    expect(lines).toEqual([
      expect.stringMatching(/^Not proven by make: make: .*No rule to make target 'no-such-file'/),
    ]);
  });

  it('runs no recipe', async () => {
    const { lines, folder } = await prove({
      Makefile: `start:\n\ttouch ran\n\tminikube start --iso-url=${OLD}\n`,
    });
    expect(lines).toEqual(['Proven by make: Makefile:3']);
    expect(() => readFileSync(join(folder, 'ran'))).toThrow('ENOENT');
  });

  it('is of each place by itself, also where others say the same', async () => {
    const { lines } = await prove({
      Makefile: [
        'ifeq ($(NO_SUCH_CI),1)',
        `U = ${OLD}`,
        'else',
        `U = ${OLD}`,
        'endif',
        'start:',
        '\tminikube start --iso-url=$(U)',
        '%-start:',
        `\tminikube start -p $* --iso-url=${OLD}`,
        'ifdef NO_SUCH_CI',
        'ci:',
        `\tminikube start --iso-url=${OLD}`,
        'endif',
      ].join('\n'),
    });
    expect(lines).toEqual([
      'Proven by make: Makefile:4',
      'Not proven by make, which does not get there on this machine: Makefile:2, Makefile:9, Makefile:12',
    ]);
  });

  it('is of a place of which all parts that differ are also used elsewhere, if make gets there', async () => {
    const { lines } = await prove({
      Makefile: `DATE = 2021-01-18\nifdef NO_SUCH_CI\nB = https://b.example\nelse\nB = https://b.example\nendif\nU = $(B)/minikube/minikube-$(DATE).iso\nstart:\n\tcurl $(B)\n\tminikube start --iso-url=$(U)\n`,
    });
    expect(lines).toEqual([
      'Not proven by make, which does not get there on this machine: Makefile:7',
    ]);
  });

  it('finds beside the Makefile what else is there', async () => {
    const { lines } = await prove({
      'dev/Makefile': `include mk/*.mk\nstart: tool.txt ../deps/x mk/data\n\tminikube start --iso-url=$(U)\n`,
      'dev/mk/iso.mk': `U = ${OLD}\n`,
      'dev/mk/data': '',
      'dev/tool.txt': '',
      'deps/x': '',
    });
    expect(lines).toEqual(['Proven by make: dev/mk/iso.mk:1']);
  });
});
