import { describe, expect, it } from 'vitest';
import {
  appliesTo,
  requirementName,
  wishesOf,
  type AnyOfRequirement,
  type OptionRequirement,
} from './requirement.js';

const option: OptionRequirement = {
  kind: 'option',
  option: 'DEBUG_INFO_BTF',
  values: ['y'],
  reason: 'Types for eBPF programs.',
  origins: ['chaos-controller/disk-failure'],
  kernels: { from: '5.2' },
};
const anyOf: AnyOfRequirement = {
  kind: 'anyOf',
  alternatives: [
    { option: 'NET_CLS_CGROUP', values: ['y', 'm'] },
    { option: 'CGROUP_NET_CLASSID', values: ['y'] },
  ],
  reason: 'Classifies by cgroup.',
  origins: ['chaos-controller/network'],
};

describe('a requirement', () => {
  it('is called after its option, or its alternatives', () => {
    expect(requirementName(option)).toBe('DEBUG_INFO_BTF');
    expect(requirementName(anyOf)).toBe('NET_CLS_CGROUP or CGROUP_NET_CLASSID');
  });

  it('lists its wishes, of which there is one for an option', () => {
    expect(wishesOf(option).map((wish) => wish.option)).toEqual(['DEBUG_INFO_BTF']);
    expect(wishesOf(anyOf)).toHaveLength(2);
  });

  it('applies to every kernel unless it says otherwise', () => {
    expect(appliesTo(anyOf, '4.7.2', 'amd64')).toBe(true);
  });

  it('does not apply outside its kernel range', () => {
    expect(appliesTo(option, '4.19.202', 'amd64')).toBe(false);
    expect(appliesTo(option, '5.2.0', 'amd64')).toBe(true);
    expect(appliesTo(option, '5.10.207', 'arm64')).toBe(true);
  });

  it('may have another range on one architecture', () => {
    const later = { ...option, kernels: { from: '4.16' }, kernelsOn: { arm64: { from: '5.4' } } };
    expect(appliesTo(later, '4.19.1', 'amd64')).toBe(true);
    expect(appliesTo(later, '4.19.1', 'arm64')).toBe(false);
  });
});
