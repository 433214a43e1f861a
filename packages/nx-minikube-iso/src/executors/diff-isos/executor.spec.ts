import type { ExecutorContext } from '@nx/devkit';
import { IsoError, type IsoDiff, type SubjectOptions } from 'iso-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import diffIsosExecutor from './executor.js';
import { MOST } from './limits.js';
import schema from './schema.json' with { type: 'json' };

type Diff = (from: string, to: string, options: SubjectOptions) => Promise<IsoDiff>;
type Write = (path: string, content: string) => Promise<void>;

const diffLocations = vi.hoisted(() => vi.fn<Diff>());
const writeAtomically = vi.hoisted(() => vi.fn<Write>());

vi.mock('iso-core', async (load) => ({
  ...(await load<object>()),
  diffLocations,
  writeAtomically,
}));

const context = { root: '/workspace' } as unknown as ExecutorContext;

const side: IsoDiff['from'] = {
  name: 'base.iso',
  size: 1,
  architecture: 'amd64',
  volumeId: 'ISOIMAGE',
  kernel: { release: '6.1.0', size: 1, sha256: 'a'.repeat(64), configSha256: 'a'.repeat(64) },
};
const DIFF: IsoDiff = {
  diffVersion: 1,
  depth: 'kernel',
  from: side,
  to: side,
  options: {
    added: ['NET_SCH_PRIO', 'NET_CLS_FLOWER'].map((option) => ({ option, value: 'm' })),
    removed: [],
    changed: [],
  },
};

let printed: string;

beforeEach(() => {
  printed = '';
  diffLocations.mockReset().mockResolvedValue(DIFF);
  writeAtomically.mockReset().mockResolvedValue(undefined);
  const take = (text: unknown) => {
    printed += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(take);
  vi.spyOn(process.stderr, 'write').mockImplementation(take);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('diff-isos', () => {
  it('compares two ISOs and shows what differs, which is no failure', async () => {
    const run = diffIsosExecutor({ from: 'base.iso', to: 'https://example.com/b.iso' }, context);
    await expect(run).resolves.toEqual({ success: true });
    const [from, to, options] = diffLocations.mock.calls[0] ?? [];
    expect([from, to]).toEqual(['base.iso', 'https://example.com/b.iso']);
    expect(options).toMatchObject({ folder: '/workspace' });
    expect(options).not.toHaveProperty('depth');
    expect(printed).toContain('Kernel options: 2 added\n  + NET_SCH_PRIO    m\n');
    expect(writeAtomically).not.toHaveBeenCalled();
  });

  it('takes every path relative to the workspace, and shows no more than is wished', async () => {
    const options = {
      from: 'a.iso',
      to: 'b.iso',
      depth: 'content',
      json: 'out/diff.json',
      most: 1,
      temporaryFolder: 'tmp',
    } as const;
    await diffIsosExecutor(options, context);
    expect(diffLocations.mock.calls[0]?.[2]).toMatchObject({
      depth: 'content',
      temporaryFolder: '/workspace/tmp',
    });
    const [path, text = ''] = writeAtomically.mock.calls[0] ?? [];
    expect(path).toBe('/workspace/out/diff.json');
    expect(JSON.parse(text)).toEqual(DIFF);
    expect(printed).toContain('  and 1 more');
    expect(printed).toContain('out/diff.json');
  });

  it.each([0, -1, 1.5, Number.NaN])(
    'shows no %s lines, and reads no ISO to find out',
    async (most) => {
      const run = diffIsosExecutor({ from: 'a.iso', to: 'b.iso', most }, context);
      await expect(run).resolves.toEqual({ success: false });
      expect(printed).toContain(
        `OPTION_OUT_OF_RANGE: --most: expected a whole number of at least 1, found ${most}\n`,
      );
      expect(diffLocations).not.toHaveBeenCalled();
    },
  );

  it('has the limits of the schema', () => {
    expect(MOST).toEqual({ least: schema.properties.most.minimum });
  });

  it('fails with code and hint when an ISO cannot be read', async () => {
    const refusal = new IsoError('BASE_NOT_AN_ISO', 'b.iso is no ISO', { hint: 'Name one.' });
    diffLocations.mockRejectedValue(refusal);
    const run = diffIsosExecutor({ from: 'a.iso', to: 'b.iso' }, context);
    await expect(run).resolves.toEqual({ success: false });
    expect(printed).toBe('BASE_NOT_AN_ISO: b.iso is no ISO\n  hint: Name one.\n');
  });
});
