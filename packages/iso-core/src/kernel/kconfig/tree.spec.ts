import { describe, expect, it } from 'vitest';
import { formatExpression } from './expression.js';
import { makefileOf, treeOf } from './kconfig.testing.js';
import type { KconfigTree } from './tree.js';

/** The conditions of a symbol's prompts, as text. */
function promptsOf(tree: KconfigTree, name: string): string[] {
  return (tree.symbol(name)?.prompts ?? []).map(({ condition }) => formatExpression(condition));
}

describe('reading a Kconfig tree', () => {
  it('knows types, prompts, dependencies, defaults, ranges, selects and places', async () => {
    const tree = await treeOf(`
config NET
	bool "Networking support"
	select GENERIC_NET_UTILS if X && !Y
	imply BPF
	help
	  Say Y.

config LEVEL
	int
	prompt "Level" if NET
	default 7 if NET
	default OTHER
	range 0 15
	depends on NET || Z=y
`);
    expect(tree.problems).toEqual([]);
    expect(tree.symbol('NET')).toEqual({
      name: 'NET',
      type: 'bool',
      prompts: [{ text: 'Networking support', condition: { kind: 'level', level: 2 } }],
      dependsOn: { kind: 'level', level: 2 },
      defaults: [],
      selects: [{ symbol: 'GENERIC_NET_UTILS', condition: expect.anything() }],
      implies: [{ symbol: 'BPF', condition: { kind: 'level', level: 2 } }],
      ranges: [],
      definedAt: [{ file: 'Kconfig', line: 2 }],
    });
    const level = tree.symbol('LEVEL');
    expect(level?.type).toBe('int');
    expect(level && formatExpression(level.dependsOn)).toBe('NET || Z=y');
    expect(promptsOf(tree, 'LEVEL')).toEqual(['(NET || Z=y) && NET']);
    expect(level?.defaults.map(({ value }) => formatExpression(value))).toEqual(['7', 'OTHER']);
    expect(level?.ranges.map(({ low, high }) => [low, high].map(formatExpression))).toEqual([
      ['0', '15'],
    ]);
    expect(tree.selectors('GENERIC_NET_UTILS')).toEqual([
      { symbol: 'NET', condition: expect.anything() },
    ]);
    expect(tree.impliers('BPF').map(({ symbol }) => symbol)).toEqual(['NET']);
    expect([tree.hasPrompt('NET'), tree.hasPrompt('NOTHING')]).toEqual([true, false]);
    expect(tree.names()).toEqual(['NET', 'LEVEL']);
  });

  it('gives entries the conditions of the menus and ifs around them', async () => {
    const tree = await treeOf(`
menu "Outer"
	depends on A
	visible if SHOWN
if B
config X
	bool "x" if C
	depends on D
	default y if E
	select S
endif
endmenu
config FREE
	bool "free"
`);
    expect(promptsOf(tree, 'X')).toEqual(['A && B && D && C && SHOWN']);
    const symbol = tree.symbol('X');
    expect(symbol && formatExpression(symbol.dependsOn)).toBe('A && B && D');
    expect(symbol?.defaults.map((one) => formatExpression(one.condition))).toEqual([
      'A && B && D && E',
    ]);
    expect(symbol?.selects.map((one) => formatExpression(one.condition))).toEqual(['A && B && D']);
    expect(promptsOf(tree, 'FREE')).toEqual(['y']);
  });

  it('puts together a symbol that is defined in several places', async () => {
    const tree = await treeOf(
      'config A\n\tbool "one"\n\tdepends on X\nconfig A\n\tdefault y\n\tdepends on Y\n',
    );
    const symbol = tree.symbol('A');
    expect(symbol && formatExpression(symbol.dependsOn)).toBe('X || Y');
    expect(symbol?.definedAt.map(({ line }) => line)).toEqual([1, 4]);
    expect(symbol?.defaults.map((one) => formatExpression(one.condition))).toEqual(['Y']);
  });

  it('follows source with macros and variables, in the order of the files', async () => {
    const tree = await treeOf({
      Kconfig: 'FOLDER := net\nsource "arch/$(SRCARCH)/Kconfig"\nsource "$(FOLDER)/Kconfig"\n',
      'arch/x86/Kconfig': 'config X86\n\tdef_bool y\nsource "arch/x86/Kconfig.cpu"\n',
      'arch/x86/Kconfig.cpu': 'config CPU\n\tbool\n',
      'net/Kconfig': 'menuconfig NET\n\tbool "net"\n',
    });
    expect(tree.names()).toEqual(['X86', 'CPU', 'NET']);
    expect(tree.files).toEqual([
      'Kconfig',
      'arch/x86/Kconfig',
      'arch/x86/Kconfig.cpu',
      'net/Kconfig',
    ]);
  });

  it('reads the syntax of kernels before 4.18', async () => {
    const tree = await treeOf(
      {
        Makefile: makefileOf(4, 9),
        Kconfig: [
          'mainmenu "Linux/$ARCH $KERNELVERSION Kernel Configuration"',
          'config SRCARCH',
          '\tstring',
          '\toption env="SRCARCH"',
          'source "arch/$SRCARCH/Kconfig"',
          'source net/Kconfig',
        ].join('\n'),
        'arch/x86/Kconfig':
          'config 64BIT\n\tbool "64-bit" if ARCH = "x86"\n\t---help---\n\t  Say yes.\n\nconfig B\n\tboolean\n\toption modules\n',
        'net/Kconfig': "config NET\n\ttristate 'net'\n\tdepends on m\n",
      },
      { arch: 'x86_64' },
    );
    expect(tree.problems).toEqual([]);
    expect(tree.names()).toEqual(['SRCARCH', '64BIT', 'B', 'NET']);
    expect(tree.symbol('SRCARCH')?.environment).toBe('SRCARCH');
    expect(tree.environment('SRCARCH')).toBe('x86');
    expect(promptsOf(tree, '64BIT')).toEqual(['ARCH="x86"']);
    expect(promptsOf(tree, 'NET')).toEqual(['m && MODULES']);
  });

  it('ends a help text where its indentation does', async () => {
    const tree = await treeOf(
      [
        'config A',
        '\tbool "a"',
        '\thelp',
        '\t  config INSIDE',
        '',
        '\t  more',
        '        \tsame column',
        '\tdepends on B',
        'config C',
        '\tbool',
        '\thelp',
        '',
        'config D',
        '\tbool',
        '\thelp',
        'config TEXT',
        '',
        'config E',
        '\tbool',
      ].join('\n'),
    );
    expect(tree.names()).toEqual(['A', 'C', 'D', 'E']);
    expect(promptsOf(tree, 'A')).toEqual(['B']);
  });

  it('reads continued lines, comments, odd quotes and prompts that hold keywords', async () => {
    const tree = await treeOf(
      'config A # first\n  bool "if \\"B\\" # not a comment" if B && \\\n\tC\r\n  depends on D # why\nconfig E\n\tdef_bool !F&&(G||H<=3)\n',
    );
    expect(tree.problems).toEqual([]);
    expect(tree.symbol('A')?.prompts[0]?.text).toBe('if "B" # not a comment');
    expect(promptsOf(tree, 'A')).toEqual(['D && B && C']);
    const value = tree.symbol('E')?.defaults[0]?.value;
    expect(value && formatExpression(value)).toBe('!F && (G || H <= 3)');
  });

  it('makes the members of a choice depend on it, until 6.11', async () => {
    const text = [
      'choice',
      '\tprompt "Which" if EXPERT',
      '\tdepends on OUTER',
      '\tdefault TWO',
      'config ONE',
      '\tbool "one"',
      'config TWO',
      '\tbool "two"',
      'config UNDER_TWO',
      '\tbool "under"',
      '\tdepends on TWO',
      'endchoice',
    ].join('\n');
    const old = await treeOf(text);
    const name = old.symbol('ONE')?.choice ?? '';
    expect(old.choice(name)?.members).toEqual(['ONE', 'TWO']);
    expect(promptsOf(old, 'ONE')).toEqual([name]);
    expect(old.symbol('UNDER_TWO')?.choice).toBeUndefined();
    const today = await treeOf({ Kconfig: text, Makefile: makefileOf(6, 11) });
    expect(promptsOf(today, 'ONE')).toEqual(['OUTER']);
    expect(today.choice(name)?.type).toBe('bool');
  });

  it('takes "depends on A if B" apart: A counts only where B does', async () => {
    const tree = await treeOf('config X\n\tbool "x"\n\tdepends on A if B && C\n');
    expect(promptsOf(tree, 'X')).toEqual(['A || B=n || C=n']);
  });

  it('passes over what it cannot read and says where', async () => {
    const tree = await treeOf(
      'config A\n\tbool "a"\n\tdepends on (B\n\tfrobnicate\nendif\nmenu "m"\nconfig C\n\tbool\n',
    );
    expect(tree.names()).toEqual(['A', 'C']);
    expect(tree.problems).toEqual([
      { file: 'Kconfig', line: 3, message: 'expected ")", found the end of the line' },
      { file: 'Kconfig', line: 4, message: 'unknown statement "frobnicate"' },
      { file: 'Kconfig', line: 5, message: '"endif" without its "if" in this file' },
      { file: 'Kconfig', line: 0, message: 'no end of "menu"' },
    ]);
  });
});

