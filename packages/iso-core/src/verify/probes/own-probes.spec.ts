import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { ownProbes } from './own-probes.js';

async function script(content: string | Uint8Array): Promise<string> {
  const path = join(temporaryFolder(), 'jitter.sh');
  await writeFile(path, content);
  return path;
}

describe('ownProbes', () => {
  it('makes a probe of a script and what its numbers have to be', async () => {
    const path = await script('measure jitter ms 3\n');
    const expectations = { jitter: { atMost: 5 }, loss: { atLeast: 1, atMost: 2 } };
    const own = { name: 'jitter', path, title: 'it jitters', timeout: 90, expect: expectations };
    expect(await ownProbes([own])).toEqual([
      {
        name: 'jitter',
        title: 'it jitters',
        options: [],
        script: 'measure jitter ms 3\n',
        values: {},
        expectations: [
          { label: 'jitter', atMost: 5 },
          { label: 'loss', atLeast: 1, atMost: 2 },
        ],
        timeoutSeconds: 90,
      },
    ]);
  });

  it('gives it a title and a minute by default', async () => {
    const own = { name: 'jitter', path: await script(''), expect: {} };
    expect(await ownProbes([own])).toMatchObject([
      { title: 'the ISO spec’s own script jitter', expectations: [], timeoutSeconds: 60 },
    ]);
  });

  it('does not let it take the name of another probe', async () => {
    const own = { name: 'netem-delay', path: await script(''), expect: {} };
    await expect(ownProbes([own])).rejects.toMatchObject({
      code: 'PROBE_NAME_TAKEN',
      message: 'verify.scripts: netem-delay is a probe already',
    });
  });

  it.each([
    ['is not there', async () => join(temporaryFolder(), 'none.sh'), 'ENOENT'],
    ['is a folder', async () => temporaryFolder(), 'EISDIR'],
    ['is no text', () => script(Uint8Array.of(0x7f, 0x45, 0)), 'zero bytes'],
    ['is far too large', () => script('#'.repeat(2 ** 20 + 1)), 'at most 1048576 bytes'],
  ])('names a script that %s', async (_, make, problem) => {
    const path = await make();
    await expect(ownProbes([{ name: 'own', path, expect: {} }])).rejects.toMatchObject({
      code: 'PROBE_SCRIPT_UNREADABLE',
      message: expect.stringContaining(problem),
      details: { path },
    });
  });
});
