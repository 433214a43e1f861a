// JSON whose bytes depend on the value alone: what is hashed, and what manifests are written as.

/**
 * JSON with keys sorted by code unit, two spaces of indentation and a final newline. Properties that
 * are `undefined` are left out, as JSON.stringify does. Throws a TypeError on what JSON cannot say
 * (NaN, functions, bigints, cycles) instead of writing something else.
 */
export function stableJson(value: unknown): string {
  return `${render(value, '', [])}\n`;
}

function render(value: unknown, indent: string, parents: readonly object[]): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return renderObject(value, indent, parents);
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError(
    `JSON cannot hold ${typeof value === 'number' ? value : `a ${typeof value}`}`,
  );
}

function renderObject(value: object, indent: string, parents: readonly object[]): string {
  if (parents.includes(value)) throw new TypeError('JSON cannot hold a cycle');
  const inside = [...parents, value];
  const deeper = `${indent}  `;
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return render((value.toJSON as () => unknown)(), indent, inside);
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => `${deeper}${render(item ?? null, deeper, inside)}`);
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${render(item, deeper, inside)}`);
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}
