// The plain variables of a minikube Makefile. GNU make itself would have to run the file, and with it
// every $(shell …) in it, before anybody has looked at the tree.

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)\s*(\?=|::?=|=)\s*(.*?)\s*(?:#.*)?$/;

/** No value of minikube's goes through more variables than this. */
const DEEPEST = 8;

export interface MakeVariables {
  /** The value with every variable in it; undefined for none, and for one that only make can tell. */
  get(name: string): string | undefined;
  /** Those that the environment may set (`?=`), in the order of the file. */
  readonly fromEnvironment: readonly string[];
}

/** Reads the assignments at the beginning of lines: a `?=` counts the first time, any other the last. */
export function readMakeVariables(makefile: string): MakeVariables {
  const values = new Map<string, string>();
  const fromEnvironment = new Set<string>();
  for (const line of makefile.split(/\r?\n/)) {
    const [, name, operator, value] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (operator === '?=') fromEnvironment.add(name);
    if (operator !== '?=' || !values.has(name)) values.set(name, value);
  }
  return {
    get: (name) => expand(values.get(name), values, DEEPEST),
    fromEnvironment: [...fromEnvironment],
  };
}

function expand(
  value: string | undefined,
  values: ReadonlyMap<string, string>,
  deepest: number,
): string | undefined {
  if (value === undefined || deepest === 0) return undefined;
  const parts = value
    .split(/\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]/)
    .map((part, index) => (index % 2 === 0 ? part : expand(values.get(part), values, deepest - 1)));
  if (parts.some((part) => part === undefined)) return undefined;
  const text = parts.join('');
  return text.includes('$') ? undefined : text;
}
