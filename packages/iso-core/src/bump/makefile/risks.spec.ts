import { describe, expect, it } from 'vitest';
import { makeRisks } from './index.js';
import { type Files, makefileOf } from './makefile.testing.js';

function risks(files: string | Files): string[] {
  return makeRisks(makefileOf(files)).map(({ file, line, kind }) => `${file}:${line} ${kind}`);
}

describe('makeRisks', () => {
  it('is nothing for a Makefile that make may be asked about', () => {
    const text =
      'A = $(shellfish) $(strip x)$(call f,$(B))\n$(if $(A),,$(error no))\ninclude x.mk $(wildcard y/*.mk)\nMAKEFLAGS += -rR -j4 --silent\nstart: a\n\t-@minikube start $(A) + b\n# $(shell x)\n';
    expect(risks({ Makefile: text, 'x.mk': 'B = 1\n' })).toEqual([]);
  });

  it.each([
    ['A = 1\nB = $(C)$(shell x)\n', 'Makefile:2 run'],
    ['ifeq ($(shell uname),Linux)\nendif\n', 'Makefile:1 run'],
    ['start:\n\techo \\\n\t${shell x}\n', 'Makefile:3 run'],
    ['A = $(call shell,x)\n', 'Makefile:1 run'],
    ['A = $$(shell x)\n', 'Makefile:1 run'],
    ['$(eval A = x)\n', 'Makefile:1 run'],
    ['A = $(call $(f),x)\n', 'Makefile:1 run'],
    ['A = $(call f$(x),x)\n', 'Makefile:1 run'],
    ['ifdef $(shell x)\nendif\n', 'Makefile:1 run'],
    ['undefine $(shell x)\n', 'Makefile:1 run'],
    ['define A !=\nx\nendef\n', 'Makefile:2 run'],
    ['override SHELL = x\n', 'Makefile:1 run'],
    ['a: override $(S) = x\n', 'Makefile:1 run'],
    ['MAKEFLAGS += --eval=x\n', 'Makefile:1 run'],
    ['.SECONDEXPANSION:\n', 'Makefile:1 run'],
    ['$(A)\n', 'Makefile:1 remake'],
    ['A != x\n', 'Makefile:1 run'],
    ['$(file >x,y)\n', 'Makefile:1 write'],
    ['load x.so\n', 'Makefile:1 include'],
    ['start:\n\techo\n\t@+x\n', 'Makefile:3 recipe'],
    ['start:\n\tcd x && $(MAKE) y\n', 'Makefile:2 recipe'],
    ['define D\nx\n+${MAKE}\nendef\n', 'Makefile:3 recipe'],
    ['include none.mk\n', 'Makefile:1 include'],
    ['-include *.d\n', 'Makefile:1 include'],
    ['include $(A)\n', 'Makefile:1 include'],
    ['include ../x.mk\n', 'Makefile:1 include'],
    ['A = 1\nMakefile: x\n', 'Makefile:2 remake'],
    ['%: x\n', 'Makefile:1 remake'],
    ['$(wildcard x): y\n', 'Makefile:1 remake'],
  ])('finds what make would do for %j', (text, risk) => {
    expect(risks(text)).toEqual([risk]);
  });

  it('finds the rule that makes an included file anew', () => {
    const rules = ['x.mk: y\n', './x.mk: y\n', '%.mk: y\n'];
    for (const include of ['x.mk', './x.mk', '../dev/x.mk', '$(CURDIR)/x.mk']) {
      const texts = rules.map((rule) => `include ${include}\n${rule}\tz\n`);
      const found = texts.map((text) => risks({ 'dev/Makefile': text, 'dev/x.mk': '\n' }));
      expect(found).toEqual(rules.map(() => ['dev/Makefile:2 remake']));
    }
  });
});
