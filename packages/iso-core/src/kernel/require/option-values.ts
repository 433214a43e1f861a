// Which values a symbol can have at all, by its type.
import type { ConfigValue, OptionWish } from '../../spec/index.js';
import type { KconfigSymbol } from '../kconfig/index.js';

/** The wanted values that the symbol can have at all, those for modules first. */
export function possibleValues(symbol: KconfigSymbol, wish: OptionWish): ConfigValue[] {
  const can = wish.values.filter((value) => canBe(symbol, value));
  const rank = (value: ConfigValue): number => (value === 'm' ? 0 : value === 'y' ? 1 : 2);
  return [...can].sort((one, other) => rank(one) - rank(other));
}

function canBe({ type }: KconfigSymbol, value: ConfigValue): boolean {
  switch (type) {
    case 'bool':
      return value === 'y' || value === 'n';
    case 'tristate':
      return value === 'y' || value === 'm' || value === 'n';
    case 'string':
      return value.startsWith('"');
    case 'int':
      return /^-?[0-9]+$/.test(value);
    case 'hex':
      return /^0x[0-9a-f]+$/i.test(value);
    case 'unknown':
      return false;
  }
}

const RANGE_OF_TYPE = {
  bool: 'y or n',
  tristate: 'y, m or n',
  string: 'a text',
  int: 'a whole number',
  hex: 'a hexadecimal number such as 0x10',
  unknown: 'nothing',
} as const;

/** What is wrong with a wish that the symbol can have none of the values of. */
export function misfit(symbol: KconfigSymbol, wish: OptionWish): string | undefined {
  if (possibleValues(symbol, wish).length > 0) return undefined;
  return `it is a ${symbol.type}: ${RANGE_OF_TYPE[symbol.type]}`;
}
