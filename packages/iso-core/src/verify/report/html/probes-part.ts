// Each probe as a card: what it proves, how it ended, a chart of every number that it took.
import { secondsText } from '../numbers.js';
import type { ProbeReport, VerifyReport } from '../report.js';
import { chart } from './chart.js';
import { markup, type Markup } from './markup.js';
import { statusTag, worstFirst } from './status.js';
import { nextStep } from './verdict-part.js';

export function probesPart({ probes }: VerifyReport): Markup {
  return markup`<section id="probes" aria-labelledby="probes-title">
<h2 id="probes-title">Probes</h2>
${probes.length === 0 ? markup`<p>None were to run.</p>` : markup`<div class="probes">${worstFirst(probes).map(card)}</div>`}
</section>`;
}

function card(probe: ProbeReport): Markup {
  const { name, title, options, status, detail, hint, measurements, seconds, output } = probe;
  const isPassed = status === 'passed';
  return markup`<article class="probe">
<h3>${title} ${statusTag(status)}</h3>
<p class="about"><code>${name}</code>${seconds === undefined ? undefined : ` · ${secondsText(seconds)}`}${options.length === 0 ? undefined : markup` · exercises ${options.map((option, index) => markup`${index === 0 ? undefined : ', '}<code>${option}</code>`)}`}</p>
${isPassed && measurements.length > 0 ? undefined : markup`<p>${detail}</p>`}
${measurements.map(chart)}
${nextStep(hint)}
${output === undefined ? undefined : markup`<details open><summary>What its script printed last</summary><pre>${output}</pre></details>`}
</article>`;
}
