// What docs/reference/spec.md must list, told from the schema and the presets themselves.
import { jsonSchema } from './json-schema.js';
import { describeKernelRange } from './kernel-range.js';
import type { Preset, PresetEntry } from './presets/index.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Every key that a spec can have by a fixed name: `kernel.compiler.jobs`. */
export function specKeys(schema: Schema = jsonSchema(), prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    return [key, ...specKeys(property, `${key}.`)];
  });
}

/** The table rows of a preset: option, values, kernels, reason. */
export function presetRows({ entries }: Preset): string[] {
  return entries.map((entry) => `| ${optionsOf(entry)} | ${kernelsOf(entry)} | ${entry.reason} |`);
}

function optionsOf(entry: PresetEntry): string {
  if ('anyOf' in entry) {
    return `${entry.anyOf.map(({ option }) => `\`${option}\``).join(' or ')} | y or m`;
  }
  const values = (entry.values ?? ['y', 'm']).join(' or ');
  return `\`${entry.option}\` | ${entry.promptless === undefined ? values : `${values}; no prompt: ${entry.promptless}`}`;
}

function kernelsOf({ kernels, kernelsOn }: PresetEntry): string {
  const general = kernels === undefined ? 'all' : describeKernelRange(kernels);
  const others = Object.entries(kernelsOn ?? {}).map(
    ([architecture, range]) => `${architecture}: ${describeKernelRange(range)}`,
  );
  return [general, ...others].join('; ');
}
