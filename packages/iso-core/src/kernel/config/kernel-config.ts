// A kernel config as data: `.config`, defconfig or fragment. Lines that nobody edits keep every byte.
import { IsoError } from '../../runtime/index.js';
import type { ConfigValue } from '../../spec/index.js';
import { formatLine, isSilent, parseLine } from './line.js';
import { checkedEdit } from './value.js';

/** Longer texts are refused, characters: the largest distribution configs have some 300 000. */
export const MAX_CONFIG_LENGTH = 16 * 1024 * 1024;
/** Longer lines are refused, characters: the longest values are command lines of a few thousand. */
export const MAX_CONFIG_LINE_LENGTH = 64 * 1024;

/** Something in a config that Kconfig would warn about. Lines count from 1. */
export interface ConfigRemark {
  readonly line: number;
  readonly kind: 'set again' | 'no value' | 'unexpected line';
  readonly symbol?: string;
}

export type ConfigEdits = ReadonlyMap<string, ConfigValue> | Readonly<Record<string, ConfigValue>>;

/** An immutable kernel config. Symbols are named without `CONFIG_`. */
export interface KernelConfig {
  /** The value in its one spelling (see `canonicalValue`); `n` when absent or not set. */
  get(symbol: string): ConfigValue;
  /** Whether a line gives the symbol a value; `# CONFIG_X is not set` does. */
  has(symbol: string): boolean;
  /** Every symbol that has a value, in the order of the lines that give it. */
  symbols(): readonly string[];
  /** Duplicates and lines that Kconfig would warn about; at most the first thousand. */
  readonly remarks: readonly ConfigRemark[];
  /**
   * This config with some symbols set: in place where the symbol stands (the last time, which is the
   * one that counts), at the end otherwise. Every other byte stays as it is.
   *
   * @throws IsoError `KERNEL_OPTION_INVALID`
   */
  with(edits: ConfigEdits): KernelConfig;
  /** The text, byte for byte as it was read but for the edits. */
  toString(): string;
}

const MAX_REMARKS = 1000;

/**
 * Reads the text of a kernel config. Unknown lines are kept; where a symbol is set more than once the
 * last time counts, as for Kconfig.
 *
 * @throws IsoError `KERNEL_CONFIG_TOO_LARGE`
 */
export function parseKernelConfig(text: string): KernelConfig {
  if (text.length > MAX_CONFIG_LENGTH) throw tooLarge('text', text.length, MAX_CONFIG_LENGTH);
  return new TextConfig(text === '' ? [] : text.split(/(?<=\n)/));
}

class TextConfig implements KernelConfig {
  readonly remarks: readonly ConfigRemark[];
  /** Each with its line end, if it has one. */
  readonly #lines: readonly string[];
  readonly #values = new Map<string, { value: ConfigValue; index: number }>();

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    const remarks: ConfigRemark[] = [];
    const remark = (remark: ConfigRemark): void => {
      if (remarks.length < MAX_REMARKS) remarks.push(remark);
    };
    lines.forEach((lineWithEnd, index) => {
      const line = lineWithEnd.replace(/\r?\n$/, '');
      if (line.length > MAX_CONFIG_LINE_LENGTH) {
        throw tooLarge(`line ${index + 1}`, line.length, MAX_CONFIG_LINE_LENGTH);
      }
      const assignment = parseLine(line);
      if (assignment === undefined) {
        if (!isSilent(line)) remark({ line: index + 1, kind: 'unexpected line' });
        return;
      }
      const { symbol, value } = assignment;
      if (value === undefined) {
        remark({ line: index + 1, kind: 'no value', symbol });
        return;
      }
      if (this.#values.delete(symbol)) remark({ line: index + 1, kind: 'set again', symbol });
      this.#values.set(symbol, { value, index });
    });
    this.remarks = remarks;
  }

  get(symbol: string): ConfigValue {
    return this.#values.get(symbol)?.value ?? 'n';
  }

  has(symbol: string): boolean {
    return this.#values.has(symbol);
  }

  symbols(): readonly string[] {
    return [...this.#values.keys()];
  }

  with(edits: ConfigEdits): KernelConfig {
    const lines = [...this.#lines];
    const lineEnd = lines[0]?.endsWith('\r\n') === true ? '\r\n' : '\n';
    const entries = edits instanceof Map ? [...edits] : Object.entries(edits);
    for (const [symbol, wanted] of entries as Array<[string, ConfigValue]>) {
      const value = checkedEdit(symbol, wanted);
      const present = this.#values.get(symbol);
      if (present?.value === value) continue;
      if (present === undefined) {
        const last = lines.at(-1);
        if (last !== undefined && !last.endsWith('\n')) lines[lines.length - 1] = last + lineEnd;
        lines.push(formatLine(symbol, value) + lineEnd);
      } else {
        const end = /\r?\n$/.exec(lines[present.index] ?? '')?.[0] ?? '';
        lines[present.index] = formatLine(symbol, value) + end;
      }
    }
    return new TextConfig(lines);
  }

  toString(): string {
    return this.#lines.join('');
  }
}

function tooLarge(what: string, found: number, limit: number): IsoError {
  return new IsoError(
    'KERNEL_CONFIG_TOO_LARGE',
    `the kernel config's ${what} has ${found} characters, more than the ${limit} allowed`,
    { hint: 'Give a kernel .config, defconfig or fragment.', details: { found, limit } },
  );
}
