import { describe, expect, it } from 'vitest';
import type { RequirementStatus, RequirementVerdict } from '../../inspect/index.js';
import { findPreset, presetNames, type OptionWish, type Requirement } from '../../spec/index.js';
import { DEFINITIONS } from './definitions.js';
import { allProbes, probesExercising, probesFor } from './select.js';

const FACTS = { configSha256: 'c'.repeat(64) };
const BASIS = { reason: 'It is needed.', origins: ['spec'] };

const wish = (option: string, values: readonly string[] = ['y', 'm']): OptionWish => ({
  option,
  values,
});

function option(name: string, status: RequirementStatus = 'holds', values?: readonly string[]) {
  return verdict({ kind: 'option', ...wish(name, values), ...BASIS }, status, [status]);
}

function anyOf(options: Record<string, RequirementStatus>, status: RequirementStatus) {
  const alternatives = Object.keys(options).map((name) => wish(name));
  return verdict({ kind: 'anyOf', alternatives, ...BASIS }, status, Object.values(options));
}

function verdict(
  requirement: Requirement,
  status: RequirementStatus,
  each: readonly RequirementStatus[],
): RequirementVerdict {
  const wishes = requirement.kind === 'option' ? [requirement] : requirement.alternatives;
  const actual = wishes.map((one, index) => ({
    option: one.option,
    value: 'y',
    status: each[index] === 'not applicable' ? ('fails' as const) : (each[index] ?? 'fails'),
    detail: '',
  }));
  return { requirement, status, actual };
}

const names = (verdicts: readonly RequirementVerdict[]) =>
  probesFor(verdicts, FACTS).map(({ name }) => name);

const preset = (name: string, status?: RequirementStatus) =>
  (findPreset(name)?.entries ?? []).map((entry) =>
    'anyOf' in entry
      ? anyOf(Object.fromEntries(entry.anyOf.map((each) => [each.option, 'holds'])), 'holds')
      : option(entry.option, status, entry.values),
  );

describe('probesFor', () => {
  it('runs a probe when all of its options are required', () => {
    expect(names([option('NET_SCH_PRIO')])).toEqual(['prio']);
    expect(names([option('NET_SCH_PRIO'), option('NET_SCH_NETEM')])).toEqual([
      'prio',
      'netem-delay',
      'netem-loss',
      'prio-netem',
    ]);
  });

  it('runs it when its first is required, and the kernel has the others anyway', () => {
    const isThere = (option: string) => option !== 'NET_SCH_TBF';
    const called = (name: string) =>
      probesFor([option(name)], FACTS, isThere).map((probe) => probe.name);
    expect(called('NET_CLS_FLOWER')).toEqual(['flower']);
    expect(called('NET_SCH_NETEM')).toEqual(['netem-delay', 'netem-loss']);
    expect(probesFor([option('NET_CLS_FLOWER')], FACTS)).toEqual([]);
  });

  it('runs it whether they hold or not: that is what it tells', () => {
    expect(names([option('NET_SCH_PRIO', 'fails')])).toEqual(['prio']);
    expect(names([option('NET_SCH_PRIO', 'not checked')])).toEqual(['prio']);
  });

  it('leaves it out when one is not applicable to this kernel', () => {
    expect(names([option('DEBUG_INFO_BTF', 'not applicable')])).toEqual([]);
  });

  it('leaves it out when one is required to be off', () => {
    expect(names([option('NET_SCH_PRIO', 'holds', ['n'])])).toEqual([]);
    expect(names([option('NET_SCH_PRIO', 'holds', ['n', 'm'])])).toEqual(['prio']);
  });

  it('goes by the alternative that holds', () => {
    const alternatives = [option('NET_SCH_PRIO'), option('NET_SCH_NETEM')];
    const both = anyOf({ NET_CLS_FLOWER: 'fails', NET_CLS_U32: 'holds' }, 'holds');
    expect(names([...alternatives, both])).toContain('u32');
    expect(names([...alternatives, both])).not.toContain('flower');
  });

  it('tries every alternative when none holds', () => {
    const neither = anyOf({ NET_SCH_TBF: 'fails', NET_SCH_PRIO: 'fails' }, 'fails');
    expect(names([neither])).toEqual(['prio', 'tbf']);
  });

  it('takes any of several for the last option of a probe', () => {
    const rules = ['NETFILTER_XT_MATCH_CGROUP', 'IP_NF_IPTABLES', 'IP_NF_MANGLE'];
    const required = rules.map((each) => option(each));
    expect(names(required)).toEqual(['iptables-cgroup']);
    for (const name of ['NET_CLS_CGROUP', 'CGROUP_NET_CLASSID']) {
      expect(names([...required, option(name)])).toEqual(['iptables-cgroup', 'cgroup-classid']);
    }
  });

  it.each([
    ['tc', ['prio', 'netem-delay', 'netem-loss', 'prio-netem', 'tbf', 'disk-throttle']],
    [
      'chaos-controller/network',
      [
        ...['prio', 'netem-delay', 'netem-loss', 'prio-netem', 'tbf', 'flower'],
        ...['iptables-mark', 'iptables-log', 'iptables-nat', 'iptables-state'],
        ...['iptables-cgroup', 'cgroup-classid'],
      ],
    ],
    ['chaos-controller/disk-pressure', ['disk-throttle']],
    ['chaos-controller/cpu-pressure', ['cpuset', 'memory-limit']],
    ['chaos-controller/disk-failure', ['btf']],
  ])('runs for %s what it is about', (name, expected) => {
    expect(names(preset(name))).toEqual(expected);
  });

  it('has no probe that no preset calls for', () => {
    const all = [...presetNames().flatMap((name) => preset(name)), option('IKCONFIG_PROC')];
    expect(names(all)).toEqual(DEFINITIONS.map(({ name }) => name));
  });

  it('hands over the config that was read from the ISO', () => {
    const [probe] = probesFor([option('IKCONFIG_PROC')], FACTS);
    expect(probe).toMatchObject({ name: 'config-gz', values: { sha256: FACTS.configSha256 } });
  });

  it('gives each its script', () => {
    expect(allProbes(FACTS).map(({ script }) => script.length)).not.toContain(0);
    expect(probesFor([option('NET_SCH_TBF')], FACTS)[0]?.script).toContain('tbf rate 1mbit');
  });
});

describe('probesExercising', () => {
  const exercising = (requirement: Requirement) =>
    probesExercising(allProbes(FACTS), requirement).map(({ name }) => name);

  it('finds the probes of an option, also of one that theirs depend on', () => {
    expect(exercising({ kind: 'option', ...wish('NET_SCH_TBF'), ...BASIS })).toEqual(['tbf']);
    expect(exercising({ kind: 'option', ...wish('BLK_CGROUP'), ...BASIS })).toEqual([
      'disk-throttle',
    ]);
  });

  it('finds those of every alternative', () => {
    const alternatives = [wish('CGROUP_NET_CLASSID'), wish('NET_CLS_U32')];
    expect(exercising({ kind: 'anyOf', alternatives, ...BASIS })).toEqual([
      'u32',
      'cgroup-classid',
    ]);
  });

  it('finds none where none measures the option', () => {
    expect(exercising({ kind: 'option', ...wish('NET_CLS_BPF'), ...BASIS })).toEqual([]);
  });
});
