import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, type Runner } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { checkTools } from './check-tools.js';
import { ARM64_FIRMWARE, findArm64Firmware } from './firmware.js';
import { localHost } from './local.js';

describe('findArm64Firmware', () => {
  it('takes the first place that has it, in the order in which they are known', async () => {
    const folder = temporaryFolder();
    const [missing, first, second] = ['a', 'z', 'b'].map((name) => join(folder, name));
    for (const place of [first, second]) writeFileSync(place ?? '', '');
    const places = [missing ?? '', first ?? '', second ?? ''];
    expect(await findArm64Firmware(localRunner, places)).toBe(first);
  });

  it('takes a link, but none that leads nowhere', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'store'));
    writeFileSync(join(folder, 'store', 'firmware'), '');
    symlinkSync('store/gone', join(folder, 'dead'));
    symlinkSync('store/firmware', join(folder, 'link'));
    const places = [join(folder, 'dead'), join(folder, 'link')];
    expect(await findArm64Firmware(localRunner, places)).toBe(places[1]);
  });

  it('is a tool like others when it is missing: with the package that brings it', async () => {
    const run: Runner = async ({ file }) => {
      if (file !== 'cat' && file !== 'ls')
        throw new IsoError('COMMAND_NOT_FOUND', '', { hint: '' });
      return { exitCode: 0, stdout: file === 'cat' ? 'ID=fedora' : '', stderr: '' };
    };
    const needs = [{ tool: ARM64_FIRMWARE, because: 'arm64 machines boot through UEFI' }];
    await expect(checkTools(localHost({ run }), needs)).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      hint: expect.stringContaining('edk2-aarch64'),
    });
  });
});
