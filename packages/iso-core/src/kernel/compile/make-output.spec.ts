import { describe, expect, it } from 'vitest';
import { compileError, MakeOutput, type MakeProgress } from './make-output.js';

function read(lines: readonly string[], expected?: number) {
  const progress: MakeProgress[] = [];
  const output = new MakeOutput((step) => progress.push(step), expected);
  for (const line of lines) output.line(line);
  return { progress, output };
}

describe('MakeOutput', () => {
  it('counts objects, and says what is being made', () => {
    const { progress } = read(
      [
        'make[1]: Entering directory',
        '  CC      init/main.o',
        '  AS      arch/x86/entry/entry_64.o',
        '  CC [M]  net/sched/sch_prio.o',
        '  LD [M]  net/sched/sch_prio.ko',
        'Kernel: arch/x86/boot/bzImage is ready',
      ],
      10,
    );
    expect(progress).toEqual([
      { steps: 1, expected: 10, file: 'init/main.o' },
      { steps: 2, expected: 10, file: 'arch/x86/entry/entry_64.o' },
      { steps: 3, expected: 10, file: 'net/sched/sch_prio.o' },
      { steps: 3, expected: 10, file: 'net/sched/sch_prio.ko' },
    ]);
    expect(read(['  CC      a.o']).progress).toEqual([{ steps: 1, file: 'a.o' }]);
  });

  it('keeps the first errors of ten thousand lines', () => {
    const noise = Array.from({ length: 10_000 }, (_, index) => `  CC      file${index}.o`);
    const { output } = read([
      ...noise,
      'net/core.c:12:3: warning: error is a word here',
      "net/core.c:12:3: error: 'x' undeclared (first use in this function)",
      'make[3]: *** [scripts/Makefile.build:250: net/core.o] Error 1',
      'make: *** [Makefile:250: __sub-make] Error 2',
      ...Array.from({ length: 100 }, (_, index) => `other.c:${index}:1: error: more`),
    ]);
    expect(output.errors[0]).toBe(
      "net/core.c:12:3: error: 'x' undeclared (first use in this function)",
    );
    expect(output.errors).toHaveLength(8);
  });

  it.each([
    "ld: net/core.o: in function `x': core.c:(.text+0x5): undefined reference to `y'",
    'ERROR: modpost: "x" [y.ko] undefined!',
    "make[2]: *** No rule to make target 'net/none.ko', needed by 'x'.  Stop.",
    '/bin/sh: 1: bc: not found',
    'gcc: fatal error: Killed signal terminated program cc1',
    'FAILED: load BTF from vmlinux: Invalid argument',
    "foo.S:3: Error: no such instruction: `x'",
  ])('knows %j for an error', (line) => {
    expect(read([line]).output.errors).toHaveLength(1);
  });

  it('falls back to what make says', () => {
    expect(read(['make[1]: *** [Makefile:9: all] Error 1']).output.errors).toEqual([
      'make[1]: *** [Makefile:9: all] Error 1',
    ]);
  });

  it('lets nothing through that would command a terminal', () => {
    expect(read(['a.c:1:1: error: \x1b[31mred']).output.errors).toEqual(['a.c:1:1: error: red']);
  });
});

describe('compileError', () => {
  const fail = (...lines: string[]) =>
    compileError('the kernel', read(lines).output, '/objects/kernel.log', undefined);

  it('names the first error and the log', () => {
    expect(fail('a.c:1:1: error: bad')).toMatchObject({
      code: 'COMPILE_FAILED',
      message: 'Compiling the kernel failed: a.c:1:1: error: bad',
      hint: 'The whole log: /objects/kernel.log',
      details: { errors: ['a.c:1:1: error: bad'], log: '/objects/kernel.log' },
    });
  });

  it('tells a full disk, and memory that ran out', () => {
    expect(fail('as: write error: No space left on device')).toMatchObject({ code: 'DISK_FULL' });
    expect(fail('gcc: fatal error: Killed signal terminated program cc1')).toMatchObject({
      code: 'COMPILE_FAILED',
      hint: expect.stringContaining('fewer jobs'),
    });
  });
});
