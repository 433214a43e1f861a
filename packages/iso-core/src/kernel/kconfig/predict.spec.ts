import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from '../config/index.js';
import { makefileOf, treeOf } from './kconfig.testing.js';
import { predict } from './predict.js';

interface Predicting {
  readonly known?: string;
  readonly makefile?: string;
}

/** What symbols become, as letters and texts. */
async function predicted(
  kconfig: string,
  config: string,
  { known = config, makefile = makefileOf(6, 1) }: Predicting = {},
): Promise<Record<string, string>> {
  const tree = await treeOf({ Kconfig: kconfig, Makefile: makefile });
  expect(tree.problems).toEqual([]);
  const outcome = predict(tree, parseKernelConfig(config), parseKernelConfig(known));
  return Object.fromEntries(
    tree.names().map((name) => {
      const type = tree.symbol(name)?.type;
      const isLevel = type === 'bool' || type === 'tristate';
      return [name, isLevel ? 'nmy'.charAt(outcome.level(name).low) : (outcome.text(name) ?? '?')];
    }),
  );
}

const MODULES = 'config MODULES\n\tbool "modules"\n\tmodules\n';

describe('predicting olddefconfig', () => {
  it('takes from the config what users are asked for, as far as dependencies allow', async () => {
    const tree = `${MODULES}
config BUS
	tristate "bus"
config DRIVER
	tristate "driver"
	depends on BUS
config DEBUG
	bool "debug"
	depends on BUS
config HIDDEN
	bool
config GUARDED
	bool "guarded" if NOWHERE
`;
    const asked =
      'CONFIG_MODULES=y\nCONFIG_BUS=m\nCONFIG_DRIVER=y\nCONFIG_DEBUG=y\nCONFIG_HIDDEN=y\nCONFIG_GUARDED=y\n';
    expect(await predicted(tree, asked)).toEqual({
      MODULES: 'y',
      BUS: 'm',
      DRIVER: 'm',
      // A bool that depends on a module can be y.
      DEBUG: 'y',
      HIDDEN: 'n',
      GUARDED: 'n',
    });
    expect(await predicted(tree, asked.replace('CONFIG_MODULES=y\n', ''))).toMatchObject({
      BUS: 'y',
      DRIVER: 'y',
    });
  });

  it('uses the first default that applies where nothing was asked', async () => {
    const tree = `${MODULES}
config A
	tristate "a"
	default m if NOWHERE
	default y
config LEVEL
	int "level" if A
	default 3 if !A
	default 5
config NAME
	string
	default "none"
config COPY
	string
	default NAME
`;
    expect(await predicted(tree, 'CONFIG_MODULES=y\n')).toMatchObject({
      A: 'y',
      LEVEL: '5',
      NAME: 'none',
      COPY: 'none',
    });
    expect(await predicted(tree, '# CONFIG_A is not set\nCONFIG_LEVEL=9\n')).toMatchObject({
      A: 'n',
      LEVEL: '3',
    });
  });

  it('follows selects whatever the selected one depends on, and implies only where it may', async () => {
    const tree = `${MODULES}
config S
	tristate "s"
	select T
	select BOOL
	imply U
	imply V
config T
	tristate
	depends on NOWHERE
config BOOL
	bool
config U
	tristate "u"
config V
	tristate "v"
	depends on NOWHERE
`;
    const all = await predicted(tree, 'CONFIG_MODULES=y\nCONFIG_S=m\n');
    expect(all).toMatchObject({ T: 'm', BOOL: 'y', U: 'm', V: 'n' });
    const refused = await predicted(tree, 'CONFIG_S=y\n# CONFIG_U is not set\n');
    expect(refused).toMatchObject({ T: 'y', U: 'n' });
  });

  it('keeps numbers in their range', async () => {
    const tree = `
config CPUS
	int "cpus"
	range 2 LIMIT
	default 8
config LIMIT
	int
	default 64
config MASK
	hex "mask"
	range 0x10 0xff
`;
    expect(await predicted(tree, 'CONFIG_CPUS=100\nCONFIG_MASK=0x1\n')).toEqual({
      CPUS: '64',
      LIMIT: '64',
      MASK: '0x10',
    });
  });

  const CHOICE = `
choice
	prompt "Preemption"
	default NONE
config FULL
	bool "full"
	depends on CAN
config NONE
	bool "none"
config SOME
	bool "some"
endchoice
config CAN
	bool "can"
config FULL_HELPER
	def_bool FULL
`;

  it('chooses one member of a choice: the last asked for, else the default', async () => {
    const chosen = async (config: string, makefile?: string): Promise<string | undefined> => {
      const all = await predicted(CHOICE, config, makefile === undefined ? {} : { makefile });
      return Object.keys(all)
        .filter((name) => all[name] === 'y' && name !== 'CAN')
        .join(' ');
    };
    expect(await chosen('')).toBe('NONE');
    expect(await chosen('CONFIG_SOME=y\n')).toBe('SOME');
    expect(await chosen('CONFIG_SOME=y\nCONFIG_NONE=y\n')).toBe('NONE');
    expect(await chosen('CONFIG_FULL=y\n')).toBe('NONE');
    expect(await chosen('CONFIG_FULL=y\nCONFIG_CAN=y\n')).toBe('FULL FULL_HELPER');
    // Since 6.11 a default that was refused is not taken as long as there is another.
    expect(await chosen('# CONFIG_NONE is not set\n')).toBe('NONE');
    expect(await chosen('# CONFIG_NONE is not set\n', makefileOf(6, 11))).toBe('SOME');
    const refused = '# CONFIG_NONE is not set\n# CONFIG_SOME is not set\n';
    expect(await chosen(refused, makefileOf(6, 11))).toBe('NONE');
  });

  it('lets several members of a tristate choice be modules', async () => {
    const tree = `${MODULES}
choice
	tristate "gadget"
config ONE
	tristate "one"
config TWO
	tristate "two"
config FLAG
	bool "flag"
endchoice
`;
    const asked = 'CONFIG_MODULES=y\nCONFIG_ONE=m\nCONFIG_TWO=m\nCONFIG_FLAG=y\n';
    expect(await predicted(tree, asked.replace('CONFIG_FLAG=y\n', ''))).toMatchObject({
      ONE: 'm',
      TWO: 'm',
      FLAG: 'n',
    });
    expect(await predicted(tree, asked)).toMatchObject({ ONE: 'n', TWO: 'n', FLAG: 'y' });
  });

  it('leaves what a command decides as it was when the commands were run', async () => {
    const tree = `
config CC_HAS
	def_bool $(cc-option,-x)
config USER
	def_bool CC_HAS
config VERSION
	int
	default $(shell,version)
config NEW
	bool "new"
	depends on $(cc-option,-x)
`;
    const known = 'CONFIG_CC_HAS=y\nCONFIG_USER=y\nCONFIG_VERSION=120200\n';
    expect(await predicted(tree, 'CONFIG_NEW=y\n', { known })).toEqual({
      CC_HAS: 'y',
      USER: 'y',
      VERSION: '120200',
      NEW: 'y',
    });
    expect(await predicted(tree, '')).toEqual({ CC_HAS: 'n', USER: 'n', VERSION: 'n', NEW: 'n' });
  });

  it('does not take m for a bool', async () => {
    const tree = 'config A\n\tbool "a"\n\tdefault y\nconfig B\n\tbool "b"\n';
    expect(await predicted(tree, 'CONFIG_A=m\nCONFIG_B=m\n')).toEqual({ A: 'y', B: 'n' });
  });
});
