import { describe, expect, it } from 'vitest';
import { tellingMakefileMentions, tellingMentions } from './mentions.js';

const tells = (text: string) => tellingMentions(text, 'NET_X').length > 0;
const makefileTells = (text: string) => tellingMakefileMentions(text, 'NET_X').length > 0;

describe('tellingMentions', () => {
  it.each([
    '#ifdef CONFIG_NET_X',
    '# ifndef CONFIG_NET_X',
    '#if defined(CONFIG_NET_X) && defined CONFIG_OTHER',
    '#if IS_BUILTIN(CONFIG_NET_X)',
    '#endif /* CONFIG_NET_X */',
    '/*\n * IS_ENABLED(CONFIG_NET_X) is said here\n */',
    'int a; // CONFIG_NET_X_MODULE',
    '#if IS_ENABLED(CONFIG_NET_XY)',
    '#if IS_ENABLED(CONFIG_A_CONFIG_NET_X)',
    '#ifdef CONFIG_NET_X_MODULES',
  ])('lets %j pass: it is the same for n and m', (text) => {
    expect(tells(text)).toBe(false);
  });

  it.each([
    '#if IS_ENABLED(CONFIG_NET_X)',
    '#if IS_MODULE(CONFIG_NET_X)',
    '#if IS_REACHABLE( CONFIG_NET_X )',
    '#ifdef CONFIG_NET_X_MODULE',
    '#if defined(CONFIG_NET_X) || defined(CONFIG_NET_X_MODULE)',
    '#if config_enabled(CONFIG_NET_X)',
    'if (IS_ENABLED(CONFIG_NET_X)) /* a comment */ return;',
    'MACRO(CONFIG_NET_X)',
    '#[cfg(CONFIG_NET_X)]',
    'is_enabled CONFIG_NET_X && echo',
    '#define ON CONFIG_NET_X',
  ])('stops at %j', (text) => {
    expect(tells(text)).toBe(true);
  });

  it('says where', () => {
    expect(tellingMentions('a\n\n  #if IS_ENABLED(CONFIG_NET_X)\n', 'NET_X')).toEqual([
      { line: 3, text: '#if IS_ENABLED(CONFIG_NET_X)' },
    ]);
  });
});

describe('tellingMakefileMentions', () => {
  it.each([
    'obj-$(CONFIG_NET_X) += x.o',
    'obj-$(CONFIG_NET_X)\t\t:= x.o \\\n\ty.o',
    'obj-${CONFIG_NET_X} += dir/',
    'obj-$(CONFIG_NET) += thing.o\nthing-$(CONFIG_NET_X) += x.o',
    '# CONFIG_NET_X is nice\nobj-y += a.o',
    'ifdef CONFIG_NET_XY\nendif',
  ])('lets %j pass: the objects show what it does', (text) => {
    expect(makefileTells(text)).toBe(false);
  });

  it.each([
    'ifdef CONFIG_NET_X\nobj-y += a.o\nendif',
    'ifeq ($(CONFIG_NET_X),m)\nendif',
    'obj-$(subst m,y,$(CONFIG_NET_X)) += a.o',
    'ccflags-$(CONFIG_NET_X) += -DX',
    'lib-$(CONFIG_NET_X) += x.o',
    'obj-$(CONFIG_NET_X) += $(if $(CONFIG_NET_X),a.o)',
    'vobjs-$(CONFIG_NET_X) += x.o',
    'A := $(CONFIG_NET_X)',
  ])('stops at %j', (text) => {
    expect(makefileTells(text)).toBe(true);
  });
});
