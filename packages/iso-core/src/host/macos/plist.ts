// Property lists in XML, as the programs of macOS print them for other programs (plist(5), Apple's
// PropertyList-1.0.dtd). What no program here reads out of them, such as `data`, is kept as its text.

interface Begin {
  readonly tag: string;
  readonly text: string;
}

type Node = Begin | { readonly end: string };

/** `<tag>text`, `</tag>` or `<tag/>`; what stands before the first element is left out. */
const TOKEN = /<(\/?)([a-z]+)(?:\s[^>]*)?(\/?)>([^<]*)/g;

/** The value of a property list; `undefined` for what is none. */
export function parsePlist(text: string): unknown {
  const nodes = [...text.matchAll(TOKEN)].flatMap(
    ([, closes, tag = '', isEmpty, content = '']): Node[] => {
      if (closes === '/') return [{ end: tag }];
      const begin = { tag, text: unescapeXml(content) };
      return isEmpty === '/' ? [{ tag, text: '' }, { end: tag }] : [begin];
    },
  );
  const reader = new Reader(nodes.values());
  const root = reader.next()?.tag === 'plist' ? reader.next() : undefined;
  return root === undefined ? undefined : reader.value(root);
}

class Reader {
  constructor(private readonly nodes: IterableIterator<Node>) {}

  /** The beginning of the next element, or `undefined` at the end of the one around it. */
  next(): Begin | undefined {
    const { value } = this.nodes.next() as { value: Node | undefined };
    return value === undefined || 'end' in value ? undefined : value;
  }

  /** The value of an element whose beginning was read; reads to its end. */
  value({ tag, text }: Begin): unknown {
    switch (tag) {
      case 'dict':
        return Object.fromEntries(this.#entries());
      case 'array':
        return [...this.#items()];
      default:
        this.next();
        return scalar(tag, text);
    }
  }

  *#items(): Generator<unknown> {
    for (let item = this.next(); item !== undefined; item = this.next()) yield this.value(item);
  }

  *#entries(): Generator<[string, unknown]> {
    for (let key = this.next(); key !== undefined; key = this.next()) {
      this.next();
      const begin = this.next();
      if (begin === undefined) return;
      yield [key.text, this.value(begin)];
    }
  }
}

function scalar(tag: string, text: string): unknown {
  switch (tag) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'integer':
    case 'real':
      return Number(text);
    default:
      return text;
  }
}

/** Those that Apple's own writer makes. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
