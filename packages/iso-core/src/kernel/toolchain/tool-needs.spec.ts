import { describe, expect, it } from 'vitest';
import { kernelToolNeeds } from './tool-needs.js';

const config = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? 'n' });
const tools = (...args: Parameters<typeof kernelToolNeeds>) =>
  kernelToolNeeds(...args).map(({ tool }) => tool);

describe('kernelToolNeeds', () => {
  it('asks for what every kernel needs', () => {
    const needs = tools(config({}), 'amd64', 'amd64');
    expect(needs).toEqual(expect.arrayContaining(['make', 'gcc', 'flex', 'bison', 'bc', 'depmod']));
    expect(needs).not.toContain('pahole');
    expect(needs).not.toContain('gelf.h');
  });

  it('asks for pahole and libelf only where BTF or objtool is on', () => {
    expect(kernelToolNeeds(config({ DEBUG_INFO_BTF: 'y' }), 'amd64', 'amd64')).toEqual(
      expect.arrayContaining([
        { tool: 'pahole', because: 'DEBUG_INFO_BTF=y' },
        { tool: 'gelf.h', because: 'DEBUG_INFO_BTF=y' },
      ]),
    );
    expect(tools(config({ UNWINDER_ORC: 'y' }), 'amd64', 'amd64')).toContain('gelf.h');
  });

  it('asks for the packer of the kernel, which an arm64 Image has none of', () => {
    const packed = config({ KERNEL_LZ4: 'y', MODULE_COMPRESS_ZSTD: 'y' });
    expect(tools(packed, 'amd64', 'amd64')).toEqual(expect.arrayContaining(['lz4', 'zstd']));
    expect(tools(packed, 'arm64', 'amd64')).not.toContain('lz4');
  });

  it('asks for a cross compiler only where one is needed', () => {
    expect(tools(config({}), 'arm64', 'amd64')).toContain('aarch64-linux-gnu-gcc');
    expect(tools(config({}), 'arm64', 'arm64')).not.toContain('aarch64-linux-gnu-gcc');
    expect(tools(config({}), 'amd64', undefined)).toContain('x86_64-linux-gnu-gcc');
  });

  it('names each tool once', () => {
    const all = config({ MODULE_SIG: 'y', SYSTEM_TRUSTED_KEYRING: 'y', IKHEADERS: 'm' });
    const needs = tools(all, 'amd64', 'amd64');
    expect(needs).toEqual([...new Set(needs)]);
    expect(needs).toEqual(expect.arrayContaining(['openssl/evp.h', 'cpio', 'xz']));
  });
});
