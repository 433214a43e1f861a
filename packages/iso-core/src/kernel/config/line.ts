// One line of a kernel config: what it says of which symbol, and how a new one is written.
import type { ConfigValue } from '../../spec/index.js';
import { canonicalValue, SYMBOL_NAME } from './value.js';

/** What a line sets; `undefined` as the value when Kconfig would ignore what stands there. */
export interface Assignment {
  readonly symbol: string;
  readonly value: ConfigValue | undefined;
}

const SET = 'CONFIG_';
const NOT_SET = '# CONFIG_';

/**
 * Reads one line without its line end, by the rules of conf_read_simple in
 * scripts/kconfig/confdata.c. `undefined` for comments, blank lines and everything else.
 */
export function parseLine(line: string): Assignment | undefined {
  if (line.startsWith(SET)) {
    const equals = line.indexOf('=');
    if (equals < 0) return undefined;
    const symbol = line.slice(SET.length, equals);
    if (!SYMBOL_NAME.test(symbol)) return undefined;
    return { symbol, value: canonicalValue(line.slice(equals + 1)) };
  }
  if (line.startsWith(NOT_SET)) {
    const space = line.indexOf(' ', NOT_SET.length);
    if (space < 0 || !line.startsWith('is not set', space + 1)) return undefined;
    const symbol = line.slice(NOT_SET.length, space);
    return SYMBOL_NAME.test(symbol) ? { symbol, value: 'n' } : undefined;
  }
  return undefined;
}

/** Whether Kconfig passes over a line without a word: it is blank or a comment. */
export function isSilent(line: string): boolean {
  return line === '' || line.startsWith('#');
}

/** The line that sets `symbol`, without a line end: `CONFIG_X=y` or `# CONFIG_X is not set`. */
export function formatLine(symbol: string, value: ConfigValue): string {
  return value === 'n' ? `${NOT_SET}${symbol} is not set` : `${SET}${symbol}=${value}`;
}
