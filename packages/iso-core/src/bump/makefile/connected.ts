// Which URLs have to be changed together.

/**
 * The items in groups that share parts, directly or through others. Parts with one key become one object.
 */
export function connected<Part, Item extends { readonly parts: readonly Part[] }>(
  items: readonly Item[],
  keyOf: (part: Part) => string,
): Item[][] {
  const known = new Map<string, Part>();
  const having = new Map<Part, (Item & { parts: Part[] })[]>();
  const all = items.map((item) => {
    const parts = item.parts.map((part) => {
      const key = keyOf(part);
      const one = known.get(key) ?? part;
      known.set(key, one);
      return one;
    });
    const same = { ...item, parts };
    for (const part of new Set(parts)) {
      const others = having.get(part);
      if (others === undefined) having.set(part, [same]);
      else others.push(same);
    }
    return same;
  });
  const grouped = new Set<Item>();
  return all.flatMap((first) => {
    if (grouped.has(first)) return [];
    const group: Item[] = [];
    const open = [first];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (grouped.has(item)) continue;
      grouped.add(item);
      group.push(item);
      for (const part of item.parts) open.push(...(having.get(part) ?? []));
    }
    return [group];
  });
}
