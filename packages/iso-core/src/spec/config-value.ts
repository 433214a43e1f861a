// Turns a value of a spec into the text that a `.config` file has for it.
import type { ConfigValue } from './requirement.js';

/**
 * The `.config` text of a wanted value: `y`, `m`, `n` and decimal numbers stand as they are, a hex
 * number in lower case, a text that already has its double quotes too; any other text is quoted and
 * escaped as Kconfig writes it (scripts/kconfig/confdata.c).
 */
export function toConfigValue(value: string | number): ConfigValue {
  const text = String(value);
  if (/^(?:[ymn]|-?(?:0|[1-9][0-9]*))$/.test(text)) return text;
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return text.toLowerCase();
  if (/^"(?:[^"\\]|\\["\\])*"$/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
