import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { looseTree, TOOLCHAIN } from './object-tree.testing.js';
import { paholeScript, placePahole } from './pahole.js';

/** Runs the stand-in in front of a pahole that prints its arguments. */
async function call(paholeVersion: string, kernelVersion: string, args: readonly string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'pahole'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(folder, 'pahole'), 0o755);
  const { stdout } = await localRunner({
    file: 'sh',
    args: ['-c', paholeScript(paholeVersion, kernelVersion), 'pahole', ...args],
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
  });
  return stdout.trimEnd().split('\n');
}

describe('the stand-in for pahole', () => {
  it('takes the threads out and hands the rest on as it is', async () => {
    const args = ['-J', '-j', '--btf_gen_floats', '-j8', '--lang_exclude=rust', '--jobs=4', 'a b'];
    expect(await call('1.24', '6.1.192', args)).toEqual([
      '-J',
      '--btf_gen_floats',
      '--lang_exclude=rust',
      'a b',
    ]);
  });

  it('leaves 64-bit enumerations out of the BTF of kernels that do not know them', async () => {
    const flag = '--skip_encoding_btf_enum64';
    expect(await call('1.24', '5.10.57', ['-J', 'vmlinux'])).toEqual([flag, '-J', 'vmlinux']);
    expect(await call('2.0', '5.15.0', ['--btf_encode', 'x'])).toContain(flag);
    expect(await call('1.23', '5.10.57', ['-J', 'vmlinux'])).not.toContain(flag);
    expect(await call('1.24', '6.0', ['-J', 'vmlinux'])).not.toContain(flag);
    expect(await call('1.24', '5.10.57', ['--version'])).toEqual(['--version']);
  });

  it('is there only where pahole is', async () => {
    expect(await placePahole(looseTree())).toBeUndefined();
    const pahole = { version: '1.24', banner: 'v1.24' };
    const placed = await placePahole(looseTree({ toolchain: { ...TOOLCHAIN, pahole } }));
    expect(statSync(placed ?? '').mode & 0o111).not.toBe(0);
  });
});
