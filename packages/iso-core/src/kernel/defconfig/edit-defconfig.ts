// Edits a defconfig that belongs to somebody else's tree, so that a person who looks at it sees what is
// theirs and what was added.
import type { ConfigValue } from '../../spec/index.js';
import { parseKernelConfig } from '../config/index.js';

const BEGIN = '# nx-minikube-iso: what the ISO spec requires';
const END = '# nx-minikube-iso: end';

/**
 * `text` with each of `edits`: a symbol that has a line keeps its place and gets the value there, every
 * other is added in a marked block, which is made at the end when there is none. All other bytes stay as
 * they are, and the same edits again change nothing. Throws `KERNEL_OPTION_INVALID` and
 * `KERNEL_CONFIG_TOO_LARGE`.
 */
export function editDefconfig(text: string, edits: ReadonlyMap<string, ConfigValue>): string {
  const config = parseKernelConfig(text);
  const [present, added] = [new Map<string, ConfigValue>(), new Map<string, ConfigValue>()];
  for (const [symbol, value] of edits) (config.has(symbol) ? present : added).set(symbol, value);
  const replaced = config.with(present).toString();
  if (added.size === 0) return replaced;
  const lineEnd = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  // Written by the config's own rules, which refuse what is no value.
  const lines = parseKernelConfig('').with(added).toString().replaceAll('\n', lineEnd);
  const end = endOfBlock(replaced);
  if (end !== undefined) return replaced.slice(0, end) + lines + replaced.slice(end);
  const start = replaced === '' || replaced.endsWith('\n') ? replaced : replaced + lineEnd;
  return `${start}${BEGIN}${lineEnd}${lines}${END}${lineEnd}`;
}

/** Where the block's last line begins. */
function endOfBlock(text: string): number | undefined {
  const block = new RegExp(`^${BEGIN}\\r?\\n(?:.*\\n)*?(?=${END}\\r?$)`, 'm').exec(text);
  return block === null ? undefined : block.index + block[0].length;
}
