import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../spec/index.js';
import { parseKernelConfig } from '../config/index.js';
import { makefileOf, treeOf } from '../kconfig/kconfig.testing.js';
import { editsFor } from './index.js';
import { anyOf, option } from './requirements.testing.js';

const KCONFIG = `
config MODULES
	bool "modules"
	modules
config FLAG
	bool "flag"
config PRIO
	tristate "prio"
config CLASSID
	bool
config BROKEN_SELECTOR
	bool "broken"
	depends on NOWHERE
	select CLASSID
config OTHER_SELECTOR
	tristate "other"
	select CLASSID
config CLS_CGROUP
	tristate "cgroup"
	select CLASSID
config FOLLOWS
	def_bool FLAG
config NAME
	string "name"
config NUMBER
	int "number"
config NEEDY
	bool "needy"
	depends on FLAG
choice
	prompt "one"
config ONE
	bool "one"
config TWO
	bool "two"
endchoice
`;

async function edits(
  requirements: readonly Requirement[],
  base = 'CONFIG_MODULES=y\n',
): Promise<Record<string, string>> {
  const tree = await treeOf({ Kconfig: KCONFIG, Makefile: makefileOf(6, 1) });
  const config = parseKernelConfig(base);
  const found = editsFor(requirements, config, tree);
  // Asked again of what they made, they are nothing more.
  expect(editsFor(requirements, config.with(found), tree)).toEqual(new Map());
  return Object.fromEntries(found);
}

describe('the edit for requirements', () => {
  it('changes nothing that holds', async () => {
    const base = 'CONFIG_MODULES=y\nCONFIG_FLAG=y\nCONFIG_PRIO=y\n';
    const wanted = [option('FLAG'), option('PRIO'), option('NAME', ['n']), anyOf('NONE', 'FLAG')];
    expect(await edits(wanted, base)).toEqual({});
  });

  it('prefers a module, where there are modules and the option can be one', async () => {
    expect(await edits([option('PRIO'), option('FLAG'), option('ONE')])).toEqual({
      PRIO: 'm',
      FLAG: 'y',
      ONE: 'y',
    });
    expect(await edits([option('PRIO')], '')).toEqual({ PRIO: 'y' });
    expect(await edits([option('PRIO', ['y'])], 'CONFIG_MODULES=y\nCONFIG_PRIO=m\n')).toEqual({
      PRIO: 'y',
    });
    expect(await edits([option('PRIO', ['m'])], 'CONFIG_MODULES=y\nCONFIG_PRIO=y\n')).toEqual({
      PRIO: 'm',
    });
  });

  it('sets numbers, texts and n', async () => {
    const wanted = [option('NAME', ['"a b"']), option('NUMBER', ['7', '8']), option('FLAG', ['n'])];
    expect(await edits(wanted, 'CONFIG_FLAG=y\n')).toEqual({
      NAME: '"a b"',
      NUMBER: '7',
      FLAG: 'n',
    });
  });

  it('takes the first alternative that the kernel knows', async () => {
    expect(await edits([anyOf('UNKNOWN', 'PRIO', 'FLAG')])).toEqual({ PRIO: 'm' });
    const unknownIsOff: Requirement = {
      ...anyOf(),
      alternatives: [
        { option: 'UNKNOWN', values: ['n'] },
        { option: 'PRIO', values: ['m'] },
      ],
    };
    expect(await edits([unknownIsOff])).toEqual({ PRIO: 'm' });
    expect(await edits([anyOf('PRIO', 'FLAG'), option('FLAG')])).toEqual({ FLAG: 'y' });
  });

  it('turns on what selects a symbol without a prompt, asked-for ones first', async () => {
    expect(await edits([option('CLASSID')])).toEqual({ OTHER_SELECTOR: 'm' });
    expect(await edits([option('CLASSID'), option('CLS_CGROUP')])).toEqual({ CLS_CGROUP: 'm' });
    const base = 'CONFIG_MODULES=y\nCONFIG_CLS_CGROUP=m\nCONFIG_CLASSID=y\n';
    expect(await edits([option('CLASSID'), option('CLS_CGROUP')], base)).toEqual({});
  });

  it('leaves to its default what follows from other edits', async () => {
    expect(await edits([option('FOLLOWS'), option('FLAG')])).toEqual({ FLAG: 'y' });
  });

  it('turns no dependency on, and asks for nothing that cannot be', async () => {
    expect(await edits([option('NEEDY')])).toEqual({ NEEDY: 'y' });
    expect(await edits([option('UNKNOWN'), option('FLAG', ['m']), option('FOLLOWS')])).toEqual({});
  });

  it('asks for y where nothing is known of the tree', () => {
    const base = parseKernelConfig('CONFIG_PRIO=m\n');
    const wanted = [option('PRIO'), option('FLAG'), option('NAME', ['"x"'])];
    expect(editsFor(wanted, base)).toEqual(
      new Map([
        ['FLAG', 'y'],
        ['NAME', '"x"'],
      ]),
    );
  });
});
