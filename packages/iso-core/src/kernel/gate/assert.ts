// Turns what the gate found into the error that stops a build before it compiles anything.
import { IsoError } from '../../runtime/index.js';
import type { ConfigValue } from '../../spec/index.js';
import { formatAddition } from '../require/index.js';
import type { GateResult } from './gate.js';

/** How many losses a hint spells out. */
const MAX_HINTED = 5;

const AND_LOST = 'Besides, options of the base are lost:';

/**
 * Throws when the gate found something; every unmet and every lost option is named, with why.
 *
 * @throws IsoError `OPTIONS_NOT_MET` when requirements do not hold (losses are told too), else
 *   `OPTIONS_LOST` when the base had something that is gone
 */
export function assertGate(result: GateResult): void {
  const { unmet, lost, kernelRelease } = result;
  if (unmet.length === 0 && lost.length === 0) return;
  const tools = [...new Set(lost.flatMap(({ tool }) => tool ?? []))];
  const additions = additionsFor(result);
  const details = {
    kernelRelease,
    unmet: unmet.map(({ name }) => name),
    add: Object.fromEntries(additions.values),
    lost: lost.map(({ symbol, before, after }) => ({ symbol, before, after })),
    tools,
  };
  const losses = lost.map(({ text }) => text);
  if (unmet.length > 0) {
    const what = unmet.length === 1 ? 'option does' : 'options do';
    const explained = unmet.map(({ explanation }) => explanation.text);
    throw new IsoError(
      'OPTIONS_NOT_MET',
      [
        `${unmet.length} required kernel ${what} not hold in ${kernelRelease}:`,
        ...indented(explained),
        ...(lost.length > 0 ? [AND_LOST, ...indented(losses)] : []),
      ].join('\n'),
      { hint: hintForUnmet([...additions.texts.values()]), details },
    );
  }
  const what = lost.length === 1 ? 'option of the base is' : 'options of the base are';
  throw new IsoError(
    'OPTIONS_LOST',
    [`${lost.length} kernel ${what} lost in ${kernelRelease}:`, ...indented(losses)].join('\n'),
    { hint: hintForLost(result, tools), details },
  );
}

/** What to add for all requirements together: values by name, and each as a spec writes it. */
function additionsFor({ unmet }: GateResult): {
  values: Map<string, ConfigValue>;
  texts: Map<string, string>;
} {
  const values = new Map<string, ConfigValue>();
  const texts = new Map<string, string>();
  for (const { explanation } of unmet) {
    // Of alternatives, the first that can be helped is enough.
    const option = explanation.options.find(({ isEnough }) => isEnough) ?? explanation.options[0];
    for (const [name, value] of option?.add ?? []) {
      if (values.get(name) === 'y') continue;
      values.set(name, value);
      texts.set(name, option?.additions.get(name) ?? name);
    }
  }
  return { values, texts };
}

function hintForUnmet(texts: readonly string[]): string {
  return texts.length > 0
    ? `Add ${texts.join(', ')} to kernel.require, or drop what needs them.`
    : 'Correct or drop the requirement: no option that could be added makes it hold.';
}

function hintForLost({ lost }: GateResult, tools: readonly string[]): string {
  if (tools.length > 0) {
    return `Install or change ${tools.join(', ')} to match what the base was built with, or build in the container host.`;
  }
  if (lost.some(({ text }) => text.includes('not the source of the base'))) {
    return 'Give the kernel source that the base was built from (kernel.source).';
  }
  const accepted = lost
    .slice(0, MAX_HINTED)
    .map(({ symbol, after }) => formatAddition(symbol, after, true));
  const more = lost.length > MAX_HINTED ? ' and so on' : '';
  return `Undo what takes them, or accept it in kernel.require: ${accepted.join(', ')}${more}.`;
}

function indented(texts: readonly string[]): string[] {
  return texts.map((text) => text.replace(/^/gm, '  '));
}
