import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../spec/index.js';
import { isIsoError, type IsoError } from '../../runtime/index.js';
import { parseKernelConfig } from '../config/index.js';
import { makefileOf, treeOf } from '../kconfig/kconfig.testing.js';
import { anyOf, option } from '../require/requirements.testing.js';
import { assertGate, gate, type GateInput, type GateResult } from './index.js';

const KCONFIG = `
config MODULES
	bool "modules"
	modules
config CGROUPS
	bool "cgroups"
config BLK_CGROUP
	bool "blkio"
	depends on CGROUPS
config FLOWER
	tristate "flower"
	select FLOWER_LIB
config FLOWER_LIB
	tristate
config NAME
	string "name"
config ARCHIVE
	string "archive"
config ARCHIVE_OWNER
	int "owner"
	depends on ARCHIVE != ""
choice
	prompt "Packing"
	depends on ARCHIVE != ""
config PACK_GZIP
	bool "gzip"
config PACK_XZ
	bool "xz"
endchoice
config CPUS
	int "cpus"
	range 1 64
config GUARDED
	int "guarded" if CGROUPS
config DEBUG_INFO
	bool "debug"
config DEBUG_INFO_BTF
	bool "btf"
	depends on DEBUG_INFO
	depends on PAHOLE_VERSION >= 116
config BTF_USER
	bool "user"
	depends on DEBUG_INFO_BTF
config PAHOLE_VERSION
	int
	default $(shell,pahole-version.sh)
config CC_VERSION_TEXT
	string
	default "$(CC_VERSION_TEXT)"
config CC_HAS_X
	def_bool $(cc-option,-x)
config HARDENED
	bool "hardened"
	depends on CC_HAS_X
config CC_OPTIMIZE_FOR_SIZE
	bool "size"
config CC_HAS_OPINION
	bool "opinion"
config PROBED
	def_bool $(success,probe)
choice
	prompt "Preemption"
config PREEMPT_NONE
	bool "none"
config PREEMPT
	bool "full"
	select PREEMPT_COUNT
endchoice
config PREEMPT_COUNT
	bool
config OLD_KERNELS_ONLY
	bool "old"
	depends on NOWHERE
`;

type Gating = Partial<Omit<GateInput, 'base' | 'result' | 'baseline' | 'tree'>> & {
  readonly baseline?: string;
};

async function gated(base: string, result: string, more: Gating = {}): Promise<GateResult> {
  const tree = await treeOf({ Kconfig: KCONFIG, Makefile: makefileOf(6, 1) });
  expect(tree.problems).toEqual([]);
  const { baseline, ...rest } = more;
  return gate({
    requirements: [],
    kernelRelease: '6.1.192',
    architecture: 'amd64',
    ...rest,
    base: parseKernelConfig(base),
    result: parseKernelConfig(result),
    ...(baseline === undefined ? {} : { baseline: parseKernelConfig(baseline) }),
    tree,
  });
}

function errorOf(result: GateResult): IsoError {
  try {
    assertGate(result);
  } catch (error) {
    if (isIsoError(error)) return error;
    throw error;
  }
  throw new Error('the gate is open');
}

const isOpen = (result: GateResult): boolean => {
  assertGate(result);
  return true;
};

