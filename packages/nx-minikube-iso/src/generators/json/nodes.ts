// Where the values of a JSON file stand, so that one can be added and every other byte stays. Comments and
// trailing commas are allowed, as Nx allows them.

/** A value, from its first character to the one after its last. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  /** Of an object or a list, in their order. */
  readonly children?: readonly JsonChild[];
  /** Whether a comma stands after the last child. */
  readonly trailingComma?: boolean;
}

export interface JsonChild {
  /** In an object. */
  readonly key?: string;
  readonly value: JsonNode;
}

/** The value of a text that `parseJson` takes. */
export function jsonNodes(text: string): JsonNode {
  const tokens = text.matchAll(TOKEN);
  return readNode(tokens, nextToken(tokens));
}

/** The last child by that key: it is the one that counts. */
export function childOf({ children }: JsonNode, key: string): JsonNode | undefined {
  return children?.findLast((child) => child.key === key)?.value;
}

const COMMENT = /\/\/[^\r\n]*|\/\*[^]*?\*\//;
const TOKEN = new RegExp(
  `${COMMENT.source}|"(?:[^"\\\\]|\\\\.)*"|[{}[\\],]|[^\\s{}[\\],":/]+`,
  'g',
);

type Tokens = Iterator<RegExpMatchArray>;

interface Token {
  readonly text: string;
  readonly start: number;
}

function nextToken(tokens: Tokens): Token {
  const next = tokens.next();
  if (next.done === true) throw new TypeError('The JSON ends in the middle of a value');
  const [text] = next.value;
  return text.startsWith('/') ? nextToken(tokens) : { text, start: next.value.index ?? 0 };
}

function readNode(tokens: Tokens, { text, start }: Token): JsonNode {
  if (text !== '{' && text !== '[') return { start, end: start + text.length };
  const children: JsonChild[] = [];
  let trailingComma = false;
  for (;;) {
    const token = nextToken(tokens);
    if (token.text === '}' || token.text === ']') {
      return { start, end: token.start + 1, children, trailingComma };
    }
    trailingComma = token.text === ',';
    if (trailingComma) continue;
    children.push(
      text === '['
        ? { value: readNode(tokens, token) }
        : { key: JSON.parse(token.text) as string, value: readNode(tokens, nextToken(tokens)) },
    );
  }
}
