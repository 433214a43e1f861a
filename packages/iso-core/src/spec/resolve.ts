// From an ISO spec to what its kernel must be: presets expanded, duplicates merged, contradictions found.
import { IsoError, suggestNearest } from '../runtime/index.js';
import { mergeDuplicates } from './merge.js';
import type { IsoSpec, RequiredItem } from './iso-spec.js';
import { alwaysRequired, findPreset, presetNames, type Preset } from './presets/index.js';
import { contradictionsOf, narrowAlternatives, type Contradiction } from './contradictions.js';
import { BUILT_IN_OR_MODULE, type Requirement } from './requirement.js';

/**
 * The requirements of a spec in its own order, each option once, and at the end those that every ISO
 * has. A requirement that several ask for keeps all their reasons and origins; its values are those
 * that satisfy all, its kernel range spans all.
 *
 * @throws IsoError `SPEC_UNKNOWN_PRESET`, `SPEC_CONTRADICTION`; each names everything it found
 */
export function resolveRequirements(spec: IsoSpec): Requirement[] {
  const unknown = spec.kernel.require.flatMap((item, index) =>
    item.kind === 'preset' && findPreset(item.preset) === undefined
      ? [{ preset: item.preset, index }]
      : [],
  );
  if (unknown.length > 0) throw unknownPresets(unknown);

  const wanted = [
    ...spec.kernel.require.flatMap((item, index) => requirementsOf(item, index)),
    ...presetRequirements(alwaysRequired),
  ];
  const contradictions = contradictionsOf(wanted);
  if (contradictions.length > 0) throw contradiction(contradictions);

  return narrowAlternatives(mergeDuplicates(wanted));
}

function requirementsOf(item: RequiredItem, index: number): Requirement[] {
  if (item.kind === 'preset') return presetRequirements(findPreset(item.preset));
  const basis = { reason: 'The ISO spec asks for it.', origins: [`kernel.require[${index}]`] };
  return [{ ...item, ...basis }];
}

/** A preset's requirements, those of the presets it includes first. */
export function presetRequirements(preset: Preset | undefined): Requirement[] {
  if (preset === undefined) return [];
  const included = (preset.includes ?? []).flatMap((name) => presetRequirements(findPreset(name)));
  const own = preset.entries.map((entry): Requirement => {
    const { reason, kernels, kernelsOn } = entry;
    const basis = {
      reason,
      origins: [preset.name],
      ...(kernels === undefined ? {} : { kernels }),
      ...(kernelsOn === undefined ? {} : { kernelsOn }),
    };
    if ('anyOf' in entry) return { kind: 'anyOf', alternatives: entry.anyOf, ...basis };
    const values = entry.values ?? BUILT_IN_OR_MODULE;
    return { kind: 'option', option: entry.option, values, ...basis };
  });
  return [...included, ...own];
}

function unknownPresets(unknown: readonly { preset: string; index: number }[]): IsoError {
  const named = unknown.map(({ preset, index }) => {
    const option = /^\w*_\w*$/.test(preset) ? preset.toUpperCase() : undefined;
    const nearest = option ?? suggestNearest(preset, presetNames());
    const suggestion = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
    return `kernel.require[${index}]: expected a preset, found "${preset}"${suggestion}`;
  });
  return new IsoError('SPEC_UNKNOWN_PRESET', named.join('; '), {
    hint: `The presets are ${presetNames().join(', ')}. A kernel option is written in upper case; one with lower-case letters as { "option": …, "value": … }.`,
    details: { unknown: unknown.map(({ preset }) => preset), presets: presetNames() },
  });
}

function contradiction(contradictions: readonly Contradiction[]): IsoError {
  const named = contradictions.map(({ option, sides }) => {
    const wishes = sides.map(({ origin, values }) => `${origin} wants ${values}`);
    return `${option}: ${wishes.join(', ')}`;
  });
  return new IsoError('SPEC_CONTRADICTION', `No kernel can satisfy ${named.join('; ')}`, {
    hint: 'Remove one of the sides, or give both a value that they share.',
    details: { contradictions },
  });
}
