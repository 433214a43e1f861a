import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testFolder } from '../../image/iso9660/iso.testing.js';
import { cancellation, IsoError, sha256 } from '../../runtime/index.js';
import { CHECKS, runChecks, type ChecksResult } from './index.js';
import {
  FOLDER,
  isoOf,
  kernelBytes,
  moduleBytes,
  named,
  NETEM,
  PRIO,
  said,
  sourceOf,
  wants,
} from './checks.testing.js';

const folder = testFolder();
const ISO = isoOf(folder);
const CLAIM = { from: 'minikube.iso.sha256', sha256: sha256(ISO) };
const REQUIREMENTS = [wants('NET_SCH_PRIO', 'y', 'm')];

afterEach(() => {
  vi.unstubAllEnvs();
});

function check(iso: Uint8Array): Promise<ChecksResult> {
  return runChecks({
    source: sourceOf(iso),
    depth: 'content',
    requirements: REQUIREMENTS,
    digests: [CLAIM],
  });
}

function expectWhole({ checks }: ChecksResult): void {
  expect(checks.map(({ name }) => name)).toEqual(Object.values(CHECKS).map(({ name }) => name));
  for (const { detail, hint, status } of checks) {
    expect(detail.length).toBeLessThan(3000);
    if (status === 'failed') expect(hint).not.toBe('');
  }
}

describe('what is no ISO', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'BASE_NOT_AN_ISO'],
    ['an error page', Buffer.from('<html>'.repeat(20_000)), 'BASE_NOT_AN_ISO'],
    ['zeros', Buffer.alloc(100_000), 'BASE_NOT_AN_ISO'],
  ])('fails to be read, and nothing else is claimed: %s', async (_, bytes, code) => {
    const result = await check(bytes);
    expectWhole(result);
    expect(said(result.checks, 'readable')).toContain(`failed: ${code}`);
    expect(named(result.checks, 'failed')).toEqual(['readable', 'digest']);
    expect(named(result.checks, 'passed')).toEqual([]);
    expect(result.verdicts.map(({ status }) => status)).toEqual(['not checked']);
  });
});

describe('a damaged ISO', () => {
  it('that is cut short fails, wherever it is cut', async () => {
    for (let part = 1; part < 12; part += 1) {
      const result = await check(ISO.subarray(0, Math.floor((ISO.length * part) / 12)));
      expectWhole(result);
      expect(named(result.checks, 'failed')).toEqual(
        expect.arrayContaining(['readable', 'digest']),
      );
    }
  });

  it('with a changed byte is never more than its digest allows, and never throws', async () => {
    let seed = 7;
    for (let turn = 0; turn < 40; turn += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      const iso = Buffer.from(ISO);
      const at = seed % iso.length;
      iso.writeUInt8((iso[at] ?? 0) ^ 0x5a, at);
      const result = await check(iso);
      expectWhole(result);
      expect(named(result.checks, 'failed')).toContain('digest');
    }
  });

  it.each([
    ['at its beginning', 20],
    ['at its end, after the config', -4],
  ])('with a kernel that is damaged %s says so of the kernel alone', async (_, at) => {
    const kernel = kernelBytes();
    // Offset and length of the payload stand in the header (Documentation/arch/x86/boot.rst).
    const payload = 28 * 512 + kernel.readUInt32LE(0x248);
    const place = at < 0 ? payload + kernel.readUInt32LE(0x24c) + at : payload + at;
    kernel.fill(0xff, place, place + 4);
    const result = await check(isoOf(folder, { kernel }));
    expectWhole(result);
    expect(named(result.checks, 'failed')).toEqual(['digest', 'kernel']);
    expect(said(result.checks, 'kernel')).toContain('COMPRESSED_DATA_DAMAGED');
    expect(named(result.checks, 'passed')).toContain('initrd');
    expect(named(result.checks, 'not checked')).toEqual(
      expect.arrayContaining(['module-links', 'modules-foreign']),
    );
  });

  it('with a damaged initrd says so of the initrd and of nothing else', async () => {
    const result = await check(isoOf(folder, { initrd: Buffer.from('no initrd at all') }));
    expectWhole(result);
    expect(named(result.checks, 'failed')).toEqual(['digest', 'initrd']);
    expect(named(result.checks, 'passed')).toContain('kernel');
    expect(result.inspection?.depth).toBe('kernel');
    expect(result.verdicts.map(({ status }) => status)).toEqual(['not checked']);
  });

  it('with an overlay record that is none fails, whatever its modules are', async () => {
    const root = { [`${FOLDER}/nx-minikube-iso.json`]: '{"version":1,"modules":[{}]}' };
    const result = await check(isoOf(folder, { root }));
    expectWhole(result);
    expect(said(result.checks, 'modules-listed')).toMatch(/^failed: OVERLAY_RECORD_INVALID/);
  });
});

