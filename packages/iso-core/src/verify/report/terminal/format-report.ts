// A report on a terminal: the verdict first, then what fell short and what to do, then the parts as tables.
// Plain text: signs instead of colours, as in the progress above it.
import { cleanLine, cleanText, duration } from '../../../runtime/index.js';
import { groupShortcomings, type ShortcomingGroup } from '../group-shortcomings.js';
import { headlineOf, partsOf, type PartSummary } from '../headline.js';
import { amountText, numberText, shortBoundsText, sizeText } from '../numbers.js';
import type { BootReport, ProbeReport, VerifyReport } from '../report.js';
import { UNEXERCISED, unexercised } from '../unexercised.js';
import { BOOT_TITLES } from '../verdict.js';
import { align, cut, wrap } from './layout.js';

export interface FormatOptions {
  /** How wide a line may be. Default: 100, which is also the most. */
  readonly columns?: number;
}

const MOST_COLUMNS = 100;
const LEAST_COLUMNS = 40;
/** Of what a probe or a guest printed last. */
const MOST_OUTPUT_LINES = 5;

const SIGNS: Readonly<Record<string, string>> = {
  passed: '✔',
  holds: '✔',
  failed: '✖',
  fails: '✖',
  'not applicable': '–',
};
const OPEN = '?';

/** Lines without line ends; no text of the report can move the cursor or give a command to a CI. */
export function formatReport(report: VerifyReport, options: FormatOptions = {}): string[] {
  const asked = options.columns ?? MOST_COLUMNS;
  const width = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, asked));
  const sections = [
    verdictLines(report, width),
    shortcomingLines(report, width),
    requirementLines(report, width),
    checkLines(report, width),
    bootLines(report, width),
    probeLines(report, width),
    unexercisedLines(report, width),
  ];
  return (
    sections
      .filter((lines) => lines.length > 0)
      .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
      // Wrapping can put to the beginning of a line what was harmless further in.
      .map((line) => cut(cleanText(line), width))
  );
}

function verdictLines(report: VerifyReport, width: number): string[] {
  const { verdict, iso, architecture, kernel, depth, seconds } = report;
  const facts = [
    cleanLine(iso.name),
    architecture,
    kernel === undefined ? 'no kernel read' : `kernel ${cleanLine(kernel.release)}`,
    sizeText(iso.size),
    `read at depth ${depth}`,
    `took ${duration(seconds * 1000)}`,
  ];
  return [
    ...wrap(`${verdict}: ${headlineOf(report)}`, width, `${signOf(verdict)} `, '  '),
    ...wrap(facts.join(', '), width, '  '),
  ];
}

function shortcomingLines({ shortcomings }: VerifyReport, width: number): string[] {
  const { groups, hint } = groupShortcomings(shortcomings);
  return [...groups.flatMap((group) => groupLines(group, width)), ...hintLines(hint, width, '')];
}

function groupLines({ title, isFailure, entries, hint }: ShortcomingGroup, width: number) {
  return [
    `${isFailure ? '✖' : OPEN} ${title}`,
    ...entries.flatMap(({ names, detail, hint: own }) => [
      ...wrap(
        `${names.map((name) => cleanLine(name)).join(', ')}: ${cleanLine(detail)}`,
        width,
        '    ',
      ),
      ...hintLines(own, width, '      '),
    ]),
    ...hintLines(hint, width, '    '),
  ];
}

function hintLines(hint: string | undefined, width: number, indent: string): string[] {
  return hint === undefined
    ? []
    : wrap(`next: ${cleanLine(hint)}`, width, indent, `${indent}      `);
}

/** Those that hold are named with what they are; the others have a row each. */
function requirementLines(report: VerifyReport, width: number): string[] {
  const { requirements } = report;
  if (requirements.length === 0) return [];
  const rows = requirements
    .filter(({ status }) => status !== 'holds')
    .map(({ name, status, options }) => [
      `  ${signOf(status)} ${cleanLine(name)}`,
      status,
      `is ${options.map(({ actual }) => cleanLine(actual)).join(', ')}`,
      `wanted ${[...new Set(options.map(({ wanted }) => wanted.map((value) => cleanLine(value)).join(' or ')))].join('; ')}`,
    ]);
  const holding = requirements
    .filter(({ status }) => status === 'holds')
    .flatMap(({ options }) => options)
    .map(({ option, actual }) => `${cleanLine(option)}=${cleanLine(actual)}`);
  return [
    titleLine('Requirements', report, 'requirement'),
    ...align(rows, width),
    ...(holding.length === 0 ? [] : wrap(holding.join(' '), width, '  ✔ ', '    ')),
  ];
}

