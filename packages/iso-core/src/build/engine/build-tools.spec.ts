import { describe, expect, it } from 'vitest';
import type { BuildHost, ToolNeed } from '../../host/index.js';
import type { Inspection } from '../../inspect/index.js';
import { parseKernelConfig } from '../../kernel/index.js';
import { LAUNCHERS, type CompilerLauncher, type Requirement } from '../../spec/index.js';
import type { BuildContext } from '../context.js';
import { checkBuildTools, checkFurtherTools } from './build-tools.js';

const base = {
  boot: { kernel: { alsoIn: [] } },
  kernel: { release: '6.6.95', config: parseKernelConfig('CONFIG_IKCONFIG=y\n') },
} as unknown as Inspection;

interface Circumstances {
  readonly requirements?: readonly Requirement[];
  readonly launcher?: CompilerLauncher | 'none';
  readonly missing?: readonly string[];
}

/** A build on a host that lacks `missing`, and what it was asked for. */
function build({ requirements = [], launcher, missing = [] }: Circumstances) {
  const asked: string[] = [];
  const host = {
    name: 'this machine',
    missingTools: (needs: readonly ToolNeed[]) => {
      asked.push(...needs.map(({ tool }) => tool));
      return Promise.resolve(needs.filter(({ tool }) => missing.includes(tool)));
    },
    packageManager: () => Promise.resolve('apt'),
    isRoot: () => Promise.resolve(true),
  } as unknown as BuildHost;
  const spec = { kernel: { compiler: launcher === undefined ? {} : { launcher } } };
  return {
    asked,
    context: { architecture: 'amd64', spec, requirements, host } as unknown as BuildContext,
  };
}

const BTF: Requirement = {
  kind: 'option',
  option: 'DEBUG_INFO_BTF',
  values: ['y'],
  reason: '',
  origins: [],
};

describe('the tools of a build', () => {
  it('are those of the base’s kernel, of its source and of the ISO', async () => {
    const { context, asked } = build({});
    await checkBuildTools(context, base);
    expect(asked).toEqual(expect.arrayContaining(['make', 'gcc', 'gzip', 'xz', 'xorriso']));
    expect(asked).not.toContain('pahole');
    expect(asked).not.toContain('ccache');
  });

  it('are also those of what is required and not in the base yet, all missing ones at once', async () => {
    const { context } = build({ requirements: [BTF], missing: ['pahole', 'gelf.h', 'xz'] });
    await expect(checkBuildTools(context, base)).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      message: expect.stringMatching(/pahole \(DEBUG_INFO_BTF=y\).*gelf\.h.*xz/),
    });
  });

  it('are not those of a requirement that this kernel is too old for', async () => {
    const { context, asked } = build({ requirements: [{ ...BTF, kernels: { from: '99.0' } }] });
    await checkBuildTools(context, base);
    expect(asked).not.toContain('pahole');
  });

  it.each(LAUNCHERS)('include the compiler launcher that the spec names: %s', async (launcher) => {
    const { context } = build({ launcher, missing: [launcher] });
    await expect(checkBuildTools(context, base)).rejects.toMatchObject({ code: 'TOOLS_MISSING' });
  });

  it('include none where the spec wants none', async () => {
    const { context, asked } = build({ launcher: 'none' });
    await checkBuildTools(context, base);
    expect(asked).not.toContain('none');
  });

  it('grow by what Kconfig turned on besides, and those alone are looked for then', async () => {
    const { context, asked } = build({ missing: ['openssl'] });
    const config = parseKernelConfig('CONFIG_IKCONFIG=y\nCONFIG_MODULE_SIG=y\n');
    await expect(checkFurtherTools(context, base, config)).rejects.toMatchObject({
      message: expect.stringContaining('openssl (MODULE_SIG=y)'),
    });
    expect(asked).toEqual(['openssl/evp.h', 'openssl']);
  });
});
