import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, type Runner } from '../../runtime/index.js';
import { crossCompilePrefix, toolchainOf } from './toolchain.js';

const ANSWERS: Readonly<Record<string, string>> = {
  'uname -m': 'x86_64\n',
  'gcc -dumpfullversion -dumpversion': '12.2.0\n',
  'gcc --version': 'gcc (Debian 12.2.0-14) 12.2.0\nCopyright (C) 2022 Free Software\n',
  'ld --version': 'GNU ld version 2.41-34.fc40\nCopyright\n',
  'as --version': 'GNU assembler (GNU Binutils for Debian) 2.40\n',
  'make --version': 'GNU Make 4.3\n',
  'pahole --version': 'v1.24\n',
};

function answering(answers: Readonly<Record<string, string>>): Runner {
  return ({ file, args }) => {
    const stdout = answers[[file, ...args].join(' ')];
    return stdout === undefined
      ? Promise.reject(new IsoError('COMMAND_NOT_FOUND', file, { hint: '' }))
      : Promise.resolve({ exitCode: 0, stdout, stderr: '' });
  };
}

function without(command: string): Record<string, string> {
  return Object.fromEntries(Object.entries(ANSWERS).filter(([name]) => name !== command));
}

describe('toolchainOf', () => {
  it('reads the versions of every distribution’s tools', async () => {
    expect(await toolchainOf(answering(ANSWERS), 'amd64')).toEqual({
      architecture: 'amd64',
      crossCompile: '',
      compiler: { name: 'gcc', version: '12.2.0', banner: 'gcc (Debian 12.2.0-14) 12.2.0' },
      linker: { version: '2.41', banner: 'GNU ld version 2.41-34.fc40' },
      assembler: { version: '2.40', banner: 'GNU assembler (GNU Binutils for Debian) 2.40' },
      make: { version: '4.3', banner: 'GNU Make 4.3' },
      pahole: { version: '1.24', banner: 'v1.24' },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('has another digest as soon as one tool is another build of the same version', async () => {
    const before = await toolchainOf(answering(ANSWERS), 'amd64');
    const same = await toolchainOf(answering({ ...ANSWERS }), 'amd64');
    const other = { ...ANSWERS, 'gcc --version': 'gcc (Debian 12.2.0-15) 12.2.0\n' };
    expect(same.digest).toBe(before.digest);
    expect((await toolchainOf(answering(other), 'amd64')).digest).not.toBe(before.digest);
  });

  it('goes without pahole, and says so in the digest', async () => {
    const toolchain = await toolchainOf(answering(without('pahole --version')), 'amd64');
    expect(toolchain.pahole).toBeUndefined();
    expect(toolchain.digest).not.toBe((await toolchainOf(answering(ANSWERS), 'amd64')).digest);
  });

  it('asks the cross tools for another architecture', async () => {
    const cross = Object.fromEntries(
      Object.entries(ANSWERS).map(([command, text]) => [
        command.replace(/^(gcc|ld|as) /, 'aarch64-linux-gnu-$1 '),
        text,
      ]),
    );
    const toolchain = await toolchainOf(answering(cross), 'arm64');
    expect(toolchain).toMatchObject({ crossCompile: 'aarch64-linux-gnu-' });
  });

  it('rejects a compiler that is missing, or that names no version', async () => {
    await expect(toolchainOf(answering(without('gcc --version')), 'amd64')).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
    });
    const odd = { ...ANSWERS, 'ld --version': 'hello\n' };
    await expect(toolchainOf(answering(odd), 'amd64')).rejects.toMatchObject({
      code: 'TOOLCHAIN_UNREADABLE',
      details: { tool: 'ld', found: 'hello' },
    });
  });

  it('reads the tools of this machine', async () => {
    const toolchain = await toolchainOf(localRunner, 'amd64');
    expect(toolchain.compiler.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(toolchain.make.version).toMatch(/^\d+\.\d+/);
  });
});

describe('crossCompilePrefix', () => {
  it('is empty on the architecture itself, whatever the system calls it', () => {
    expect(crossCompilePrefix('amd64', 'x86_64')).toBe('');
    expect(crossCompilePrefix('arm64', 'aarch64')).toBe('');
    expect(crossCompilePrefix('arm64', 'arm64')).toBe('');
    expect(crossCompilePrefix('amd64', 'aarch64')).toBe('x86_64-linux-gnu-');
    expect(crossCompilePrefix('arm64', 'x86_64')).toBe('aarch64-linux-gnu-');
  });
});
