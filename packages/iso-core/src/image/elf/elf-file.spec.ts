import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseElf, SHN_ABS, SHN_COMMON, SHN_UNDEF, stringAt, type ElfFile } from './elf-file.js';

const SOURCE = `
  .section .modinfo,"a"
  .asciz "license=GPL"
  .section .bss
  .zero 4096
  .text
  .globl defined
defined: nop
  call strong
  .weak feeble
  call feeble
  .globl fixed
  .set fixed, 0x12345678
  .comm shared,8
`;

describe('an object file of the assembler', () => {
  let folder: string;
  let file: ElfFile;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elf-'));
    const output = join(folder, 'one.o');
    execFileSync('gcc', ['-c', '-x', 'assembler', '-', '-o', output], { input: SOURCE });
    file = parseElf(readFileSync(output), 'one.o');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has its type and architecture', () => {
    expect(file.type).toBe(1);
    expect(file.architecture).toBe(process.arch === 'x64' ? 'amd64' : 'arm64');
  });

  it('has its sections with their contents, and none for .bss', () => {
    expect(file.contents(file.section('.modinfo')).toString('latin1')).toBe('license=GPL\0');
    expect(file.section('.bss')?.size).toBe(4096);
    expect(file.contents(file.section('.bss'))).toHaveLength(0);
    expect(file.section('.nothing')).toBeUndefined();
    expect(file.contents(undefined)).toHaveLength(0);
  });

  it('has its symbols: defined, undefined, weak, absolute and common ones', () => {
    const symbols = new Map([...file.symbols()].map((symbol) => [symbol.name, symbol]));
    expect(symbols.get('defined')?.section).toBe(file.section('.text')?.index);
    expect(symbols.get('strong')).toMatchObject({ section: SHN_UNDEF, isWeak: false });
    expect(symbols.get('feeble')).toMatchObject({ section: SHN_UNDEF, isWeak: true });
    expect(symbols.get('fixed')).toMatchObject({ section: SHN_ABS, value: 0x12345678n });
    expect(symbols.get('shared')?.section).toBe(SHN_COMMON);
  });
});

describe('a string table', () => {
  const table = Buffer.from('\0one\0two', 'latin1');

  it('gives a string from any offset to its end', () => {
    expect(stringAt(table, 0)).toBe('');
    expect(stringAt(table, 1)).toBe('one');
    expect(stringAt(table, 2)).toBe('ne');
  });

  it('gives nothing for a string without an end or outside', () => {
    expect(stringAt(table, 5)).toBeUndefined();
    expect(stringAt(table, 8)).toBeUndefined();
    expect(stringAt(table, -1)).toBeUndefined();
    expect(stringAt(table, Number.NaN)).toBeUndefined();
    expect(stringAt(Buffer.concat([Buffer.alloc(1024, 0x61), Buffer.alloc(1)]), 0)).toBeUndefined();
  });
});
