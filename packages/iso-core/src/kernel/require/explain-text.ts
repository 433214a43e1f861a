// Explanations as people read them.
import type { ConfigValue } from '../../spec/index.js';
import { unquoteString } from '../config/index.js';
import type { OptionExplanation } from './explain.js';
import type { Need } from './path.js';
import { simplifyNeeds } from './simplify-needs.js';

const INDENT = '    ';
const MAX_LINES = 12;
/** How many needs a line strings together. */
const MAX_LINKS = 8;
/** Of what is said of one need, characters: Kconfig files can hold texts of any length. */
const MAX_LENGTH = 300;

/** A line that says what is wanted and what is, and under it why, and what to add. */
export function formatExplanation(explanation: OptionExplanation): string {
  const { option, wanted, found, objection, needs, additions, isEnough } = explanation;
  const head = `${option}: wanted ${listed(wanted)}, Kconfig made it ${found}`;
  if (objection !== undefined) return `${head}\n${INDENT}${objection}`;
  const lines = formatNeeds(needs, option);
  if (additions.size > 0) {
    const word = isEnough ? 'add' : 'add (may not be enough)';
    lines.push(`${INDENT}${word}: ${[...additions.values()].join(', ')}`);
  } else if (lines.length === 0) lines.push(`${INDENT}nothing in its Kconfig stands in its way`);
  return [head, ...lines].join('\n');
}

/** What `option` needs, in indented lines; a dozen at most, and one that says so. */
export function formatNeeds(needs: readonly Need[], option: string): string[] {
  const lines = simplifyNeeds(needs).flatMap((need) =>
    need.what === option && need.note !== undefined
      ? [
          `${INDENT}${shortened(need.note)}`,
          ...need.because.flatMap((one) => needLines(one, INDENT, 'needs')),
        ]
      : needLines(need, INDENT, 'needs'),
  );
  if (lines.length > MAX_LINES) lines.splice(MAX_LINES, Infinity, `${INDENT}and more`);
  return lines;
}

/**
 * An option as a spec's `kernel.require` writes it.
 *
 * @param canBeModule whether the bare name would be read as "y or m"
 */
export function formatAddition(name: string, value: ConfigValue, canBeModule: boolean): string {
  if (value === 'm' || (value === 'y' && !canBeModule)) return JSON.stringify(name);
  const text = unquoteString(value);
  const isNumber = /^-?(?:0|[1-9][0-9]*)$/.test(value) && Number.isSafeInteger(Number(value));
  const wanted = isNumber ? Number(value) : (text ?? value);
  return `{ "option": ${JSON.stringify(name)}, "value": ${JSON.stringify(wanted)} }`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(values: readonly string[]): string {
  if (values.length < 2) return values[0] ?? 'nothing';
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

/** One line as long as each need has one need of its own, then a line for each. */
function needLines(need: Need, indent: string, word: string): string[] {
  let line = `${indent}${word} ${formatNeed(need)}`;
  let { because } = need;
  for (let links = 1; because.length === 1 && links <= MAX_LINKS; links += 1) {
    const [only] = because;
    if (only === undefined) break;
    line += links === MAX_LINKS ? ', and so on' : `, which needs ${formatNeed(only)}`;
    because = links === MAX_LINKS ? [] : only.because;
  }
  const isDeep = indent.length > INDENT.length * 3;
  const inner = isDeep ? [] : because;
  return [line, ...inner.flatMap((one) => needLines(one, `${indent}  `, 'which needs'))];
}

function formatNeed({ what, wanted, found, note }: Need): string {
  const isTold = found === '' || found === 'unknown' || wanted === 'true';
  const about = [isTold ? (found === 'unknown' ? '' : found) : `is ${found}`, note ?? ''];
  const aside = about.filter((part) => part !== '').join('; ');
  const claim = wanted === 'true' || found === 'unknown' ? what : `${what}=${wanted}`;
  return shortened(aside === '' ? claim : `${claim} (${aside})`);
}

function shortened(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
