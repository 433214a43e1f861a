// The modules of the root: that modprobe finds them, that this kernel loads them, and that none is there which
// belongs to another kernel. What the base had wrong is said, and is not the fault of what was built from it.
import type { InspectedContent, Inspection, Manifest } from '../../inspect/index.js';
import { counted } from '../counted.js';
import type { Check } from '../report/report.js';
import type { SettledBase } from './base.js';
import {
  CHECKS,
  failed,
  failedWith,
  ifFound,
  notApplicable,
  notChecked,
  passed,
  type CheckKind,
} from './check.js';
import { findForeign } from './find-foreign.js';
import type { Look } from './look.js';
import {
  ofOtherKernel,
  otherReleases,
  stale,
  unlinked,
  unlisted,
  type ModuleFinding,
} from './module-findings.js';
import { listed, shortened } from './words.js';

type Whole = Inspection & { readonly content: InspectedContent };

/** What to do about modules that should not be as they are. */
const REBUILD = 'Build the ISO again from its base; nothing of it should be put in by hand.';

/** Every check of modules, in the order of `CHECKS`. */
export function checkModules(
  { content }: Look,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check[] {
  const listing =
    content.state === 'broken'
      ? failedWith(CHECKS.modulesListed, content.error)
      : ifFound(CHECKS.modulesListed, content, (whole) => checkListed(whole, base));
  return [
    listing,
    ifFound(CHECKS.modulesVermagic, content, (whole) => checkVermagic(whole, base)),
    ifFound(CHECKS.moduleLinks, content, (whole) => checkLinks(whole, base)),
    ifFound(CHECKS.modulesStale, content, (whole) => checkStale(whole, base)),
    ifFound(CHECKS.modulesForeign, content, (whole) => checkForeign(whole, manifest, base)),
  ];
}

function checkListed(whole: Whole, base: SettledBase): Check {
  const kind = CHECKS.modulesListed;
  const { modules } = whole.content;
  const { config, release } = whole.kernel;
  if (modules.found.length === 0 && modules.listed.size === 0) {
    const asModules = config.symbols().filter((symbol) => config.get(symbol) === 'm');
    if (asModules.length === 0) return notApplicable(kind, 'Its kernel has no modules.');
    return failed(
      kind,
      `There is no module below /lib/modules/${release}, and ${counted(asModules.length, 'option')} of its kernel ${asModules.length === 1 ? 'is a module' : 'are modules'}.`,
      REBUILD,
    );
  }
  return judged(
    kind,
    unlisted(modules),
    knownIn(base, ({ content }) => unlisted(content.modules)),
    {
      good: `All ${counted(modules.found.length, 'module')} below /${modules.folder} are in modules.dep, and no other.`,
      hint: REBUILD,
    },
  );
}

function checkVermagic(whole: Whole, base: SettledBase): Check {
  const kind = CHECKS.modulesVermagic;
  const { found, vermagic } = whole.content.modules;
  if (found.length === 0) return notApplicable(kind, 'There are no modules.');
  if (vermagic === undefined) {
    return notChecked(kind, 'The kernel’s own vermagic was not found in it.');
  }
  const wanted = shortened(vermagic.trim());
  return judged(
    kind,
    ofOtherKernel(found, vermagic),
    knownIn(base, ({ content: { modules } }) =>
      modules.vermagic === vermagic ? ofOtherKernel(modules.found, vermagic) : [],
    ),
    {
      good: `${counted(found.length, 'module')} have the vermagic "${wanted}".`,
      hint: 'This kernel refuses to load them: rebuild them with it.',
      wanted,
    },
  );
}

function checkLinks(whole: Whole, base: SettledBase): Check {
  const kind = CHECKS.moduleLinks;
  const { found, surroundings } = whole.content.modules;
  if (found.length === 0) return notApplicable(kind, 'There are no modules.');
  const { kernel } = surroundings;
  if ('unknown' in kernel) return notChecked(kind, `It cannot be known: ${kernel.unknown}.`);
  const by = kernel.modversions ? 'with the checksum that it was built for' : 'by its name';
  return judged(
    kind,
    unlinked(whole.content.modules),
    knownIn(base, ({ content }) => unlinked(content.modules)),
    {
      good: `Every symbol that ${counted(found.length, 'module')} need is there ${by}.`,
      hint: 'This kernel refuses to load them: rebuild them with it.',
    },
  );
}

function checkStale(whole: Whole, base: SettledBase): Check {
  const kind = CHECKS.modulesStale;
  const findings = (of: Whole) => [...stale(of, of.content.modules), ...otherReleases(of)];
  const found = findings(whole);
  if (whole.content.modules.found.length === 0 && found.length === 0) {
    return notApplicable(kind, 'There are no modules.');
  }
  return judged(kind, found, knownIn(base, findings), {
    good: 'No module is built into the kernel as well, none is there twice, and none is for another kernel.',
    hint: REBUILD,
  });
}

function checkForeign(whole: Whole, manifest: Manifest | undefined, base: SettledBase): Check {
  const kind = CHECKS.modulesForeign;
  const { modules } = whole.content;
  if (modules.found.length === 0) return notApplicable(kind, 'There are no modules.');
  const { foreign, accepted, unknown } = findForeign(modules, manifest, base);
  if (foreign.length > 0) return judged(kind, foreign, [], { good: '', hint: REBUILD });
  if (unknown !== undefined) return notChecked(kind, `It cannot be known: ${unknown}.`);
  return passed(kind, accepted);
}

interface Judgement {
  /** The sentence when nothing is wrong. */
  readonly good: string;
  readonly hint: string;
  readonly wanted?: string;
}

function judged(
  kind: CheckKind,
  findings: readonly ModuleFinding[],
  known: readonly ModuleFinding[],
  { good, hint, wanted }: Judgement,
): Check {
  const knownLines = new Set(known.map(lineOf));
  const lines = findings.map(lineOf);
  const own = lines.filter((line) => !knownLines.has(line));
  if (own.length > 0) return failed(kind, `${listed(own)}.`, hint, { wanted });
  if (lines.length === 0) return passed(kind, good, { wanted });
  return passed(kind, `Nothing that its base does not have as well: ${listed(lines)}.`, { wanted });
}

function lineOf({ path, problem }: ModuleFinding): string {
  return `${path} ${problem}`;
}

function knownIn(base: SettledBase, findings: (base: Whole) => ModuleFinding[]): ModuleFinding[] {
  if (base.state !== 'there') return [];
  const { inspection } = base.base;
  const { content } = inspection;
  return content === undefined ? [] : findings({ ...inspection, content });
}
