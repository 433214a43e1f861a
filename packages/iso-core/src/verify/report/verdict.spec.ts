import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedReport, incompleteReport, passedReport } from './report.testing.js';
import {
  CHECK_STATUSES,
  PROBE_STATUSES,
  reportSchema,
  type BootReport,
  type Check,
  type ProbeReport,
  type VerifyReport,
} from './report.js';
import { verdictOf, type VerdictParts } from './verdict.js';

type RequirementReport = VerifyReport['requirements'][number];
const REQUIREMENT_STATUSES = ['holds', 'fails', 'not checked', 'not applicable'] as const;

const check = (status: Check['status'], name = 'size'): Check => ({
  name,
  title: 'Size',
  status,
  detail: 'It is small.',
  ...(status === 'failed' ? { hint: 'Look at it.' } : {}),
});

const requirement = (status: RequirementReport['status'], name = 'NET_SCHED') => ({
  name,
  reason: 'It is needed.',
  origins: ['preset'],
  status,
  options: [{ option: name, wanted: ['y'], actual: 'n', detail: 'is n, wanted y' }],
});

const boot = (status: BootReport['status']): BootReport => ({
  status,
  detail: 'So far.',
  timeline: [],
  console: '',
  droppedLines: 0,
});

const probe = (status: ProbeReport['status'], name = 'netem', measured = true): ProbeReport => ({
  name,
  title: 'It delays.',
  options: [],
  status,
  detail: 'It did.',
  measurements: measured ? [{ label: 'round trip', unit: 'ms', after: 1 }] : [],
});

const parts = (changes: Partial<VerdictParts> = {}): VerdictParts => ({
  depth: 'content',
  requirements: [requirement('holds'), requirement('not applicable', 'OLD')],
  checks: [check('passed'), check('not applicable', 'efi')],
  boot: boot('passed'),
  probeBoot: boot('passed'),
  probes: [probe('passed')],
  required: { boot: true, probes: ['netem'] },
  ...changes,
});

describe('the verdict', () => {
  it('is passed when everything holds, passed or is not applicable', () => {
    expect(verdictOf(parts())).toEqual({ verdict: 'passed', shortcomings: [] });
  });

  it.each<[string, Partial<VerdictParts>, object]>([
    ['check', { checks: [check('failed')] }, { kind: 'check', name: 'size', hint: 'Look at it.' }],
    ['requirement', { requirements: [requirement('fails')] }, { name: 'NET_SCHED' }],
    ['boot', { boot: boot('failed') }, { kind: 'boot', name: 'boot' }],
    ['boot with the probes', { probeBoot: boot('failed') }, { kind: 'boot', name: 'probeBoot' }],
    ['probe', { probes: [probe('failed')] }, { kind: 'probe', name: 'netem' }],
  ])('is failed when a %s fails', (_, changes, shortcoming) => {
    expect(verdictOf(parts(changes))).toMatchObject({
      verdict: 'failed',
      shortcomings: [shortcoming],
    });
  });

  it.each<[string, Partial<VerdictParts>, object]>([
    [
      'a check was not made',
      { checks: [check('passed'), check('not checked', 'modules')] },
      { name: 'modules' },
    ],
    [
      'a requirement was not checked',
      { requirements: [requirement('not checked')] },
      { kind: 'requirement' },
    ],
    ['a boot did not come about', { boot: boot('not checked') }, { status: 'not checked' }],
    ['a required boot is missing', { boot: undefined }, { kind: 'boot', status: 'not checked' }],
    ['a required boot is said not to apply', { boot: boot('not applicable') }, { kind: 'boot' }],
    ['the boot of the probes is missing', { probeBoot: undefined }, { name: 'probeBoot' }],
    ['a probe could not run', { probes: [probe('not run')] }, { status: 'not run' }],
    ['a required probe is missing', { probes: [] }, { name: 'netem', status: 'not run' }],
    [
      'a probe passed without measuring',
      { probes: [probe('passed', 'netem', false)] },
      { status: 'not run' },
    ],
    ['no check passed', { checks: [check('not applicable')] }, { kind: 'check', name: 'checks' }],
  ])('is incomplete when %s', (_, changes, shortcoming) => {
    expect(verdictOf(parts(changes))).toMatchObject({
      verdict: 'incomplete',
      shortcomings: [shortcoming],
    });
  });

  it('leaves out the boots that were not to be', () => {
    const required = { boot: false, probes: [] };
    const alone = parts({ boot: undefined, probeBoot: undefined, probes: [], required });
    expect(verdictOf(alone).verdict).toBe('passed');
    expect(verdictOf({ ...alone, boot: boot('not applicable') }).verdict).toBe('passed');
  });

  it('counts what was run beyond what was required', () => {
    const required = { boot: false, probes: [] };
    expect(verdictOf(parts({ required, boot: boot('failed') })).verdict).toBe('failed');
    expect(verdictOf(parts({ required, probes: [probe('not run')] })).verdict).toBe('incomplete');
  });

  it('names failures before what was not measured', () => {
    const { verdict, shortcomings } = verdictOf(
      parts({ checks: [check('not checked')], probes: [probe('failed')] }),
    );
    expect(verdict).toBe('failed');
    expect(shortcomings.map(({ kind }) => kind)).toEqual(['probe', 'check']);
  });

  it('says of every alternative what it is', () => {
    const options = ['A', 'B'].map((option) => ({
      option,
      wanted: ['y'],
      actual: 'n',
      detail: 'is n',
    }));
    const anyOf = { ...requirement('fails', 'A or B'), options };
    expect(verdictOf(parts({ requirements: [anyOf] })).shortcomings).toMatchObject([
      { name: 'A or B', detail: 'A is n; B is n', hint: expect.stringContaining('build-iso') },
    ]);
  });

  it('points to the greater depth where that would tell more', () => {
    const requirements = [requirement('not checked')];
    const hintAt = (depth: 'kernel' | 'content') =>
      verdictOf(parts({ requirements, depth })).shortcomings[0]?.hint;
    expect(hintAt('kernel')).toContain('depth content');
    expect(hintAt('content')).toBeUndefined();
  });

  it('makes reports that are of the schema', () => {
    const reports = [passedReport(), failedReport(), incompleteReport()];
    expect(reports.map((report) => reportSchema.parse(report).verdict)).toEqual([
      'passed',
      'failed',
      'incomplete',
    ]);
  });
});

