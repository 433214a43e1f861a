import { describe, expect, it } from 'vitest';
import { jobsOf, type BuildContext } from './context.js';

/** A build on a machine with two processors. */
function build(asked: { readonly byOption?: number; readonly bySpec?: number }): BuildContext {
  const { byOption, bySpec } = asked;
  return {
    request: { overrides: byOption === undefined ? {} : { jobs: byOption } },
    spec: { kernel: { compiler: bySpec === undefined ? {} : { jobs: bySpec } } },
    host: { cpus: () => Promise.resolve(2) },
  } as unknown as BuildContext;
}

const distcc = { program: 'distcc', version: '3.4', env: {}, jobs: 16 } as const;
const ccache = { program: 'ccache', version: '4.7', env: {} } as const;

describe('the jobs of a build', () => {
  it.each([
    ['the option', { byOption: 3, bySpec: 5 }, distcc, 3],
    ['the spec', { bySpec: 5 }, distcc, 5],
    ['what the launcher keeps busy', {}, distcc, 16],
    ['the processors, for a launcher that keeps none busy', {}, ccache, 2],
    ['the processors', {}, undefined, 2],
  ])('are as many as %s says', async (_, asked, launcher, jobs) => {
    expect(await jobsOf(build(asked), launcher)).toBe(jobs);
  });
});
