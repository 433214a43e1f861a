import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMakeVariables } from './make-variables.js';

const valueOf = (name: string, ...lines: string[]) => readMakeVariables(lines.join('\n')).get(name);

describe('readMakeVariables', () => {
  it('puts variables into variables', () => {
    const makefile = [
      'MAJOR ?= 1',
      'MINOR = 9',
      'RAW=$(MAJOR).${MINOR}',
      'ISO ?= v$(RAW).0 # the ISO',
    ];
    expect(valueOf('ISO', ...makefile)).toBe('v1.9.0');
  });

  it('goes by the first of several defaults, and by the last of several assignments', () => {
    expect(valueOf('A', 'A ?= 1', 'A ?= 2')).toBe('1');
    expect(valueOf('A', 'A = 1', 'A := 2')).toBe('2');
  });

  it('knows nothing of what only make can tell', () => {
    expect(valueOf('A', 'A := $(shell date)')).toBeUndefined();
    expect(valueOf('A', 'A = $(B)')).toBeUndefined();
    expect(valueOf('A', 'A = $(A)')).toBeUndefined();
    expect(valueOf('A', 'B = 1')).toBeUndefined();
  });

  it('takes no line of a recipe for an assignment', () => {
    expect(valueOf('A', 'all:', '\tA=1 true')).toBeUndefined();
  });

  it('gives back every plain value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._/-]{1,20}$/), (value) => {
        expect(valueOf('A', `A ?= ${value}`)).toBe(value);
      }),
    );
  });

  it('ends on every text', () => {
    const text = fc.string({ unit: fc.constantFrom('$', '(', ')', 'A', 'B', '=', '?', ' ', '\n') });
    fc.assert(
      fc.property(text, (makefile) => {
        expect(() => readMakeVariables(makefile).get('A')).not.toThrow();
      }),
    );
  });
});
