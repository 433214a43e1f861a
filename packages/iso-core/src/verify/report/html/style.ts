// The style sheet of a report's page. Colours come in pairs for light and dark; each text reaches a contrast
// of 4.5 on its ground, and no colour says what a sign or a word does not say as well.

const LIGHT = `
--ground: #f5f6f8; --surface: #ffffff; --line: #d5d9e0; --text: #1c2128; --muted: #57606a;
--good: #17713a; --bad: #b42318; --open: #825500; --none: #57606a; --on-verdict: #ffffff;
--good-ground: #17713a; --bad-ground: #b42318; --open-ground: #825500;
--bar: #2463b4; --before: #8b95a3; --band: #bfe3cb; --band-line: #17713a; --code: #eef0f3;
--next-ground: #e8f0fc; --next: #1c4f94;`;

const DARK = `
--ground: #0f1318; --surface: #181d24; --line: #333b47; --text: #e6e9ee; --muted: #a0a9b6;
--good: #55c57d; --bad: #ff8a80; --open: #e6b450; --none: #a0a9b6; --on-verdict: #ffffff;
--good-ground: #17643a; --bad-ground: #a32a20; --open-ground: #7a5200;
--bar: #6fa8f0; --before: #7d8897; --band: #1f4a31; --band-line: #55c57d; --code: #252c36;
--next-ground: #1b2b42; --next: #a9cbfa;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .9375em; unicode-bidi: isolate; }
p { margin: .5rem 0; }
ul, ol { margin: 0; padding: 0; list-style: none; }
strong, .name, .value { unicode-bidi: isolate; }
h1, h2, h3 { line-height: 1.25; margin: 0; }
h2 { font-size: 1.25rem; margin-bottom: .75rem; }
h3 { font-size: 1rem; }
section { margin-top: 2rem; }
.definitions { position: absolute; }
.sign { width: 1em; height: 1em; flex: none; vertical-align: -.125em; fill: none; }
.sign.good { color: var(--good); } .sign.bad { color: var(--bad); }
.sign.open { color: var(--open); } .sign.none { color: var(--none); }
.body { fill: currentColor; }
.mark { stroke: var(--mark, var(--surface)); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.ring, .dash { stroke: currentColor; stroke-width: 1.6; }

.verdict { display: flex; gap: 1rem; align-items: center; padding: 1.25rem 1.5rem; border-radius: .75rem;
  color: var(--on-verdict); background: var(--mark); }
.verdict.good { --mark: var(--good-ground); } .verdict.bad { --mark: var(--bad-ground); }
.verdict.open { --mark: var(--open-ground); }
.verdict > .sign { width: 3.5rem; height: 3.5rem; color: var(--on-verdict); }
.verdict > div { min-width: 0; }
.verdict h1 { font-size: 2rem; }
.verdict p { margin: .25rem 0 0; }
.headline { font-size: 1.125rem; }
.subject { font-size: .875rem; }

#shortcomings { margin-top: 1rem; }
#shortcomings h2 { margin: 1.25rem 0 .5rem; }
.shortcoming { background: var(--surface); border: 1px solid var(--line); border-left-width: .375rem;
  border-radius: .5rem; padding: .75rem 1rem; margin-top: .5rem; }
.shortcoming.bad { border-left-color: var(--bad); } .shortcoming.open { border-left-color: var(--open); }
.shortcoming li { margin-top: .25rem; }
.next { background: var(--next-ground); color: var(--next); border-radius: .375rem; padding: .375rem .625rem;
  margin: .5rem 0 0; }
.next-label { font-weight: 700; } .next-label::after { content: " \\2192"; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .5rem; margin-top: 1rem;
  font-size: .9375rem; }
.tiles a { display: flex; gap: .625rem; align-items: center; height: 100%; padding: .625rem .75rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; color: var(--text);
  text-decoration: none; }
.tiles a:hover span, .tiles a:focus span { text-decoration: underline; }

.tag { white-space: nowrap; font-weight: 600; font-size: .875rem; }
td .tag { font-size: inherit; }
.tag.good { color: var(--good); } .tag.bad { color: var(--bad); }
.tag.open { color: var(--open); } .tag.none { color: var(--none); }

table { width: 100%; border-collapse: collapse; background: var(--surface); border: 1px solid var(--line);
  font-size: .875rem; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .5rem .625rem; border-top: 1px solid var(--line);
  unicode-bidi: isolate; }
thead th { color: var(--muted); font-weight: 600; border-top: 0; }
tbody th { font-weight: 600; }
.requirements th:nth-child(1) { width: 21%; } .requirements th:nth-child(2) { width: 8.75rem; }
.requirements th:nth-child(3) { width: 5.25rem; } .requirements th:nth-child(4) { width: 4.75rem; }
.requirements th:nth-child(5) { width: 24%; }
.checks th:nth-child(1) { width: 21%; } .checks th:nth-child(2) { width: 8.75rem; }
.checks th:nth-child(3), .checks th:nth-child(4) { width: 18%; }
.origin { display: inline-block; color: var(--muted); font-size: .8125rem; }
td .next { padding: .25rem .5rem; }

.probes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: .75rem; }
.probe, .boot { background: var(--surface); border: 1px solid var(--line); border-radius: .5rem;
  padding: .875rem 1rem; min-width: 0; }
.boot + .boot { margin-top: .75rem; }
.probe h3, .boot h3 { display: flex; justify-content: space-between; gap: .75rem; }
.about { color: var(--muted); font-size: .875rem; margin: .125rem 0 0; }
.measurement { margin: .875rem 0 0; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: .75rem; font-size: .875rem; }
.chart { display: grid; grid-template-columns: 4.5rem 1fr minmax(5.5rem, auto); column-gap: .75rem;
  grid-auto-rows: minmax(24px, auto); align-items: center; font-size: .875rem; margin-top: .25rem; }
.chart .name { grid-column: 1; color: var(--muted); } .chart .value { grid-column: 3; text-align: right; }
.chart .name:first-child, .chart .name:first-child + .value { grid-row: 1; }
.chart .value + .name, .chart .value + .name + .value { grid-row: 2; }
.chart .plot { grid-column: 2; grid-row: 1 / span 2; } .chart.single .plot { grid-row: 1; }
.chart .axis { grid-column: 2; grid-row: 3; } .chart.single .axis { grid-row: 2; }
.chart .value { font-variant-numeric: tabular-nums; }
.plot { display: block; width: 100%; border-left: 1px solid var(--muted); overflow: visible; }
.axis { display: flex; justify-content: space-between; gap: .5rem; color: var(--muted); font-size: .75rem;
  border-top: 1px solid var(--line); }
.band { fill: var(--band); } .edge { stroke: var(--band-line); stroke-width: 1.5; stroke-dasharray: 4 2; }
.bar.before { fill: var(--before); } .bar.after { fill: var(--bar); } .bar.outside { fill: var(--bad); }
.end { stroke-width: 2; }
.end.before { stroke: var(--before); } .end.after { stroke: var(--bar); } .end.outside { stroke: var(--bad); }
.expected { color: var(--muted); font-size: .8125rem; margin: .25rem 0 0; }
.swatch { width: 1.25rem; height: .75rem; border: 1px dashed var(--band-line); vertical-align: -.0625rem; }

.timeline { margin-top: .75rem; font-size: .875rem; }
.timeline li { display: grid; grid-template-columns: 9rem 1fr 4rem; column-gap: .75rem; align-items: center;
  min-height: 1.75rem; }
.timeline .value { grid-column: 3; grid-row: 1; text-align: right; font-variant-numeric: tabular-nums; }
.timeline .plot { grid-column: 2; grid-row: 1; border-left: 0; }
.track { fill: var(--code); } .stair { fill: var(--bar); } .stair-end { stroke: var(--bar); stroke-width: 2; }

details { margin-top: .75rem; }
summary { cursor: pointer; font-size: .875rem; color: var(--muted); }
pre { margin: .5rem 0 0; padding: .75rem; background: var(--code); border-radius: .375rem; white-space: pre-wrap;
  font-size: .8125rem; contain: paint; }
.print-only { display: none; }

dl { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; padding: .25rem 1rem;
  font-size: .875rem; }
dl div { display: grid; grid-template-columns: 12rem 1fr; gap: .75rem; padding: .375rem 0; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--muted); } dd { margin: 0; unicode-bidi: isolate; }

@media screen and (max-width: 55rem) {
  table, thead, tbody, tr, th, td { display: block; }
  table { border: 0; background: none; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: flex; flex-wrap: wrap; column-gap: .75rem; background: var(--surface);
    border: 1px solid var(--line); border-radius: .5rem; padding: .625rem .875rem; margin-top: .5rem; }
  th, td { border: 0; padding: .125rem 0; }
  tbody th { flex: 1; width: auto !important; min-width: 55%; font-size: .9375rem; }
  td { flex: 1 1 100%; display: grid; grid-template-columns: 5rem 1fr; gap: .5rem; }
  td::before { content: attr(data-column); color: var(--muted); }
  td[data-column="Status"] { flex: none; display: block; }
  td[data-column="Status"]::before { content: none; }
  td.empty { display: none; }
  .requirements td[data-column="Wanted"], .requirements td[data-column="Actual"] { flex: 1 1 40%; }
  .requirements td[data-column="Actual"] { grid-template-columns: auto 1fr; }
}
@media screen and (max-width: 30rem) {
  main { padding: .75rem; }
  .verdict { padding: 1rem; gap: .875rem; }
  .verdict > .sign { width: 2.5rem; height: 2.5rem; }
  .verdict h1 { font-size: 1.625rem; } .headline { font-size: 1rem; }
  .chart { grid-template-columns: 4.5rem 1fr 5.5rem; column-gap: .5rem; }
  .timeline li { grid-template-columns: 6.5rem 1fr 3.5rem; column-gap: .5rem; }
  dl div { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  @page { margin: 15mm; }
  html { font-size: 9.5pt; }
  body { background: none; }
  main { max-width: none; padding: 0; }
  .verdict { border: 2px solid currentColor; }
  .verdict { background: none; color: var(--mark); }
  .verdict > .sign { color: inherit; --mark: #ffffff; }
  nav, .log { display: none; }
  .print-only { display: block; color: var(--muted); font-size: .8125rem; }
  thead { display: table-header-group; }
  tr, .shortcoming, .probe, .boot, .measurement, dl div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section { margin-top: 1.25rem; }
  .requirements th:nth-child(1) { width: 22%; } .requirements th:nth-child(2) { width: 7.75rem; }
  .requirements th:nth-child(3), .requirements th:nth-child(4) { width: 4.75rem; }
  .checks th:nth-child(1) { width: 18%; } .checks th:nth-child(2) { width: 7.75rem; }
  th, td { padding: .375rem .5rem; }
  .probes { grid-template-columns: 1fr 1fr; }
  .chart { grid-template-columns: 4.5rem 1fr auto; }
  .band, .bar, .track, .stair { print-color-adjust: exact; }
}
`;
