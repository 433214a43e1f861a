// The text tables of a modules folder: what kbuild wrote (modules.order, modules.builtin,
// modules.builtin.modinfo; Documentation/kbuild/kbuild.rst) and what depmod made (modules.dep(5)).

/** The modules that each module needs, by path, nearest first. */
export function parseModulesDep(text: string): Map<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const line of lines(text)) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const needed = line.slice(colon + 1).split(' ');
    result.set(
      line.slice(0, colon),
      needed.filter((path) => path !== ''),
    );
  }
  return result;
}

/** Paths of modules, in the order in which the kernel was linked. */
export function parseModulesOrder(text: string): string[] {
  return lines(text);
}

/** Paths that built-in code would have if it were modules. */
export function parseModulesBuiltin(text: string): string[] {
  return lines(text);
}

/** What built-in modules say of themselves (`license`, `alias`, `parm`): by module name, in order. */
export function parseModulesBuiltinModinfo(
  text: string,
): Map<string, readonly (readonly [key: string, value: string])[]> {
  const result = new Map<string, (readonly [string, string])[]>();
  for (const item of text.split('\0')) {
    const dot = item.indexOf('.');
    const equals = item.indexOf('=', dot);
    if (dot < 1 || equals === -1) continue;
    const name = item.slice(0, dot);
    const known = result.get(name) ?? [];
    known.push([item.slice(dot + 1, equals), item.slice(equals + 1)]);
    result.set(name, known);
  }
  return result;
}

/**
 * A modules.order for `modules`: those that `orders` name, in their order (the first table first),
 * then the others by name. depmod's tables depend on the order in which it finds modules otherwise.
 */
export function mergeModulesOrder(
  orders: readonly (readonly string[])[],
  modules: readonly string[],
): string[] {
  const left = new Set(modules);
  const result: string[] = [];
  for (const path of [...orders.flat(), ...[...modules].sort(compare)]) {
    if (left.delete(path)) result.push(path);
  }
  return result;
}

export function formatLines(paths: readonly string[]): string {
  return paths.map((path) => `${path}\n`).join('');
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
