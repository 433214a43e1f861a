import { describe, expect, it } from 'vitest';
import { BuildrootOutput, describeStep } from './buildroot-output.js';

function read(...lines: string[]) {
  const steps: string[] = [];
  const output = new BuildrootOutput((step) => steps.push(describeStep(step)));
  for (const line of lines) output.line(line);
  return { steps, output };
}

describe('what Buildroot prints', () => {
  it.each([
    ['>>> linux 6.6.95 Building', 'linux 6.6.95: Building'],
    ['\u001b[7m>>> host-go-bin 1.23.4 Extracting\u001b[27m', 'host-go-bin 1.23.4: Extracting'],
    ['>>> toolchain  Installing to target', 'toolchain: Installing to target'],
    ['>>>   Finalizing target directory', 'Finalizing target directory'],
  ])('%j says where it is', (line, step) => {
    expect(read(line).steps).toEqual([step]);
  });

  it.each(['>>>', '>>> linux', 'a >>> linux 6.6.95 Building', '>>>> x y z', '  >>> x 1 y'])(
    '%j says nothing of it',
    (line) => {
      const { steps, output } = read(line);
      expect(steps).toEqual([]);
      expect(output.step).toBeUndefined();
    },
  );

  it('is kept from the last step on, and no more of it than one reads', () => {
    const many = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    const { output } = read('before', '>>> linux 6.6.95 Building', '', ...many);
    expect(output.lastLines).toEqual(many.slice(-15));
    expect(output.step).toEqual({ name: 'linux', version: '6.6.95', action: 'Building' });
  });

  it('keeps the first errors of the package before its last lines', () => {
    const others = Array.from({ length: 20 }, (_, index) => `CC lib/a${index}.o`);
    const error = 'net/sched/sch_tbf.c:1:1: error: expected identifier';
    const { output } = read(
      'a.c: error: of another',
      '>>> linux 6.6.95 Building',
      error,
      ...others,
    );
    expect(output.lastLines).toEqual([error, ...others.slice(-15)]);
    expect(read('>>> linux 6.6.95 Building', 'before', error).output.lastLines).toEqual([
      'before',
      error,
    ]);
  });

  it('can give no command to a terminal or to CI', () => {
    const { output } = read('\u001b]0;title\u0007::error::x');
    expect(output.lastLines.join()).not.toMatch(/\u001b|^::/);
  });
});
