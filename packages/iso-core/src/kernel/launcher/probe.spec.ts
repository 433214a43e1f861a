import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { madeBy, probeArguments, writeProbe } from './probe.js';

describe('an object of the probe', () => {
  it.each([
    ['gcc', 62],
    ['aarch64-linux-gnu-gcc', 183],
  ])('says that %s made it, by which assembler and for what', async (gcc, machine) => {
    const folder = temporaryFolder();
    const object = join(folder, 'probe.o');
    await localRunner({ file: gcc, args: probeArguments(await writeProbe(folder), object) });
    const { stdout } = await localRunner({ file: gcc, args: ['-dumpfullversion'] });
    const maker = madeBy(await readFile(object));
    expect(maker).toMatch(/^GCC: \(.+\) [\d.]+, GNU AS [\d.]+, ELF machine \d+$/);
    expect(maker).toContain(`) ${stdout.trim()},`);
    expect(maker).toContain(`machine ${machine}`);
  });

  it('may be of a compiler that says nothing', () => {
    expect(madeBy(new Uint8Array(64))).toBe('unknown, unknown, ELF machine 0');
  });
});