describe('whatever the parts', () => {
  const status = <T>(statuses: readonly T[]) => fc.constantFrom(...statuses);
  const boots = fc.option(status(CHECK_STATUSES).map(boot), { nil: undefined });
  const names = fc.constantFrom('netem', 'tbf', 'prio');
  const anyParts: fc.Arbitrary<VerdictParts> = fc.record({
    depth: status(['kernel', 'content'] as const),
    requirements: fc.array(status(REQUIREMENT_STATUSES).map((one) => requirement(one))),
    checks: fc.array(status(CHECK_STATUSES).map((one) => check(one))),
    boot: boots,
    probeBoot: boots,
    probes: fc.array(
      fc
        .tuple(status(PROBE_STATUSES), names, fc.boolean())
        .map(([one, name, measured]) => probe(one, name, measured)),
      { maxLength: 4 },
    ),
    required: fc.record({ boot: fc.boolean(), probes: fc.array(names, { maxLength: 2 }) }),
  });

  /** Rule by rule, and written differently from the code. */
  function isAllMeasured({ requirements, checks, probes, required, ...boots }: VerdictParts) {
    const ran = new Set(probes.map(({ name }) => name));
    const isGood = (booted: BootReport | undefined, isRequired: boolean) =>
      isRequired
        ? booted?.status === 'passed'
        : booted === undefined || ['passed', 'not applicable'].includes(booted.status);
    return (
      requirements.every(({ status }) => ['holds', 'not applicable'].includes(status)) &&
      checks.every(({ status }) => ['passed', 'not applicable'].includes(status)) &&
      checks.some(({ status }) => status === 'passed') &&
      isGood(boots.boot, required.boot) &&
      isGood(boots.probeBoot, required.probes.length > 0) &&
      probes.every(({ status, measurements }) => status === 'passed' && measurements.length > 0) &&
      required.probes.every((name) => ran.has(name))
    );
  }

  it('no unmeasured part ever gives passed', () => {
    fc.assert(
      fc.property(anyParts, (these) => {
        expect(verdictOf(these).verdict === 'passed').toBe(isAllMeasured(these));
      }),
      { numRuns: 5000 },
    );
  });

  it('the verdict and the shortcomings say the same', () => {
    fc.assert(
      fc.property(anyParts, (these) => {
        const { verdict, shortcomings } = verdictOf(these);
        const failures = shortcomings.filter(({ status }) => /^fail/.test(status)).length;
        const expected =
          failures > 0 ? 'failed' : shortcomings.length > 0 ? 'incomplete' : 'passed';
        expect(verdict).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
