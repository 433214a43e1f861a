// The Node.js that a pipeline runs on.

/** What a workspace gets that asks for none. */
const DEFAULT = 22;

/** The oldest major version that the plugin runs on. */
const OLDEST = 20;

/**
 * The version that the text of an .nvmrc names, else the newest major version that `engines.node` of
 * package.json begins a range with (for a range without an end at least 22), else 22: `20.19.0`, `22`, `lts/jod`.
 */
export function nodeVersion(nvmrc = '', engines = ''): string {
  const named = /^v?((?:\d|lts\/)[\w.*-]*)[ \t]*(?:#.*)?\r?$/m.exec(nvmrc)?.[1];
  if (named !== undefined) return named;
  const majors = engines.split('||').map((range) => majorOf(range.trim()));
  const newest = Math.max(0, ...majors);
  return String(newest < OLDEST ? DEFAULT : newest);
}

function majorOf(range: string): number {
  const [, operator = '', digits = '0'] = /^([~^=]|>=?)?\s*v?(\d+)/.exec(range) ?? [];
  const hasNoEnd = operator.startsWith('>') && !range.includes('<');
  return hasNoEnd ? Math.max(Number(digits), DEFAULT) : Number(digits);
}

/** The tag of the image `node` that has a version of Node.js, on Debian 12: `22-bookworm`, `jod-bookworm`. */
export function nodeImageTag(version: string): string {
  return `${version.replace(/^lts\/(?!\*)/, '').replace('/*', '')}-bookworm`;
}
