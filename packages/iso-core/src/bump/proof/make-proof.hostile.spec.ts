// Makefiles that would have make run commands or write files although it is only asked.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { isoUrlSites, readMakefile } from '../makefile/index.js';
import type { Move } from '../plan/index.js';
import { proveWithMake } from './make-proof.js';

const URL = 'https://b.example/minikube/minikube-2026-11-27.iso';
const U = `U = ${URL}\n`;
const START = 'start:\n\tminikube start --iso-url=$(U)\n';

/** What is said of files that a bump has written, all of which have to stay as they are. */
async function said(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = temporaryFolder();
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  const read = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
  const namesIn = () => readdirSync(root);
  const sites = isoUrlSites(readMakefile('Makefile', read, namesIn));
  const moves = sites.map(({ file, line }): Move => {
    return { architecture: 'amd64', file, line, from: 'https://b.example/old.iso', to: URL };
  });
  const { signal } = new AbortController();
  const wish = { workspaceRoot: root, makefile: 'Makefile', read, namesIn, moves, signal };
  const lines = await proveWithMake({ ...wish, isTrusted: false });
  expect(readdirSync(root).sort()).toEqual(Object.keys(files).sort());
  for (const [file, text] of Object.entries(files)) expect(read(file)).toBe(text);
  return lines;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('make runs nothing without being let', () => {
  it.each([
    ['of a prefix that is a variable', `P := +\n${U}start:\n\t$(P)touch ran; : --iso-url=$(U)\n`],
    ['of a command that is a variable', `Q = +touch ran\n${U}${START}\t$(Q)\n`],
    ['of $(if …)', `${U}${START}\t$(if x,+touch ran)\n`],
    ['of $(foreach …)', `${U}${START}\t$(foreach x,a,+touch ran)\n`],
    ['of $(subst …)', `${U}A = a b\n${START}\t$(subst a b,+touch ran,$(A))\n`],
    [
      'of a prerequisite',
      `${U}start: dep\n\tminikube start --iso-url=$(U)\ndep:\n\t$(if x,+)touch ran\n`,
    ],
    [
      'expanded twice',
      `.SECONDEXPANSION:\n${U}start: $$(shell touch ran)\n\tminikube start --iso-url=$(U)\n`,
    ],
    ['asked by ifdef', `${U}ifdef $(shell touch ran)\nendif\n${START}`],
    ['named by undefine', `undefine x$(shell touch ran)\n${U}${START}`],
    ['of define !=', `define X !=\ntouch ran\nendef\n${U}${START}`],
    ['of eval', `$(eval X != touch ran)\n${U}${START}`],
    ['of eval of a definition', `define D\nX != touch ran\nendef\n$(eval $(D))\n${U}${START}`],
    ['of eval that puts it together', `s = shell\n$(eval X := $$($(s) touch ran))\n${U}${START}`],
    [
      'called by a name that is put together',
      `f := shell\nX := $(call $(f),touch ran)\n${U}${START}`,
    ],
    ['of a line that comes to a rule', `D = a: B != touch ran\n$(D)\n${U}${START}`],
    ['with a shell of its own', `override SHELL = /bin/sh\n${U}${START}\t$(if x,+)touch ran\n`],
    [
      'with a shell whose name is put together',
      `S = SHELL\noverride $(S) = /bin/sh\n${U}${START}\t$(if x,+)touch ran\n`,
    ],
    [
      'by options that it gives itself',
      `MAKEFLAGS += SHELL=/bin/sh\n${U}${START}\t$(if x,+)touch ran\n`,
    ],
  ])('%s', async (_, text) => {
    expect(await said({ Makefile: text })).toEqual([
      expect.stringMatching(/^Not proven by make, which would run .*; --proveWithMake lets it\.$/),
    ]);
  });

  it('names the command as the Makefile has it', async () => {
    const text = `P := +\n${U}start:\n\t$(P)minikube start --iso-url=$(U)\n`;
    expect(await said({ Makefile: text })).toEqual([
      `Not proven by make, which would run minikube start --iso-url=${URL}; --proveWithMake lets it.`,
    ]);
  });

  it.each([
    ['by a rule with another spelling', 'include ./iso.mk\n', 'iso.mk: iso.in\n\tcp $< $@\n'],
    ['by a rule with ./', 'include iso.mk\n', './iso.mk: iso.in\n\tcp $< $@\n'],
    ['by a suffix rule', 'include iso.mk\n', '.SUFFIXES: .in .mk\n.in.mk:\n\tcp $< $@\n'],
  ])('makes no file anew that it reads, %s', async (_, include, rule) => {
    const files = { Makefile: `${include}${START}${rule}`, 'iso.mk': U, 'iso.in': 'U = x\n' };
    expect(await said(files)).toEqual([expect.stringMatching(/^Not proven by make, which would/)]);
  });

  it('makes no file anew by the rules that it has itself', async () => {
    const run = 'Not proven by make, which would run cat iso.mk.sh >iso.mk';
    const files = { Makefile: `include iso.mk\n${START}`, 'iso.mk': U, 'iso.mk.sh': 'U = x\n' };
    expect(await said(files)).toEqual([expect.stringContaining(run)]);
    const top = { Makefile: `${U}${START}`, 'Makefile.sh': 'U = x\n' };
    expect(await said(top)).toEqual([expect.stringContaining('cat Makefile.sh >Makefile')]);
  });

  it('reads nothing that the environment names', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'x.mk'), `$(file >${folder}/ran,x)\n`);
    vi.stubEnv('MAKEFILES', join(folder, 'x.mk'));
    vi.stubEnv('GNUMAKEFLAGS', `--eval=$(file>${folder}/ran,x)`);
    vi.stubEnv('MAKEFLAGS', `--eval=$(file>${folder}/ran,x)`);
    expect(await said({ Makefile: U + START })).toEqual(['Proven by make: Makefile:1']);
    expect(readdirSync(folder)).toEqual(['x.mk']);
  });

  it('is asked where nothing of this is', async () => {
    const text = `SHELL := /bin/bash\nMAKEFLAGS += -rR --no-print-directory -j4\n$(if $(U),,$(info none))\n.SHELLFLAGS = -ec\n${U}${START}`;
    expect(await said({ Makefile: text })).toEqual(['Proven by make: Makefile:5']);
  });
});