describe('Kconfig macros', () => {
  const cc = [
    'cc-option = $(success,$(CC) -Werror $(1) -c -x c /dev/null)',
    'success = $(if-success,$(1),y,n)',
    'if-success = $(shell,{ $(1); } && echo "$(2)" || echo "$(3)")',
    '',
  ].join('\n');

  it('never run a command: its answer is unknown, as written', async () => {
    const tree = await treeOf(
      `${cc}config CC_HAS\n\tdef_bool $(cc-option,-mfoo -DX="a,b")\nconfig B\n\tbool "b"\n\tdepends on $(success,touch /tmp/pwned) && A\n`,
    );
    expect(tree.symbol('CC_HAS')?.defaults[0]?.value).toEqual({
      kind: 'unknown',
      source: '$(cc-option,-mfoo -DX="a,b")',
    });
    expect(promptsOf(tree, 'B')).toEqual(['$(success,touch /tmp/pwned) && A']);
  });

  it('expand variables of every flavour, arguments and the environment', async () => {
    const tree = await treeOf(
      [
        'later = $(WHAT)',
        'now := $(WHAT)',
        'WHAT = y',
        'list := a',
        'list += b',
        'pick = $(2)',
        'config LATER',
        '\tdef_bool $(later)',
        'config NOW',
        '\tdef_bool $(now)',
        'config PICKED',
        '\tdef_bool $(pick,n,y)',
        'config TEXT',
        '\tstring',
        '\tdefault "$(list) and $(ARCH) $5"',
        'config OF_ARCH',
        '\tdef_bool "$(ARCH)" = "x86_64"',
        '$(warning-if,$(success,true),careful)',
      ].join('\n'),
    );
    const valueOf = (name: string): string =>
      tree.symbol(name)?.defaults.map(({ value }) => formatExpression(value))[0] ?? '';
    expect(tree.problems).toEqual([]);
    expect(['LATER', 'NOW', 'PICKED', 'TEXT', 'OF_ARCH'].map(valueOf)).toEqual([
      'y',
      '$(now)',
      'y',
      '"a b and x86_64 $5"',
      '"x86_64"="x86_64"',
    ]);
  });
});
