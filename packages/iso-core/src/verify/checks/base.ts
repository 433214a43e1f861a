// What an ISO is compared with: its base, where there is one and it is the right one.
import type { Manifest } from '../../inspect/index.js';
import type { Check } from '../report/report.js';
import { notApplicable, notChecked, type CheckKind } from './check.js';
import type { ChecksBase, ComparedBase } from './request.js';

export type SettledBase =
  | { readonly state: 'there'; readonly base: ComparedBase }
  | { readonly state: 'unavailable'; readonly why: string; readonly hint?: string }
  | { readonly state: 'none' };

/** A base that is not the one that the ISO was built from would blame it for what it never was. */
export function settleBase(
  base: ChecksBase | undefined,
  manifest: Manifest | undefined,
): SettledBase {
  if (base === undefined) return { state: 'none' };
  if ('unavailable' in base) {
    const { unavailable, hint } = base;
    return { state: 'unavailable', why: unavailable, ...(hint === undefined ? {} : { hint }) };
  }
  if (
    manifest !== undefined &&
    base.sha256 !== undefined &&
    base.sha256 !== manifest.base?.sha256
  ) {
    return {
      state: 'unavailable',
      why: 'the base is another one now than the ISO was built from',
      hint: 'Build the ISO again, and verify that one.',
    };
  }
  return { state: 'there', base };
}

/** A check that compares with the base; what has none has nothing to be compared with. */
export function ifBase(
  kind: CheckKind,
  settled: SettledBase,
  judge: (base: ComparedBase) => Check,
): Check {
  switch (settled.state) {
    case 'there':
      return judge(settled.base);
    case 'unavailable':
      return notChecked(kind, `It was not compared: ${settled.why}.`, settled.hint);
    case 'none':
      return notApplicable(kind, 'There is no base to compare it with.');
  }
}
