import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../spec/index.js';
import { parseKernelConfig } from '../config/index.js';
import { makefileOf, treeOf } from '../kconfig/kconfig.testing.js';
import { explain } from './index.js';
import { anyOf, option } from './requirements.testing.js';

const MODULES = 'config MODULES\n\tbool "modules"\n\tmodules\n';

async function textOf(
  kconfig: string,
  config: string,
  requirement: Requirement | string,
): Promise<string> {
  const tree = await treeOf({ Kconfig: MODULES + kconfig, Makefile: makefileOf(6, 1) });
  expect(tree.problems).toEqual([]);
  const wanted = typeof requirement === 'string' ? option(requirement) : requirement;
  return explain(tree, parseKernelConfig(config), wanted).text;
}

const THROTTLING = `
config CGROUPS
	bool "cgroups"
menu "Block"
	depends on BLOCK
if CGROUPS
config BLK_CGROUP
	bool "blkio"
endif
config BLK_DEV_THROTTLING
	bool "throttling"
	depends on BLK_CGROUP=y
endmenu
config BLOCK
	bool "block"
`;

describe('an explanation', () => {
  it('follows the chain of dependencies down to what can be set', async () => {
    expect(await textOf(THROTTLING, 'CONFIG_BLOCK=y\n', 'BLK_DEV_THROTTLING'))
      .toMatchInlineSnapshot(`
        "BLK_DEV_THROTTLING: wanted y or m, Kconfig made it n
            needs BLK_CGROUP=y (is n), which needs CGROUPS=y (is n)
            add: "CGROUPS", "BLK_CGROUP""
      `);
    expect(await textOf(THROTTLING, 'CONFIG_CGROUPS=y\n', 'BLK_DEV_THROTTLING'))
      .toMatchInlineSnapshot(`
        "BLK_DEV_THROTTLING: wanted y or m, Kconfig made it n
            needs BLK_CGROUP=y (is n), which needs BLOCK=y (is n)
            add: "BLOCK", "BLK_CGROUP""
      `);
  });

  it('shows what it adds as data too', async () => {
    const tree = await treeOf(MODULES + THROTTLING);
    const config = parseKernelConfig('CONFIG_BLOCK=y\n');
    const { options } = explain(tree, config, option('BLK_DEV_THROTTLING'));
    expect(options).toEqual([
      {
        option: 'BLK_DEV_THROTTLING',
        wanted: ['y', 'm'],
        found: 'n',
        isEnough: true,
        add: new Map([
          ['CGROUPS', 'y'],
          ['BLK_CGROUP', 'y'],
        ]),
        additions: new Map([
          ['CGROUPS', '"CGROUPS"'],
          ['BLK_CGROUP', '"BLK_CGROUP"'],
        ]),
        needs: expect.arrayContaining([expect.objectContaining({ what: 'BLK_CGROUP' })]),
      },
    ]);
  });

  it('adds nothing that is asked for already', async () => {
    const tree = await treeOf(MODULES + THROTTLING);
    const config = parseKernelConfig('CONFIG_BLOCK=y\n');
    const wanted = option('BLK_DEV_THROTTLING');
    const { text } = explain(tree, config, wanted, new Map([['BLK_CGROUP', 'y']]));
    expect(text).toContain('    add: "CGROUPS"');
    expect(text).not.toContain('"BLK_CGROUP"');
  });

  it('takes the cheaper alternative and what is on already', async () => {
    const kconfig = `
config X
	bool "x"
	depends on (A && B) || C || D
config A
	bool "a"
	depends on B
config B
	bool "b"
config C
	bool "c"
	depends on EXPERT
config D
	bool "d"
	depends on !A
config EXPERT
	bool "expert"
`;
    expect(await textOf(kconfig, '', 'X')).toContain('add: "D"');
    expect(await textOf(kconfig, 'CONFIG_EXPERT=y\n', 'X')).toContain('add: "C"');
  });

  it('leaves out what comes by itself', async () => {
    const kconfig = `
config NET
	bool "net"
config ADVANCED
	bool "advanced"
	depends on NET
	default y
config X
	bool "x"
	depends on ADVANCED
`;
    expect(await textOf(kconfig, '', 'X')).toContain('    add: "NET"');
    expect(await textOf(kconfig, '# CONFIG_ADVANCED is not set\n', 'X')).toContain(
      'add: "NET", "ADVANCED"',
    );
  });

  it('asks for y where a module is not enough, and for less where it is', async () => {
    const kconfig = `
config BUS
	tristate "bus"
config DRIVER
	tristate "driver"
	depends on BUS
config BUILT_IN
	bool "built in"
	depends on BUS=y
`;
    const modular = 'CONFIG_MODULES=y\n';
    expect(await textOf(kconfig, modular, 'DRIVER')).toContain('add: "BUS"');
    expect(await textOf(kconfig, modular, option('DRIVER', ['y']))).toContain(
      'add: { "option": "BUS", "value": "y" }',
    );
    expect(await textOf(kconfig, `${modular}CONFIG_BUS=m\n`, 'BUILT_IN')).toMatchInlineSnapshot(`
      "BUILT_IN: wanted y or m, Kconfig made it n
          needs BUS=y (is m)
          add: { "option": "BUS", "value": "y" }"
    `);
    // Without modules a bare name can only mean y.
    expect(await textOf(kconfig, '', 'DRIVER')).toContain('add: "BUS"');
    expect(await textOf(kconfig, '', option('DRIVER', ['m']))).toContain('needs MODULES=y (is n)');
  });

  it('names who selects a symbol without a prompt', async () => {
    const kconfig = `
config CLASSID
	bool
config UNREACHABLE
	bool
	select CLASSID
config CLS_CGROUP
	tristate "cgroup"
	depends on NET
	select CLASSID
config NET
	bool "net"
config ORPHAN
	bool
`;
    expect(await textOf(kconfig, 'CONFIG_MODULES=y\n', 'CLASSID')).toMatchInlineSnapshot(`
      "CLASSID: wanted y or m, Kconfig made it n
          CLS_CGROUP selects it
          needs CLS_CGROUP=m (is n), which needs NET=y (is n)
          add: "NET", "CLS_CGROUP""
    `);
    expect(await textOf(kconfig, '', 'ORPHAN')).toMatchInlineSnapshot(`
      "ORPHAN: wanted y or m, Kconfig made it n
          it has no prompt and nothing selects it"
    `);
  });

  it('says what a promptless default depends on', async () => {
    const kconfig = `
config EVENTS
	bool
	default y
	depends on PERF && (K || U)
config PERF
	bool "perf"
config K
	bool "k"
	depends on NOWHERE
config U
	bool "u"
`;
    expect(await textOf(kconfig, '', 'EVENTS')).toContain('add: "PERF", "U"');
  });

  it('names who holds a symbol that should be off', async () => {
    const kconfig = `
config HELD
	bool "held"
config HOLDER
	bool "holder"
	select HELD
config DOUBLE
	bool "double"
	depends on !OFF
config OFF
	bool "off"
`;
    const config = 'CONFIG_HELD=y\nCONFIG_HOLDER=y\nCONFIG_OFF=y\n';
    expect(await textOf(kconfig, config, option('HELD', ['n']))).toMatchInlineSnapshot(`
      "HELD: wanted n, Kconfig made it y
          selected by HOLDER
          needs HOLDER=n (is y)
          add: { "option": "HOLDER", "value": "n" }"
    `);
    expect(await textOf(kconfig, config, 'DOUBLE')).toMatchInlineSnapshot(`
      "DOUBLE: wanted y or m, Kconfig made it n
          needs OFF=n (is y)
          add: { "option": "OFF", "value": "n" }"
    `);
  });

  it('says what a choice allows', async () => {
    const kconfig = `
choice
	prompt "Preemption"
config NONE
	bool "none"
config FULL
	bool "full"
endchoice
config NEEDS_NONE
	bool "x"
	depends on !FULL
`;
    expect(await textOf(kconfig, 'CONFIG_NONE=y\n', option('FULL', ['y']))).toMatchInlineSnapshot(`
      "FULL: wanted y, Kconfig made it n
          of "Preemption" only one can be y, and NONE is"
    `);
    expect(await textOf(kconfig, 'CONFIG_FULL=y\n', 'NEEDS_NONE')).toContain('add: "NONE"');
  });

  it('says what cannot be helped', async () => {
    const kconfig = `
config NET_SCH_PRIO
	tristate "prio"
config FLAG
	bool "flag"
config NUMBER
	int "number"
	range 1 64
config VERSION
	int
	default 12
config OLD_ONLY
	bool "old"
	depends on VERSION < 10
`;
    const config = 'CONFIG_MODULES=y\nCONFIG_NUMBER=8\nCONFIG_VERSION=12\n';
    expect(await textOf(kconfig, config, 'NET_SCH_PRIOO')).toMatchInlineSnapshot(`
      "NET_SCH_PRIOO: wanted y or m, Kconfig made it n
          this kernel does not know it for x86; did you mean NET_SCH_PRIO?"
    `);
    expect(await textOf(kconfig, config, 'ZZZZZZZZ')).not.toContain('did you mean');
    expect(await textOf(kconfig, config, 'CONFIG_FLAG')).toContain('did you mean FLAG?');
    expect(await textOf(kconfig, config, option('FLAG', ['m']))).toContain('it is a bool: y or n');
    expect(await textOf(kconfig, config, option('NUMBER', ['100']))).toContain('can be 1 to 64');
    expect(await textOf(kconfig, config, option('NUMBER', ['y']))).toContain('a whole number');
    expect(await textOf(kconfig, config, 'OLD_ONLY')).toMatchInlineSnapshot(`
      "OLD_ONLY: wanted y or m, Kconfig made it n
          needs VERSION < 10 (VERSION is 12)"
    `);
  });

  it('says where a command about the compiler decides', async () => {
    const kconfig = `
config CC_HAS
	def_bool $(cc-option,-x)
config X
	bool "x"
	depends on CC_HAS && A
config A
	bool "a"
`;
    expect(await textOf(kconfig, '', 'X')).toMatchInlineSnapshot(`
      "X: wanted y or m, Kconfig made it n
          needs CC_HAS=y (is n; it follows its default), which needs $(cc-option,-x) (the answer of a command about the compiler and its tools)
          needs A=y (is n)
          add (may not be enough): "A""
    `);
  });

  it('explains each alternative', async () => {
    const text = await textOf('config A\n\tbool "a"\n\tdepends on B\n', '', anyOf('A', 'C'));
    expect(text).toMatchInlineSnapshot(`
      "A: wanted y or m, Kconfig made it n
          needs B=y (is n; this kernel does not know it for x86)
      or C: wanted y or m, Kconfig made it n
          this kernel does not know it for x86; did you mean A?"
    `);
  });

  it('does not run in circles', async () => {
    const kconfig = `
config A
	bool "a"
	depends on B
config B
	bool "b"
	depends on C
config C
	bool
	default A
config D
	bool
config E
	bool
	select F
config F
	bool
	select E
`;
    expect(await textOf(kconfig, '', 'A')).toContain('needs B=y (is n)');
    expect(await textOf(kconfig, '', 'E')).toContain('F would select it');
  });

  it('stays short where everything needs everything', async () => {
    const symbols = Array.from({ length: 40 }, (_, index) => `S${index}`);
    const kconfig = symbols
      .map((name, index) => {
        const others = symbols.slice(index + 1).join(' && ');
        return `config ${name}\n\tbool "x"\n${others === '' ? '' : `\tdepends on ${others}\n`}`;
      })
      .join('');
    const text = await textOf(kconfig, '', 'S0');
    expect(text.split('\n').length).toBeLessThan(16);
    expect(text).toContain('"S39", "S38"');
  });
});
