// A symbol that the kernel or a module offers to modules.

/** How it was exported, by the name of the kernel's macro; the last three ended with 5.12. */
export type ExportType =
  | 'EXPORT_SYMBOL'
  | 'EXPORT_SYMBOL_GPL'
  | 'EXPORT_SYMBOL_GPL_FUTURE'
  | 'EXPORT_UNUSED_SYMBOL'
  | 'EXPORT_UNUSED_SYMBOL_GPL';

export interface ExportedSymbol {
  readonly type: ExportType;
  /** Under MODVERSIONS, the checksum of its declaration (32 bits). */
  readonly crc: number | undefined;
  /** The namespace that a user must import; empty for none. */
  readonly namespace: string;
}

/** What the names of a kernel's tables end with, by what stands in the table. */
export const TABLE_SUFFIXES: readonly (readonly [string, ExportType])[] = [
  ['', 'EXPORT_SYMBOL'],
  ['_gpl', 'EXPORT_SYMBOL_GPL'],
  ['_gpl_future', 'EXPORT_SYMBOL_GPL_FUTURE'],
  ['_unused', 'EXPORT_UNUSED_SYMBOL'],
  ['_unused_gpl', 'EXPORT_UNUSED_SYMBOL_GPL'],
];

/** Whether only modules with a GPL-compatible license may use it. */
export function isGplOnly({ type }: Pick<ExportedSymbol, 'type'>): boolean {
  return type === 'EXPORT_SYMBOL_GPL' || type === 'EXPORT_UNUSED_SYMBOL_GPL';
}

/** Whether a module with this `MODULE_LICENSE` may use such symbols (include/linux/license.h). */
export function isGplCompatible(license: string): boolean {
  return [
    'GPL',
    'GPL v2',
    'GPL and additional rights',
    'Dual BSD/GPL',
    'Dual MIT/GPL',
    'Dual MPL/GPL',
  ].includes(license);
}
