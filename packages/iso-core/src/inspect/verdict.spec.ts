import { describe, expect, it } from 'vitest';
import type { Requirement } from '../spec/index.js';
import { allHold, judge, type KernelFacts, type ModuleProof } from './verdict.js';

const LOADS: ModuleProof = { status: 'holds', detail: 'loads', module: 'kernel/net/sched/x.ko' };

function facts(config: Record<string, string>, overrides: Partial<KernelFacts> = {}): KernelFacts {
  return {
    release: '6.1.0',
    architecture: 'amd64',
    configured: (option) => config[option] ?? 'n',
    isRecorded: () => false,
    proveModule: () => LOADS,
    ...overrides,
  };
}

function wants(option: string, ...values: string[]): Requirement {
  return { kind: 'option', option, values, reason: 'It is needed.', origins: ['spec'] };
}

function statusOf(requirement: Requirement, kernel: KernelFacts) {
  return judge([requirement], kernel)[0]?.status;
}

describe('judge', () => {
  it('believes y only by the kernel’s own config', () => {
    const recorded = facts({}, { isRecorded: () => true });
    expect(statusOf(wants('A', 'y'), facts({ A: 'y' }))).toBe('holds');
    expect(statusOf(wants('A', 'y'), facts({ A: 'm' }))).toBe('fails');
    expect(statusOf(wants('A', 'y'), recorded)).toBe('fails');
    const builtIn = facts({ A: 'y' }, { isRecorded: () => true });
    expect(statusOf(wants('A', 'y'), builtIn)).toBe('holds');
    expect(statusOf(wants('A', 'm'), builtIn)).toBe('fails');
  });

  it.each(['holds', 'fails', 'not checked'] as const)(
    'believes m only as far as its module is proven: %s',
    (status) => {
      const proveModule = () => ({ status, detail: 'because' });
      expect(statusOf(wants('A', 'y', 'm'), facts({ A: 'm' }, { proveModule }))).toBe(status);
    },
  );

  it('never takes the overlay record alone for a module', () => {
    const isRecorded = () => true;
    const proveModule = (): ModuleProof => ({ status: 'fails', detail: 'no x.ko in the initrd' });
    expect(statusOf(wants('A', 'm'), facts({}, { isRecorded, proveModule }))).toBe('fails');
    expect(statusOf(wants('A', 'm'), facts({}, { isRecorded }))).toBe('holds');
  });

  it('does not take a module for proven that neither config nor record name', () => {
    expect(statusOf(wants('A', 'm'), facts({}))).toBe('fails');
  });

  it('does not call an option absent that a remaster has added', () => {
    expect(statusOf(wants('A', 'n'), facts({}))).toBe('holds');
    expect(statusOf(wants('A', 'n'), facts({}, { isRecorded: () => true }))).toBe('fails');
  });

  it('does not say of an option that is off in the config what nobody looked for in the initrd', () => {
    const kernelAlone = facts({ B: 'y' }, { isRecorded: () => undefined });
    expect(statusOf(wants('A', 'n'), kernelAlone)).toBe('not checked');
    expect(statusOf(wants('A', 'y', 'm'), kernelAlone)).toBe('not checked');
    expect(statusOf(wants('A', 'y'), kernelAlone)).toBe('fails');
    expect(statusOf(wants('B', 'y'), kernelAlone)).toBe('holds');
    expect(statusOf(wants('B', 'n'), kernelAlone)).toBe('fails');
  });

  it('compares numbers and strings as the config spells them', () => {
    expect(statusOf(wants('HZ', '250'), facts({ HZ: '250' }))).toBe('holds');
    expect(statusOf(wants('HOST', '"lab"'), facts({ HOST: '"other"' }))).toBe('fails');
  });

  it('takes any alternative that holds, and prefers not checked to failed', () => {
    const anyOf: Requirement = {
      kind: 'anyOf',
      alternatives: [
        { option: 'A', values: ['y'] },
        { option: 'B', values: ['m'] },
      ],
      reason: 'One is enough.',
      origins: ['spec'],
    };
    const unknown = facts(
      { B: 'm' },
      { proveModule: () => ({ status: 'not checked', detail: '' }) },
    );
    expect(statusOf(anyOf, facts({ A: 'y' }))).toBe('holds');
    expect(statusOf(anyOf, facts({}))).toBe('fails');
    expect(statusOf(anyOf, unknown)).toBe('not checked');
  });

  it('says not applicable outside the kernel range', () => {
    const ranged = { ...wants('A', 'y'), kernels: { from: '6.2' } };
    expect(statusOf(ranged, facts({}))).toBe('not applicable');
    expect(statusOf(ranged, facts({}, { release: '6.2.1' }))).toBe('fails');
  });

  it('names what an option is and what was wanted', () => {
    expect(judge([wants('A', 'y', 'm')], facts({}))[0]?.actual).toEqual([
      { option: 'A', value: 'n', status: 'fails', detail: 'is n, wanted y or m' },
    ]);
  });
});

describe('allHold', () => {
  it('counts what was not checked as not holding', () => {
    const unknown = facts(
      { A: 'm' },
      { proveModule: () => ({ status: 'not checked', detail: '' }) },
    );
    expect(allHold(judge([wants('A', 'm')], unknown))).toBe(false);
    expect(allHold(judge([wants('A', 'm')], facts({ A: 'm' })))).toBe(true);
    expect(allHold(judge([{ ...wants('A', 'm'), kernels: { before: '5.0' } }], facts({})))).toBe(
      true,
    );
  });
});
