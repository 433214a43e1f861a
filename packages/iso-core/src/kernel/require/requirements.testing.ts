// Requirements for tests, in short.
import type { ConfigValue, Requirement } from '../../spec/index.js';

const BASIS = { reason: 'A test asks for it.', origins: ['kernel.require[0]'] };

export function option(
  name: string,
  values: readonly ConfigValue[] = ['y', 'm'],
): Requirement & { kind: 'option' } {
  return { kind: 'option', option: name, values, ...BASIS };
}

export function anyOf(...names: string[]): Requirement & { kind: 'anyOf' } {
  const alternatives = names.map((name) => ({ option: name, values: ['y', 'm'] }));
  return { kind: 'anyOf', alternatives, ...BASIS };
}
