import { describe, expect, it } from 'vitest';
import { readElfNeeds } from './elf-needs.js';

const dynamic = `
Elf file type is DYN (Position-Independent Executable file)
  INTERP         0x000318 0x0000000000000318 0x0000000000000318 0x00001c 0x00001c R   0x1
      [Requesting program interpreter: /lib64/ld-linux-x86-64.so.2]
Dynamic section at offset 0x84c20 contains 34 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libbpf.so.1]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000001d (RUNPATH)            Library runpath: [/usr/lib/elsewhere]
`;

describe('readElfNeeds', () => {
  it('finds the libraries and the loader of a program', () => {
    expect(readElfNeeds(dynamic)).toEqual({
      libraries: ['libbpf.so.1', 'libc.so.6'],
      loader: '/lib64/ld-linux-x86-64.so.2',
    });
  });

  it('finds nothing that a static program needs', () => {
    const text =
      '\nElf file type is EXEC (Executable file)\nThere is no dynamic section in this file.\n';
    expect(readElfNeeds(text)).toEqual({ libraries: [], loader: undefined });
  });
});