describe('what was asked for', () => {
  it('passes when each requirement holds, and lists what came with it', async () => {
    const requirements = [option('FLOWER'), option('CGROUPS', ['y']), anyOf('NOWHERE', 'MODULES')];
    const result = await gated(
      'CONFIG_MODULES=y\nCONFIG_CGROUPS=y\n',
      'CONFIG_MODULES=y\nCONFIG_CGROUPS=y\nCONFIG_FLOWER=m\nCONFIG_FLOWER_LIB=m\n',
      { requirements },
    );
    expect(isOpen(result)).toBe(true);
    expect(result).toEqual({
      kernelRelease: '6.1.192',
      unmet: [],
      lost: [],
      excused: [],
      changes: [
        { symbol: 'FLOWER', before: 'n', after: 'm' },
        { symbol: 'FLOWER_LIB', before: 'n', after: 'm' },
      ],
    });
  });

  it('stops a build with every unmet option, why, and what to add', async () => {
    const requirements = [option('BLK_CGROUP'), option('FLOWERS'), option('MODULES')];
    const error = errorOf(
      await gated('CONFIG_MODULES=y\n', 'CONFIG_MODULES=y\n', { requirements }),
    );
    expect(error.code).toBe('OPTIONS_NOT_MET');
    expect(error.message).toMatchInlineSnapshot(`
      "2 required kernel options do not hold in 6.1.192:
        BLK_CGROUP: wanted y or m, Kconfig made it n
            needs CGROUPS=y (is n)
            add: "CGROUPS"
        FLOWERS: wanted y or m, Kconfig made it n
            this kernel does not know it for x86; did you mean FLOWER?"
    `);
    expect(error.hint).toBe('Add "CGROUPS" to kernel.require, or drop what needs them.');
    expect(error.details).toEqual({
      kernelRelease: '6.1.192',
      unmet: ['BLK_CGROUP', 'FLOWERS'],
      add: { CGROUPS: 'y' },
      lost: [],
      tools: [],
    });
  });

  it('adds for several requirements what they lack together', async () => {
    const requirements = [option('PREEMPT'), option('BTF_USER'), option('DEBUG_INFO_BTF')];
    const config = 'CONFIG_PAHOLE_VERSION=124\n';
    const error = errorOf(await gated(config, `${config}CONFIG_PREEMPT=y\n`, { requirements }));
    expect(error.details['unmet']).toEqual(['BTF_USER', 'DEBUG_INFO_BTF']);
    expect(error.details['add']).toEqual({ DEBUG_INFO: 'y' });
  });

  it('is told apart from what is not applicable to the kernel', async () => {
    const requirement: Requirement = { ...option('OLD_KERNELS_ONLY'), kernels: { before: '5.0' } };
    expect(isOpen(await gated('', '', { requirements: [requirement] }))).toBe(true);
    const old = await gated('', '', { requirements: [requirement], kernelRelease: '4.19.1' });
    expect(errorOf(old).code).toBe('OPTIONS_NOT_MET');
  });

  it('tells losses too when both are wrong', async () => {
    const result = await gated('CONFIG_CGROUPS=y\n', '', { requirements: [option('FLOWER')] });
    const error = errorOf(result);
    expect(error.code).toBe('OPTIONS_NOT_MET');
    expect(error.message).toContain('options of the base are lost:\n  CGROUPS: was y');
  });

  it('hints at no addition where none helps', async () => {
    const result = await gated('', '', { requirements: [option('CGROUPS', ['m'])] });
    expect(errorOf(result).hint).toContain('Correct or drop');
  });
});

