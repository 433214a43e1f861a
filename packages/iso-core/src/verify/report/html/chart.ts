// The chart of one measurement: bars before and after on one scale, and the band where the second has to
// end. All that it shows is there as text as well; the drawing itself is hidden from screen readers.
import { amountText, boundsText, isWithinBounds, numberText } from '../numbers.js';
import type { Measurement } from '../report.js';
import { markup, type Markup } from './markup.js';
import { scaleOf, type Scale } from './scale.js';
import { statusTag } from './status.js';

/** Pixels; the style sheet gives the texts beside a bar the same height. */
const ROW = 24;
const BAR = 12;

export function chart(measurement: Measurement): Markup {
  const { label, unit, before, after } = measurement;
  const scale = scaleOf(measurement);
  const expected = boundsText(measurement);
  const isGood = isWithinBounds(measurement);
  const rows = [
    ...(before === undefined ? [] : [{ name: 'before', value: before, kind: 'before' }]),
    {
      name: before === undefined ? 'measured' : 'after',
      value: after,
      kind: isGood ? 'after' : 'after outside',
    },
  ];
  return markup`<figure class="measurement">
<figcaption><strong>${label}</strong> ${expected === undefined ? undefined : statusTag(isGood ? 'as expected' : 'not as expected', isGood ? 'good' : 'bad')}</figcaption>
<div class="chart${before === undefined ? ' single' : ''}">
${rows.map(({ name, value }) => markup`<span class="name">${name}</span><span class="value">${amountText(value, unit)}</span>`)}
<svg class="plot" height="${rows.length * ROW}" aria-hidden="true">${band(measurement, scale, rows.length * ROW)}${rows.map(({ value, kind }, index) => bar(scale, value, kind, index))}</svg>
<span class="axis"><span>${numberText(scale.from)}</span><span>${numberText(scale.to)}</span></span>
</div>
<p class="expected">${expected === undefined ? 'no expectation' : markup`<svg class="swatch" aria-hidden="true"><rect class="band" width="100%" height="100%"/></svg> expected: ${expected}`}${scale.isLogarithmic ? ' · logarithmic scale' : undefined}</p>
</figure>`;
}

function bar(scale: Scale, value: number, kind: string, row: number): Markup {
  const zero = scale.isLogarithmic ? 0 : scale.percent(0);
  const end = scale.percent(value);
  const y = row * ROW + (ROW - BAR) / 2;
  const left = Math.min(zero, end);
  return markup`<rect class="bar ${kind}" x="${left}%" y="${y}" width="${Math.abs(end - zero)}%" height="${BAR}"/><line class="end ${kind}" x1="${end}%" x2="${end}%" y1="${y - 2}" y2="${y + BAR + 2}"/>`;
}

function band({ atLeast, atMost }: Measurement, scale: Scale, height: number): Markup | undefined {
  if (atLeast === undefined && atMost === undefined) return undefined;
  const left = atLeast === undefined ? 0 : scale.percent(atLeast);
  const right = atMost === undefined ? 100 : scale.percent(atMost);
  const edges = [atLeast, atMost].flatMap((edge) => edge ?? []).map((edge) => scale.percent(edge));
  return markup`<rect class="band" x="${left}%" width="${Math.max(0, right - left)}%" height="${height}"/>${edges.map((edge) => markup`<line class="edge" x1="${edge}%" x2="${edge}%" y1="0" y2="${height}"/>`)}`;
}
