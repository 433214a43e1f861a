import { describe, expect, it } from 'vitest';
import { assertVerified } from './assert-verified.js';
import type { Shortcoming, Verdict } from './report/index.js';

function report(verdict: Verdict, ...shortcomings: Shortcoming[]) {
  return {
    verdict,
    shortcomings,
    iso: { name: 'dist/chaos/iso/minikube-amd64.iso', origin: 'build', size: 1 } as const,
  };
}

function shortcoming(name: string, status: string, hint?: string): Shortcoming {
  const more = hint === undefined ? {} : { hint };
  return { kind: 'requirement', name, status, detail: `${name} is n`, ...more };
}

describe('assertVerified', () => {
  it('is content with an ISO that passed', () => {
    expect(() => assertVerified(report('passed'))).not.toThrow();
  });

  it('names what failed, each once, and not what was only not measured', () => {
    const failed = report(
      'failed',
      shortcoming('NET_SCH_PRIO', 'fails', 'Build the ISO again.'),
      shortcoming('NET_SCH_PRIO', 'failed'),
      shortcoming('prio', 'failed'),
      shortcoming('tbf', 'not run'),
    );
    expect(() => assertVerified(failed)).toThrow(
      expect.objectContaining({
        code: 'ISO_FAILED_VERIFICATION',
        message: 'dist/chaos/iso/minikube-amd64.iso is not what it has to be: NET_SCH_PRIO, prio',
        hint: 'Build the ISO again.',
      }),
    );
  });

  it('is no more content with an ISO that was not measured', () => {
    const incomplete = report('incomplete', shortcoming('tbf', 'not run'));
    expect(() => assertVerified(incomplete)).toThrow(
      expect.objectContaining({
        code: 'VERIFICATION_INCOMPLETE',
        message: expect.stringContaining('not measured: tbf') as string,
        hint: expect.stringContaining('report') as string,
      }),
    );
  });

  it('counts what is too much to name', () => {
    const many = Array.from({ length: 10 }, (_, index) => shortcoming(`A${index}`, 'fails'));
    expect(() => assertVerified(report('failed', ...many))).toThrow(/A7 and 2 more$/);
  });
});
