import { describe, expect, it } from 'vitest';
import { assertCompilerRange, compilerRange } from './compiler-range.js';
import type { Toolchain } from './toolchain.js';

function gcc(version: string): Toolchain {
  const tool = { version, banner: `gcc ${version}` };
  const compiler = { name: 'gcc' as const, ...tool };
  const others = { linker: tool, assembler: tool, make: tool };
  return { architecture: 'amd64', crossCompile: '', compiler, ...others, digest: '' };
}

describe('assertCompilerRange', () => {
  it.each(['4.7.2', '4.9.64', '4.15', '4.16.14', '4.19.76', '4.19.202', '5.10.57'])(
    'refuses gcc 12 for %s before anything is compiled',
    (release) => {
      expect(() => assertCompilerRange(gcc('12.2.0'), release)).toThrow(
        expect.objectContaining({
          code: 'COMPILER_OUT_OF_RANGE',
          hint: expect.stringContaining('first on PATH'),
        }),
      );
    },
  );

  it.each(['4.19.320', '5.10.207', '5.15.100', '6.1.192', '6.6.95', '6.12.1', '6.18.0-rc1'])(
    'lets gcc 12 build %s',
    (release) => {
      expect(() => assertCompilerRange(gcc('12.2.0'), release)).not.toThrow();
    },
  );

  it('refuses a compiler that is too old, and says which are not', () => {
    expect(() => assertCompilerRange(gcc('7.5.0'), '6.18.1')).toThrow(
      'Linux 6.18.1 builds with gcc 8 to 15, found gcc 7.5.0',
    );
  });

  it('has a range for every kernel that there may be', () => {
    const patches = [0, 24, 25, 29, 30, 101, 102, 180, 181, 230, 231, 999];
    for (const major of [3, 4, 5, 6, 7]) {
      for (let minor = 0; minor < 30; minor += 1) {
        for (const patch of patches) {
          const { oldest, newest } = compilerRange(`${major}.${minor}.${patch}`);
          expect(newest).toBeGreaterThan(oldest);
        }
      }
    }
  });
});