describe('texts from the ISO', () => {
  it('are kept short', async () => {
    const long = 'x'.repeat(200_000);
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `kernel/${index}/${'m'.repeat(300)}.ko:`,
    );
    const result = await check(
      isoOf(folder, {
        root: {
          'version.json': JSON.stringify({ iso_version: long }),
          [`${FOLDER}/modules.dep`]: lines.join('\n'),
          [`${FOLDER}/${PRIO}`]: moduleBytes('sch_prio', { imports: ['s'.repeat(100_000)] }),
          [`${FOLDER}/${NETEM}`]: moduleBytes('sch_netem', { info: { vermagic: long } }),
        },
      }),
    );
    expectWhole(result);
    expect(said(result.checks, 'modules-listed')).toMatch(/and \d+ more\.$/);
    expect(JSON.stringify(result.checks).length).toBeLessThan(20_000);
  });

  it('are values and never names of properties', async () => {
    const result = await check(
      isoOf(folder, { root: { 'version.json': '{"__proto__":{"iso_version":"v6"}}' } }),
    );
    expect(said(result.checks, 'version')).toBe('passed: /version.json says no iso_version.');
  });
});

describe('what is no fault of the ISO', () => {
  const failing = (error: Error) => ({
    ...sourceOf(ISO),
    read: (): Promise<Uint8Array> => Promise.reject(error),
  });

  it.each(['CANCELLED', 'NETWORK_ERROR', 'URL_CHANGED', 'FILE_CHANGED', 'TOOLS_MISSING'])(
    'is thrown and blames nobody: %s',
    async (code) => {
      const error = new IsoError(code, 'not the ISO', { hint: 'Again.' });
      for (const depth of ['kernel', 'content'] as const) {
        const run = runChecks({ source: failing(error), depth, requirements: [] });
        await expect(run).rejects.toBe(error);
      }
    },
  );

  it('is a cancellation in the middle', async () => {
    const controller = new AbortController();
    const source = sourceOf(ISO);
    let reads = 0;
    const run = runChecks({
      source: {
        ...source,
        read: (offset, length) => {
          reads += 1;
          if (reads > 10) {
            controller.abort();
            return Promise.reject(cancellation(controller.signal));
          }
          return source.read(offset, length);
        },
      },
      depth: 'content',
      requirements: [],
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is a tool that modules need and this machine lacks', async () => {
    const packed = execFileSync('zstd', ['-q', '-c'], { input: moduleBytes('sch_prio') });
    const root = { [`${FOLDER}/kernel/x.ko.zst`]: packed };
    const iso = isoOf(folder, { root });
    vi.stubEnv('PATH', '/nowhere');
    await expect(check(iso)).rejects.toMatchObject({ code: 'TOOLS_MISSING' });
  });

  it('is a bug', async () => {
    const bug = new RangeError('a bug');
    const run = runChecks({ source: failing(bug), depth: 'kernel', requirements: [] });
    await expect(run).rejects.toBe(bug);
  });
});
