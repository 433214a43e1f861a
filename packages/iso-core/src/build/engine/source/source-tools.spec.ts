import { describe, expect, it } from 'vitest';
import type { BuildHost, ToolNeed } from '../../../host/index.js';
import { parseKernelConfig } from '../../../kernel/index.js';
import { isIsoError } from '../../../runtime/index.js';
import type { BuildContext } from '../../context.js';
import { checkSourceTools } from './source-tools.js';

/** What is missing on a machine that has nothing but `present`. */
async function missing(present: readonly string[], compilesGo: boolean): Promise<string[]> {
  const asked: string[] = [];
  const host = {
    name: 'this machine',
    missingTools: (needs: readonly ToolNeed[]) => {
      asked.push(...needs.map(({ tool }) => tool).filter((tool) => !present.includes(tool)));
      return Promise.resolve(needs.filter(({ tool }) => asked.includes(tool)));
    },
    packageManager: () => Promise.resolve('apt'),
    isRoot: () => Promise.resolve(true),
  } as unknown as BuildHost;
  const spec = { kernel: {} } as BuildContext['spec'];
  const defconfig = parseKernelConfig('CONFIG_KERNEL_LZ4=y\nCONFIG_DEBUG_INFO_BTF=y\n');
  const checked = checkSourceTools(
    { host, architecture: 'amd64', spec },
    { compilesGo },
    defconfig,
  );
  const code = await checked.then(
    () => 'nothing is missing',
    (error: unknown) => (isIsoError(error) ? error.code : error),
  );
  expect(code).toBe(asked.length === 0 ? 'nothing is missing' : 'TOOLS_MISSING');
  return asked;
}

describe('the tools of a build from sources', () => {
  it('are all named at once: the gate’s, Buildroot’s and minikube’s', async () => {
    const all = await missing([], true);
    expect(all).toEqual(expect.arrayContaining(['flex', 'pahole', 'rsync', '7z', 'go']));
  });

  it('are all that Buildroot’s manual calls mandatory', async () => {
    const manual = [
      ...['which', 'sed', 'make', 'ld', 'diff', 'gcc', 'g++', 'bash', 'patch', 'gzip', 'bzip2'],
      ...['perl', 'tar', 'cpio', 'unzip', 'rsync', 'file', 'bc', 'find', 'awk', 'wget'],
    ];
    expect(await missing([], false)).toEqual(expect.arrayContaining(manual));
  });

  it('are enough where they are there, without Go where minikube has no programs in the ISO', async () => {
    const all = await missing([], false);
    expect(all).not.toContain('go');
    expect(await missing(all, false)).toEqual([]);
    expect(await missing(all, true)).toEqual(['go']);
  });
});
