// The two boots: how far each came, when it reached what, and what it printed.
import { counted } from '../../counted.js';
import { secondsText } from '../numbers.js';
import type { BootReport, Milestone, VerifyReport } from '../report.js';
import { BOOT_TITLES } from '../verdict.js';
import { markup, type Markup } from './markup.js';
import { statusTag } from './status.js';
import { nextStep } from './verdict-part.js';

export function bootsPart({ boot, probeBoot }: VerifyReport): Markup {
  return markup`<section id="boots" aria-labelledby="boots-title">
<h2 id="boots-title">Boots</h2>
${bootCard(BOOT_TITLES.boot, boot)}
${bootCard(BOOT_TITLES.probeBoot, probeBoot)}
</section>`;
}

function bootCard(title: string, boot: BootReport | undefined): Markup {
  if (boot === undefined) {
    return markup`<article class="boot"><h3>${title}</h3><p>It was not to be booted this way.</p></article>`;
  }
  const { status, detail, hint, timeline } = boot;
  return markup`<article class="boot">
<h3>${title} ${statusTag(status)}</h3>
<p>${detail}</p>
${nextStep(hint)}
${timeline.length === 0 ? undefined : timelineList(timeline)}
${consoleLog(boot)}
</article>`;
}

/** Each milestone with the time since the one before it, as a stair from left to right. */
function timelineList(timeline: readonly Milestone[]): Markup {
  const sorted = [...timeline].sort((one, other) => one.seconds - other.seconds);
  const end = sorted.at(-1)?.seconds ?? 0;
  const percent = (seconds: number) => (end === 0 ? 0 : Math.round((10_000 * seconds) / end) / 100);
  return markup`<ol class="timeline">${sorted.map(({ name, seconds }, index) => {
    const from = percent(sorted[index - 1]?.seconds ?? 0);
    const to = percent(seconds);
    return markup`<li><span class="name">${name}</span><span class="value">${secondsText(seconds)}</span><svg class="plot" height="16" aria-hidden="true"><rect class="track" y="5" width="100%" height="6"/><rect class="stair" x="${from}%" y="2" width="${Math.max(0, to - from)}%" height="12"/><line class="stair-end" x1="${to}%" x2="${to}%" y1="0" y2="16"/></svg></li>`;
  })}</ol>`;
}

function consoleLog({ console, droppedLines }: BootReport): Markup | undefined {
  if (console === '') return undefined;
  const lines = counted(console.split('\n').length, 'line');
  const dropped =
    droppedLines === 0
      ? ''
      : `, the last of ${counted(console.split('\n').length + droppedLines, 'line')}`;
  return markup`<details class="log"><summary>Console log: ${lines}${dropped}</summary><pre>${console}</pre></details>
<p class="print-only">The console log (${lines}) is in the file that this was printed from.</p>`;
}
