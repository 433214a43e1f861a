// The edit on every kind of defconfig that minikube has had. What is expected is told by lines alone, and not
// by the parser that the edit goes by.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../spec/index.js';
import { editDefconfig } from './edit-defconfig.js';
import { MINIKUBE_DEFCONFIGS } from './minikube-defconfigs.testing.js';

const REQUIRED = new Map<string, ConfigValue>([
  ['NET_SCH_PRIO', 'm'],
  ['NET_SCH_NETEM', 'm'],
  ['NET_CLS_FLOWER', 'm'],
  ['BLK_DEV_THROTTLING', 'y'],
  ['BPF_KPROBE_OVERRIDE', 'y'],
]);

/** The symbol that a line is about. */
function symbolOf(line: string): string | undefined {
  return /^(?:# )?CONFIG_(\w+)(?:=| is not set)/.exec(line)?.[1];
}

const linesOf = (text: string): string[] => text.split('\n');
const withoutBlock = (lines: readonly string[]) =>
  lines.filter((line) => !line.startsWith('# nx-minikube-iso: '));
const others = (text: string, edits: ReadonlyMap<string, ConfigValue>) =>
  withoutBlock(linesOf(text)).filter((line) => !edits.has(symbolOf(line) ?? ''));
const lineFor = (symbol: string, value: ConfigValue) =>
  value === 'n' ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=${value}`;

/** All that the edit promises. */
function expectEdited(before: string, edits: ReadonlyMap<string, ConfigValue>): void {
  const after = editDefconfig(before, edits);
  expect(editDefconfig(after, edits), 'run twice is run once').toBe(after);
  expect(others(after, edits), 'all other lines are as they were').toEqual(others(before, edits));
  const was = new Set(linesOf(before).map(symbolOf));
  const lines = linesOf(after);
  for (const [symbol, value] of edits) {
    const own = lines.filter((line) => symbolOf(line) === symbol);
    expect(own.at(-1), 'the last line is what Kconfig goes by').toBe(lineFor(symbol, value));
    const begin = lines.findIndex((line) => line.startsWith('# nx-minikube-iso: what'));
    const isInBlock = begin >= 0 && lines.lastIndexOf(lineFor(symbol, value)) > begin;
    expect(isInBlock, `${symbol} is added where there was none, else replaced`).toBe(
      !was.has(symbol),
    );
  }
}

describe.each(MINIKUBE_DEFCONFIGS)('the linux defconfig of %s', (_name, text) => {
  it('gets what the chaos presets require', () => expectEdited(text, REQUIRED));

  it('keeps all other bytes, whatever is edited', () => {
    const there = [...new Set(linesOf(text).flatMap((line) => symbolOf(line) ?? []))];
    const symbol = fc.oneof(fc.constantFrom(...there), fc.stringMatching(/^OUR_[A-Z]{1,4}$/));
    const value = fc.constantFrom<ConfigValue>('y', 'm', 'n', '18', '"/sbin/hotplug"');
    const edits = fc.array(fc.tuple(symbol, value), { maxLength: 8 }).map((list) => new Map(list));
    fc.assert(
      fc.property(edits, (wanted) => expectEdited(text, wanted)),
      { numRuns: 40 },
    );
  });
});

describe('a line that only a person would read', () => {
  const [, arm64 = ''] = MINIKUBE_DEFCONFIGS.find(([name]) => name === 'v1.34.0-aarch64') ?? [];

  it('is replaced where a remark follows its value', () => {
    expect(arm64).toContain('CONFIG_NET_CORE=y # Needed for vxlan\n');
    const edited = editDefconfig(arm64, new Map([['NET_CORE', 'n']]));
    expect(edited).toBe(
      arm64.replace('CONFIG_NET_CORE=y # Needed for vxlan', '# CONFIG_NET_CORE is not set'),
    );
  });

  it('stays where it names no symbol', () => {
    expect(arm64).toContain('CONFIG_INET{,6}_ESP=m\n');
    expect(editDefconfig(arm64, new Map([['INET_ESP', 'm']]))).toContain('CONFIG_INET{,6}_ESP=m\n');
  });
});
