// ELF files, as far as kernels and modules need them.
export {
  parseElf,
  SHN_ABS,
  SHN_COMMON,
  SHN_UNDEF,
  stringAt,
  type ElfFile,
  type ElfSection,
  type ElfSymbol,
} from './elf-file.js';
