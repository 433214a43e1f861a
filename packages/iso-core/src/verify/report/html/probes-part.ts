// Each probe as a card: what it proves, how it ended, a chart of every number that it took.
import { secondsText } from '../numbers.js';
import type { ProbeReport, VerifyReport } from '../report.js';
import { UNEXERCISED, unexercised } from '../unexercised.js';
import { chart } from './chart.js';
import { commaSeparated, markup, type Markup } from './markup.js';
import { statusTag, worstFirst } from './status.js';
import { nextStep } from './verdict-part.js';

export function probesPart(report: VerifyReport): Markup {
  const { probes } = report;
  return markup`<section id="probes" aria-labelledby="probes-title">
<h2 id="probes-title">Probes</h2>
${probes.length === 0 ? markup`<p>None were to run.</p>` : markup`<div class="probes">${worstFirst(probes).map(card)}</div>`}
${unexercisedOnes(report)}
</section>`;
}

function unexercisedOnes(report: VerifyReport): Markup | undefined {
  const names = unexercised(report);
  if (names.length === 0) return undefined;
  return markup`<p>${UNEXERCISED} ${commaSeparated(names.map(code))}</p>`;
}

function code(text: string): Markup {
  return markup`<code>${text}</code>`;
}

function card(probe: ProbeReport): Markup {
  const { name, title, options, status, detail, hint, measurements, seconds, output } = probe;
  const isPassed = status === 'passed';
  return markup`<article class="probe">
<h3>${title} ${statusTag(status)}</h3>
<p class="about"><code>${name}</code>${seconds === undefined ? undefined : ` · ${secondsText(seconds)}`}${options.length === 0 ? undefined : markup` · exercises ${commaSeparated(options.map(code))}`}</p>
${isPassed && measurements.length > 0 ? undefined : markup`<p>${detail}</p>`}
${measurements.map(chart)}
${nextStep(hint)}
${output === undefined ? undefined : markup`<details open><summary>What its script printed last</summary><pre>${output}</pre></details>`}
</article>`;
}
