import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../runtime/testing/temporary-folder.testing.js';
import { evaluateMakefile } from './evaluate.js';
import { isUnsure, plain, words } from './unsure.js';

const CONFIG: Readonly<Record<string, string>> = { CONFIG_Y: 'y', CONFIG_M: 'm', SRCARCH: 'x86' };

function evaluate(text: string, include: (path: string) => string | undefined = () => undefined) {
  return evaluateMakefile({ text, outer: (name) => CONFIG[name], include });
}

/** Words of a variable, those that are unsure with a `?`. */
function list(text: string, name: string): string[] {
  return words(evaluate(text).value(name)).map((word) => plain(word) + (isUnsure(word) ? '?' : ''));
}

/** What GNU make says. */
function make(text: string, name: string): string[] {
  const path = join(temporaryFolder(), 'Makefile');
  const lines = Object.entries(CONFIG).map(([variable, value]) => `${variable}=${value}`);
  writeFileSync(path, `${text}\nprint-it:\n\t@echo '$(${name})'\n`);
  const output = execFileSync('make', ['-s', '-f', path, 'print-it', ...lines], {
    encoding: 'utf8',
  });
  return words(output);
}

describe('evaluateMakefile', () => {
  it.each([
    'obj-$(CONFIG_Y) += a.o b.o\nobj-$(CONFIG_N) += c.o\nobj-y += d.o',
    'obj-$(CONFIG_Y)	+= a.o \\\n	b.o   \\\n	c.o # d.o\nobj-y+=e.o',
    'ifdef CONFIG_Y\nobj-y += a.o\nelse\nobj-y += b.o\nendif',
    'ifdef CONFIG_N\nobj-y += a.o\nelse ifeq ($(CONFIG_M),m)\nobj-y += b.o\nelse\nobj-y += c.o\nendif',
    'ifneq ($(CONFIG_N)$(CONFIG_M),)\n\tobj-y += tab.o\nendif',
    'ifeq "$(SRCARCH)" "x86"\nobj-y += x86.o\nendif',
    'obj-$(subst m,y,$(CONFIG_M)) += a.o',
    'obj-y += $(patsubst %.c,%.o,a.c b.c) $(addprefix x/,c.o d.o)',
    'list := a b\nobj-y += $(list:=.o) $(list:b=c.o)',
    'list = $(later)\nobj-y += $(list)\nlater = a.o',
    'list := $(later)\nobj-y += $(list) z.o\nlater = a.o',
    'obj-y := $(if $(CONFIG_N),a.o,b.o) $(if $(CONFIG_Y),c.o) $(or $(CONFIG_N),d.o) $(and $(CONFIG_N),e.o)',
    'obj-y := $(filter %.o,a.o b.c c.o) $(filter-out a%,a.o b.o) $(sort z.o a.o z.o)',
    'obj-y := $(foreach n,1 2 3,file$(n).o) $(notdir x/y.o) $(dir x/y.o) $(basename q.o).o',
    'obj-y := a.o\nobj-y ?= b.o\nobj-q ?= c.o\nobj-y += $(obj-q)',
    'x-objs := a.o\nx-$(CONFIG_Y) += b.o\nobj-y += $(x-objs) $(x-y)',
    'obj-y += a.o\n$(obj)/a.o: b.c\n\tobj-y += wrong.o\nobj-y += c.o',
    'a.o: CFLAGS := x\nobj-y += a.o\n.PHONY: x\nx: y\n\t$(call cmd,x)\nobj-y += b.o',
    'define thing\nobj-y += wrong.o\nendef\nobj-y += a.o',
    'export obj-y := a.o\noverride obj-y += b.o',
    'obj-y := $(firstword a.o b.o) $(lastword a.o b.o) $(word 2,a.o b.o c.o) $(strip  d.o )',
    'obj-y := ${CONFIG_Y}.o $(subst $(CONFIG_Y),x,y.o)',
    'comma := ,\nobj-y := a$(comma)b.o',
  ])('agrees with GNU make on %j', (text) => {
    expect(list(text, 'obj-y')).toEqual(make(text, 'obj-y'));
  });

  it('agrees with GNU make on any nesting of conditions', () => {
    const name = fc.constantFrom('CONFIG_Y', 'CONFIG_M', 'CONFIG_N');
    const test = fc.oneof(
      name.map((n) => `ifdef ${n}`),
      name.map((n) => `ifndef ${n}`),
      fc.tuple(name, fc.constantFrom('y', 'm', '')).map(([n, v]) => `ifeq ($(${n}),${v})`),
      fc.tuple(name, name).map(([n, v]) => `ifneq ($(${n}),$(${v}))`),
    );
    let next = 0;
    const { block } = fc.letrec<{ block: string; statement: string }>((tie) => ({
      statement: fc.oneof(
        { maxDepth: 4 },
        name.map((n) => `obj-$(${n}) += ${(next += 1)}.o`),
        fc.tuple(test, tie('block')).map(([t, b]) => `${t}\n${b}\nendif`),
        fc
          .tuple(test, tie('block'), test, tie('block'), tie('block'))
          .map(([t, a, u, b, c]) => `${t}\n${a}\nelse ${u}\n${b}\nelse\n${c}\nendif`),
      ),
      block: fc
        .array(tie('statement'), { minLength: 1, maxLength: 3 })
        .map((all) => all.join('\n')),
    }));
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        const text = blocks.join('\n');
        expect(list(text, 'obj-y')).toEqual(make(text, 'obj-y'));
      }),
      { numRuns: 40 },
    );
  });

  it('says of what it cannot know that it is unsure, and goes on', () => {
    expect(
      list(
        'ifeq ($(shell uname),Linux)\nobj-y += a.o\nelse\nobj-y += b.o\nendif\nobj-y += c.o',
        'obj-y',
      ),
    ).toEqual(['a.o?', 'b.o?', 'c.o']);
    expect(list('obj-y += a.o $(shell ls)', 'obj-y')).toEqual(['a.o', '?']);
    expect(list('obj-y += $(if $(call cc-option,-x),a.o,b.o)', 'obj-y')).toEqual(['a.o?', 'b.o?']);
    expect(list('$(eval obj-y += x.o)\nobj-y += a.o', 'obj-y')).toEqual(['?', 'a.o']);
    expect(list('flag := $(shell x)\nobj-$(flag) += a.o', 'obj-y')).toEqual(['?']);
    expect(
      list('ifdef CONFIG_Y\nifeq ($(shell x),y)\nobj-y := a.o\nendif\nendif', 'obj-y'),
    ).toEqual(['a.o?']);
    expect(
      list(
        'ifeq ($(shell x),y)\nelse ifdef CONFIG_N\nobj-y += a.o\nelse ifdef CONFIG_Y\nobj-y += b.o\nelse\nobj-y += c.o\nendif',
        'obj-y',
      ),
    ).toEqual(['b.o?']);
  });

  it('reads what a makefile includes, and is unsure of what is not there', () => {
    const include = (path: string) => (path === 'x86/extra' ? 'obj-y += extra.o' : undefined);
    expect(evaluate('include $(SRCARCH)/extra', include).value('obj-y')).toBe('extra.o');
    expect(isUnsure(evaluate('include nothing', include).value('obj-y'))).toBe(true);
  });
});

describe('evaluateMakefile on hostile text', () => {
  it('ends, whatever refers to itself', () => {
    expect(isUnsure(evaluate('a = $(a)\nobj-y = $(a)').value('obj-y'))).toBe(true);
    expect(isUnsure(evaluate('a = $(b)\nb = $(a) $(a)\nobj-y = $(a)').value('obj-y'))).toBe(true);
    expect(isUnsure(evaluate('include self', () => 'include self').value('obj-y'))).toBe(true);
  });

  it('takes any text for a makefile', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'$(){}:=+,#\\\n\t aifdefelsendif%o.-'.split('')) }),
        (text) => {
          expect(typeof evaluate(text).value('obj-y')).toBe('string');
        },
      ),
      { numRuns: 300 },
    );
  });
});
