// What a person reads first: the verdict, what fell short, and what to do about it.
import { groupShortcomings, type ShortcomingGroup } from '../group-shortcomings.js';
import { counted } from '../../counted.js';
import { headlineOf, partsOf, type PartSummary } from '../headline.js';
import { sizeText } from '../numbers.js';
import type { Verdict, VerifyReport } from '../report.js';
import { commaSeparated, markup, type Content, type Markup } from './markup.js';
import { sign, VERDICT_TONES, type Tone } from './status.js';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  incomplete: 'Incomplete',
};

/** What the tab and a bookmark are called. */
export function pageTitle({ verdict, iso }: VerifyReport): string {
  return `${VERDICT_WORDS[verdict]}: ${iso.name.split('/').at(-1) ?? iso.name}`;
}

export function verdictBanner(report: VerifyReport): Markup {
  const { verdict, iso, architecture, kernel } = report;
  const tone = VERDICT_TONES[verdict];
  return markup`<header class="verdict ${tone}">
${sign(tone)}
<div>
<h1>${VERDICT_WORDS[verdict]}</h1>
<p class="headline">${headlineOf(report)}</p>
<p class="subject"><code>${iso.name}</code> · ${architecture} · ${kernel === undefined ? 'no kernel read' : `kernel ${kernel.release}`} · ${sizeText(iso.size)}</p>
</div>
</header>`;
}

/** The parts of the report as links to them, each with its count. */
export function tiles(report: VerifyReport): Markup {
  return markup`<nav aria-label="Parts of this report"><ul class="tiles">${partsOf(report).map(tile)}</ul></nav>`;
}

const ANCHORS: Readonly<Record<PartSummary['kind'], string>> = {
  requirement: 'requirements',
  check: 'checks',
  boot: 'boots',
  probe: 'probes',
};

function tile(part: PartSummary): Markup {
  const tone = toneOfPart(part);
  return markup`<li><a href="#${ANCHORS[part.kind]}">${sign(tone)}<span>${tileText(part)}</span></a></li>`;
}

function toneOfPart({ failed, unmeasured, total }: PartSummary): Tone {
  if (failed > 0) return 'bad';
  if (unmeasured > 0) return 'open';
  return total === 0 ? 'none' : 'good';
}

function tileText({ kind, total, good, notApplicable }: PartSummary): Content {
  if (total === 0) return `no ${kind}s`;
  const asked = total - notApplicable;
  const word = kind === 'requirement' ? (asked === 1 ? 'holds' : 'hold') : 'passed';
  return markup`<strong>${good} of ${asked}</strong> ${counted(asked, kind).replace(/^\d+ /, '')} ${word}`;
}

/** Nothing when the verdict is `passed`. */
export function shortcomingsPart({ shortcomings }: VerifyReport): Markup | undefined {
  if (shortcomings.length === 0) return undefined;
  const { groups, hint } = groupShortcomings(shortcomings);
  return markup`<section id="shortcomings" aria-labelledby="shortcomings-title">
<h2 id="shortcomings-title">What fell short</h2>
${nextStep(hint)}
${groups.map(group)}
</section>`;
}

function group({ title, isFailure, entries, hint }: ShortcomingGroup): Markup {
  const tone = isFailure ? 'bad' : 'open';
  return markup`<div class="shortcoming ${tone}">
<h3>${sign(tone)} ${title}</h3>
<ul>${entries.map(
    ({ names, detail, hint: own }) =>
      markup`<li>${commaSeparated(names.map((name) => markup`<strong>${name}</strong>`))}: ${detail}${nextStep(own)}</li>`,
  )}</ul>
${nextStep(hint)}
</div>`;
}

/** What to do, marked so that the eye finds it. */
export function nextStep(hint: string | undefined): Markup | undefined {
  return hint === undefined
    ? undefined
    : markup`<p class="next"><span class="next-label">Next</span> ${hint}</p>`;
}