function checkLines(report: VerifyReport, width: number): string[] {
  if (report.checks.length === 0) return [];
  const rows = report.checks
    .filter(isMeasured)
    .map(({ title, status, detail }) => [
      `  ${signOf(status)} ${cleanLine(title)}`,
      cleanLine(detail),
    ]);
  return [titleLine('Checks', report, 'check'), ...align(rows, width)];
}

function bootLines(report: VerifyReport, width: number): string[] {
  const boots = (['boot', 'probeBoot'] as const).flatMap((name) => {
    const boot = report[name];
    return boot === undefined || !isMeasured(boot) ? [] : [{ title: BOOT_TITLES[name], boot }];
  });
  if (report.boot === undefined && report.probeBoot === undefined) return [];
  const rows = boots.map(({ title, boot: { status, detail } }) => [
    `  ${signOf(status)} ${title}`,
    cleanLine(detail),
  ]);
  const lines = align(rows, width);
  return [
    titleLine('Boots', report, 'boot'),
    ...boots.flatMap(({ boot }, index) => [lines[index] ?? '', ...consoleEnd(boot, width)]),
  ];
}

function consoleEnd({ status, console }: BootReport, width: number): string[] {
  return status === 'failed' ? outputLines(console, width) : [];
}

function probeLines(report: VerifyReport, width: number): string[] {
  if (report.probes.length === 0) return [];
  const probes = report.probes.filter(isMeasured);
  const tables = probes.map(probeRows);
  const lines = align(tables.flat(), width);
  return [
    titleLine('Probes', report, 'probe'),
    ...probes.flatMap(({ status, output }, index) => [
      ...lines.splice(0, tables[index]?.length ?? 0),
      ...(status === 'passed' || output === undefined ? [] : outputLines(output, width)),
    ]),
  ];
}

function unexercisedLines(report: VerifyReport, width: number): string[] {
  const names = unexercised(report);
  return names.length === 0
    ? []
    : wrap(`${UNEXERCISED} ${names.map((name) => cleanLine(name)).join(', ')}`, width, '', '  ');
}

/** What was not looked at has been told above, with its reason, and needs no row of its own. */
function isMeasured({ status }: { readonly status: string }): boolean {
  return status !== 'not checked' && status !== 'not run';
}

/** A row for each measurement; without any, one that says why. */
function probeRows({ name, status, detail, measurements }: ProbeReport): string[][] {
  const first = `  ${signOf(status)} ${cleanLine(name)}`;
  if (measurements.length === 0) return [[first, cleanLine(detail)]];
  return measurements.map((measurement, index) => {
    const { label, unit, before, after } = measurement;
    const expected = shortBoundsText(measurement);
    return [
      index === 0 ? first : '',
      cleanLine(label),
      `${before === undefined ? '' : `${numberText(before)} → `}${cleanLine(amountText(after, unit))}`,
      expected === undefined ? '' : `expected ${cleanLine(expected)}`,
    ];
  });
}

function outputLines(output: string, width: number): string[] {
  const lines = cleanText(output)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-MOST_OUTPUT_LINES);
  return align(
    lines.map((line) => [`      | ${cleanLine(line)}`]),
    width,
  );
}

function titleLine(title: string, report: VerifyReport, kind: PartSummary['kind']): string {
  const part = partsOf(report).find((summary) => summary.kind === kind);
  if (part === undefined) return title;
  const asked = part.total - part.notApplicable;
  return `${title}: ${part.good} of ${asked} ${kind === 'requirement' ? 'hold' : 'passed'}`;
}

function signOf(status: string): string {
  return SIGNS[status] ?? OPEN;
}
