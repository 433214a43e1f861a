// How kernel configs spell values: one spelling for each value, so that equal values are equal texts.
import { IsoError } from '../../runtime/index.js';
import type { ConfigValue } from '../../spec/index.js';

/** A symbol's name as Kconfig files and configs write it, without `CONFIG_`. */
export const SYMBOL_NAME = /^[A-Za-z0-9_]+$/;

/**
 * The text between a value's double quotes, unescaped as Kconfig does it (conf_set_sym_val in
 * scripts/kconfig/confdata.c): `\` takes the next character as it is, whatever follows the closing
 * quote is ignored. `undefined` when `value` is not such a string.
 */
export function unquoteString(value: string): string | undefined {
  if (!value.startsWith('"')) return undefined;
  let text = '';
  for (let index = 1; index < value.length; index += 1) {
    const character = value[index];
    if (character === '"') return text;
    if (character === '\\') {
      index += 1;
      if (index === value.length) return undefined;
    }
    text += value[index];
  }
  return undefined;
}

/** `text` as a string value: in double quotes, `"` and `\` escaped. */
export function quoteString(text: string): ConfigValue {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The one spelling of a value: strings escaped no more than Kconfig does, hex numbers in lower case,
 * nothing around it. `undefined` when Kconfig would read no value from it.
 */
export function canonicalValue(raw: string): ConfigValue | undefined {
  const value = raw.trim();
  if (value.startsWith('"')) {
    const text = unquoteString(value);
    return text === undefined ? undefined : quoteString(text);
  }
  if (/^0[xX][0-9a-fA-F]+$/.test(value)) return value.toLowerCase();
  // Of a tristate Kconfig reads the first letter alone: `CONFIG_X=y # since 2019` is y.
  if (/^[ymn]\s/.test(value)) return value.charAt(0);
  return /^[^\s"]+$/.test(value) ? value : undefined;
}

/**
 * `value` in its one spelling, for writing under `symbol`.
 *
 * @throws IsoError `KERNEL_OPTION_INVALID` when a config could not hold it: a name that is no symbol,
 *   a value over several lines, an open quote, anything but y, m, n, a number or a quoted string
 */
export function checkedEdit(symbol: string, value: string): ConfigValue {
  const canonical = canonicalValue(value);
  const isWritable =
    canonical !== undefined &&
    !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value) &&
    /^(?:[ymn]|-?[0-9]+|0x[0-9a-f]+|".*")$/.test(canonical);
  if (!SYMBOL_NAME.test(symbol) || !isWritable) {
    throw new IsoError(
      'KERNEL_OPTION_INVALID',
      `${JSON.stringify(symbol)} cannot be set to ${JSON.stringify(value)} in a kernel config`,
      {
        hint: 'Name the option without CONFIG_ and give y, m, n, a number, or a text in double quotes.',
        details: { option: symbol, value },
      },
    );
  }
  return canonical;
}
