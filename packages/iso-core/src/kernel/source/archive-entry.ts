// What GNU tar says about an entry while it unpacks (`--verbose --verbose --quoting-style=c`), and
// which entries a source archive may not have.

export interface ArchiveEntry {
  /** As in `ls -l`; `h` is a hard link. */
  readonly type: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where a link leads. */
  readonly target?: string;
}

const LISTED = /^([-A-Za-z?])[-rwxsStTl]{9}\S* \S+ +(\S+) \S+ \S+ (".*)$/;

/** Parses one line; `undefined` for one that is not about an entry, such as a message of tar's. */
export function parseArchiveEntry(line: string): ArchiveEntry | undefined {
  const listed = LISTED.exec(line);
  if (listed === null) return undefined;
  const [, type = '', size = '', names = ''] = listed;
  const [name, rest] = unquote(names);
  if (name === undefined) return undefined;
  const link = /^ (?:->|link to) (".*)$/.exec(rest);
  const target = link?.[1] === undefined ? undefined : unquote(link[1])[0];
  const bytes = /^\d+$/.test(size) ? Number(size) : 0;
  return { type, name, size: bytes, ...(target === undefined ? {} : { target }) };
}

/** Whether a line begins as one about an entry does, so that it must be understood. */
export function looksLikeEntry(line: string): boolean {
  return /^[-A-Za-z?][-rwxsStTl]{9}/.test(line);
}

/** What is wrong with an entry whose top folder is taken off; `undefined` when nothing is. */
export function entryFault(entry: ArchiveEntry): string | undefined {
  if (!'-dlh'.includes(entry.type)) return 'it is a device or another special file';
  if (leadsOut(entry.name)) return 'its name leads out of the archive';
  if (entry.type === 'h' && (entry.target === undefined || leadsOut(entry.target))) {
    return 'it is a link that leads out of the archive';
  }
  if (
    entry.type === 'l' &&
    (entry.target === undefined || linkLeadsOut(entry.name, entry.target))
  ) {
    return 'it is a link that leads out of the archive';
  }
  return undefined;
}

/** The top folder of an entry: its name's first part. */
export function topOf(name: string): string {
  return name.split('/', 1)[0] ?? '';
}

function leadsOut(name: string): boolean {
  return name === '' || name.startsWith('/') || name.split('/').includes('..');
}

/** Relative links are followed from the folder they stand in, and may not leave the top folder. */
function linkLeadsOut(name: string, target: string): boolean {
  if (target === '' || target.startsWith('/')) return true;
  const place = parts(name).slice(1, -1);
  for (const part of parts(target)) {
    if (part !== '..') place.push(part);
    else if (place.pop() === undefined) return true;
  }
  return false;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/** The C string that `text` begins with, and what follows it. */
function unquote(text: string): [string | undefined, string] {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (quoted === null) return [undefined, text];
  const rest = text.slice(quoted[0].length);
  if (!quoted[0].includes('\\')) return [quoted[1], rest];
  const bytes: number[] = [];
  const pieces = (quoted[1] ?? '').matchAll(/\\([0-7]{1,3})|\\(.)|([^\\]+)/gs);
  for (const [, octal, escaped, plain] of pieces) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (escaped !== undefined) bytes.push(ESCAPES.get(escaped) ?? escaped.charCodeAt(0));
    else bytes.push(...Buffer.from(plain ?? ''));
  }
  return [Buffer.from(bytes).toString('utf8'), rest];
}