describe('what the base had', () => {
  it.each([
    ['y', 'n'],
    ['m', 'n'],
    ['y', 'm'],
  ])('is lost when a prompted option goes from %s to %s', async (before, after) => {
    const line = (value: string): string => (value === 'n' ? '' : `CONFIG_FLOWER=${value}\n`);
    const result = await gated(
      `CONFIG_MODULES=y\n${line(before)}`,
      `CONFIG_MODULES=y\n${line(after)}`,
    );
    expect(result.lost).toMatchObject([{ symbol: 'FLOWER', before, after }]);
    const error = errorOf(result);
    expect(error.code).toBe('OPTIONS_LOST');
    expect(error.message).toContain(`FLOWER: was ${before}, Kconfig made it ${after}`);
  });

  it('is lost when a number or a text changes or goes', async () => {
    const result = await gated('CONFIG_NAME="a"\nCONFIG_CPUS=8\n', 'CONFIG_NAME="b"\n');
    expect(result.lost.map(({ symbol, before, after }) => [symbol, before, after])).toEqual([
      ['CPUS', '8', 'n'],
      ['NAME', '"a"', '"b"'],
    ]);
  });

  it('is not lost by growing', async () => {
    const result = await gated(
      'CONFIG_MODULES=y\nCONFIG_FLOWER=m\n',
      'CONFIG_MODULES=y\nCONFIG_FLOWER=y\nCONFIG_CGROUPS=y\nCONFIG_NAME="new"\n',
    );
    expect(isOpen(result)).toBe(true);
    expect(result.changes.map(({ symbol }) => symbol)).toEqual(['CGROUPS', 'FLOWER', 'NAME']);
  });

  it('is not lost by request: of a requirement, of a choice', async () => {
    const requirements = [
      option('FLOWER', ['m']),
      option('CGROUPS', ['n']),
      option('PREEMPT'),
      option('NAME', ['""']),
    ];
    const result = await gated(
      'CONFIG_MODULES=y\nCONFIG_FLOWER=y\nCONFIG_CGROUPS=y\nCONFIG_PREEMPT_NONE=y\nCONFIG_NAME="a"\n',
      'CONFIG_MODULES=y\nCONFIG_FLOWER=m\nCONFIG_PREEMPT=y\nCONFIG_PREEMPT_COUNT=y\nCONFIG_NAME=""\n',
      { requirements },
    );
    expect(isOpen(result)).toBe(true);
    expect(result.changes).toHaveLength(6);
  });

  it('is lost when who asked for it would have taken what there was', async () => {
    const result = await gated(
      'CONFIG_MODULES=y\nCONFIG_FLOWER=y\n',
      'CONFIG_MODULES=y\nCONFIG_FLOWER=m\n',
      { requirements: [option('FLOWER', ['y', 'm'])] },
    );
    expect(result.unmet).toEqual([]);
    expect(result.lost).toMatchObject([{ symbol: 'FLOWER', before: 'y', after: 'm' }]);
  });

  it('is lost when a request has another outcome than asked for', async () => {
    const result = await gated('CONFIG_NAME="a"\nCONFIG_PREEMPT_NONE=y\n', 'CONFIG_PREEMPT=y\n', {
      requirements: [option('NAME', ['"b"'])],
    });
    expect(result.lost.map(({ symbol }) => symbol)).toEqual(['NAME', 'PREEMPT_NONE']);
  });

  describe('that Kconfig asks for only where a text names something', () => {
    const base =
      'CONFIG_ARCHIVE="/home/ci/root.cpio"\nCONFIG_ARCHIVE_OWNER=0\nCONFIG_PACK_GZIP=y\nCONFIG_CGROUPS=y\n';
    const requirements = [option('ARCHIVE', ['""', 'n'])];

    it('goes with that text', async () => {
      const emptied = { requirements, emptied: ['ARCHIVE'] };
      const result = await gated(base, 'CONFIG_ARCHIVE=""\nCONFIG_CGROUPS=y\n', emptied);
      expect(isOpen(result)).toBe(true);
      expect(result.changes.map(({ symbol }) => symbol)).toEqual([
        ...['ARCHIVE', 'ARCHIVE_OWNER', 'PACK_GZIP'],
      ]);
    });

    it('takes nothing else with it', async () => {
      const emptied = { requirements, emptied: ['ARCHIVE'] };
      const result = await gated(base, 'CONFIG_ARCHIVE=""\n', emptied);
      expect(result.lost.map(({ symbol }) => symbol)).toEqual(['CGROUPS']);
    });

    it('is lost where the build does not empty that text', async () => {
      const result = await gated(base, 'CONFIG_ARCHIVE=""\nCONFIG_CGROUPS=y\n', { requirements });
      expect(result.lost.map(({ symbol }) => symbol)).toEqual(['ARCHIVE_OWNER', 'PACK_GZIP']);
    });
  });

  it('may differ where nobody is asked, each with why', async () => {
    const result = await gated(
      'CONFIG_MODULES=y\nCONFIG_FLOWER_LIB=m\nCONFIG_CC_VERSION_TEXT="gcc 11"\nCONFIG_CC_HAS_X=y\n',
      'CONFIG_MODULES=y\nCONFIG_CC_VERSION_TEXT="gcc 12"\nCONFIG_PAHOLE_VERSION=124\n',
    );
    expect(isOpen(result)).toBe(true);
    const why = { toolchain: 'the build tools decide it', promptless: expect.any(String) };
    expect(result.excused).toMatchObject([
      { symbol: 'CC_HAS_X', before: 'y', after: 'n', cause: 'toolchain', why: why.toolchain },
      { symbol: 'CC_VERSION_TEXT', cause: 'toolchain' },
      { symbol: 'FLOWER_LIB', before: 'm', after: 'n', cause: 'promptless', why: why.promptless },
      { symbol: 'PAHOLE_VERSION', before: 'n', after: '124', cause: 'toolchain' },
    ]);
    expect(result.changes).toEqual([]);
  });

  it('may differ where only a command answers, whatever the option is called', async () => {
    const result = await gated('CONFIG_PROBED=y\n', '');
    expect(isOpen(result)).toBe(true);
    expect(result.excused).toMatchObject([{ symbol: 'PROBED', cause: 'toolchain' }]);
  });

  it('is lost with a choice of which nothing that was asked for was chosen', async () => {
    const requirements = [anyOf('CGROUPS', 'PREEMPT')];
    const base = 'CONFIG_CGROUPS=y\nCONFIG_PREEMPT_NONE=y\n';
    const result = await gated(base, 'CONFIG_CGROUPS=y\n', { requirements });
    expect(result.lost.map(({ symbol }) => symbol)).toEqual(['PREEMPT_NONE']);
  });

  it('may differ in a number that nobody could be asked for', async () => {
    const result = await gated(
      'CONFIG_GUARDED=1\nCONFIG_CPUS=8\n',
      'CONFIG_GUARDED=64\nCONFIG_CGROUPS=y\nCONFIG_CPUS=8\n',
    );
    expect(isOpen(result)).toBe(true);
    expect(result.excused).toMatchObject([{ symbol: 'GUARDED', cause: 'promptless' }]);
    const asked = 'CONFIG_CGROUPS=y\nCONFIG_GUARDED=1\n';
    const lost = await gated(asked, asked.replace('=1', '=64'));
    expect(errorOf(lost).hint).toContain('{ "option": "GUARDED", "value": 64 }');
  });

  it('is not excused by a name like a tool’s when users are asked for it', async () => {
    const base = 'CONFIG_CC_HAS_OPINION=y\nCONFIG_CC_OPTIMIZE_FOR_SIZE=y\n';
    const result = await gated(base, '');
    expect(result.lost.map(({ symbol }) => symbol)).toEqual([
      'CC_HAS_OPINION',
      'CC_OPTIMIZE_FOR_SIZE',
    ]);
  });

  it('names the tool that took it', async () => {
    const before =
      'CONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_BTF=y\nCONFIG_PAHOLE_VERSION=124\nCONFIG_HARDENED=y\nCONFIG_CC_HAS_X=y\n';
    const error = errorOf(await gated(before, 'CONFIG_DEBUG_INFO=y\nCONFIG_PAHOLE_VERSION=0\n'));
    expect(error.code).toBe('OPTIONS_LOST');
    expect(error.message).toMatchInlineSnapshot(`
      "2 kernel options of the base are lost in 6.1.192:
        DEBUG_INFO_BTF: was y, Kconfig made it n
            needs PAHOLE_VERSION >= 116 (PAHOLE_VERSION is 0)
            pahole decides it here: missing, too old or too new
        HARDENED: was y, Kconfig made it n
            needs CC_HAS_X=y (is n; it follows its default), which needs $(cc-option,-x) (the answer of a command about the compiler and its tools)
            the compiler decides it here: missing, too old or too new"
    `);
    expect(error.details['tools']).toEqual(['pahole', 'the compiler']);
    expect(error.hint).toContain('pahole');
  });

  it('is told apart from what this source never knew', async () => {
    const error = errorOf(
      await gated('CONFIG_VENDOR_THING=y\nCONFIG_CGROUPS=y\n', 'CONFIG_CGROUPS=y\n'),
    );
    expect(error.message).toContain('VENDOR_THING: was y');
    expect(error.message).toContain('not the source of the base');
    expect(error.hint).toContain('kernel.source');
  });

  it('tells whether an edit or the source took it', async () => {
    const base = 'CONFIG_CGROUPS=y\nCONFIG_BLK_CGROUP=y\n';
    const bySource = await gated(base, '', { baseline: '' });
    expect(bySource.lost[0]?.text).toContain('before any option was changed');
    const byEdit = await gated(base, '', {
      baseline: base,
      requirements: [option('CGROUPS', ['n'])],
    });
    expect(byEdit.lost.map(({ text }) => text)).toEqual([
      'BLK_CGROUP: was y, Kconfig made it n\n    needs CGROUPS=y (is n)',
    ]);
  });
});
