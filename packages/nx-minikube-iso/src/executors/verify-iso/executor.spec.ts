import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { IsoError, type VerifyReport, type VerifyRequest } from 'iso-core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import verifyIsoExecutor from './executor.js';

const verifyIso = vi.hoisted(() => vi.fn<(request: VerifyRequest) => Promise<unknown>>());

vi.mock('iso-core', async (load) => ({
  ...(await load<object>()),
  verifyIso,
  describeVerification: () => Promise.resolve(['  the report']),
}));

const context = {
  root: '/workspace',
  projectName: 'chaos',
  projectsConfigurations: { version: 2, projects: { chaos: { root: 'apps/chaos' } } },
} as unknown as ExecutorContext;

let printed: string;

beforeEach(() => {
  printed = '';
  verifyIso.mockReset().mockResolvedValue(verified('passed'));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function verified(verdict: VerifyReport['verdict']) {
  const shortcoming = { kind: 'probe', name: 'prio', status: 'failed', detail: '', hint: 'Build.' };
  const shortcomings = verdict === 'passed' ? [] : [shortcoming];
  return { report: { verdict, iso: { name: 'a.iso' }, shortcomings } };
}

describe('verify-iso', () => {
  it('verifies the project’s own ISO and reports below dist by default', async () => {
    await expect(verifyIsoExecutor({}, context)).resolves.toEqual({ success: true });
    expect(verifyIso.mock.calls[0]?.[0]).toMatchObject({
      specPath: '/workspace/apps/chaos/minikube-iso.json',
      builtFolder: '/workspace/dist/apps/chaos/iso',
      outputFolder: '/workspace/dist/apps/chaos/verify',
      workspace: '/workspace',
      overrides: {},
    });
    expect(printed).toBe('  the report\n');
  });

  it('takes every path relative to the workspace', async () => {
    const options = { spec: 's.json', inputPath: 'in', outputPath: 'out', cacheFolder: '.cache' };
    await verifyIsoExecutor({ ...options, iso: 'a.iso' }, context);
    expect(verifyIso.mock.calls[0]?.[0]).toMatchObject({
      specPath: '/workspace/s.json',
      builtFolder: '/workspace/in',
      outputFolder: '/workspace/out',
      cacheFolder: '/workspace/.cache',
      overrides: { iso: '/workspace/a.iso' },
    });
  });

  it('holds an ISO at a URL against the lock beside the spec', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lock-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const iso = { url: 'https://isos.example/a.iso', sha256: 'a'.repeat(64) };
    const amd64 = { ...iso, size: 1, kernelRelease: '6.6.95', requirements: [] };
    const lock = { lockVersion: 1, architectures: { amd64 }, files: [] };
    writeFileSync(join(folder, 'minikube-iso.lock.json'), JSON.stringify(lock));
    const spec = join(folder, 'minikube-iso.json');
    const digestsFor = async (url: string) => {
      await verifyIsoExecutor({ spec, url }, context);
      return verifyIso.mock.lastCall?.[0].digests;
    };
    expect(await digestsFor(iso.url)).toEqual([
      { from: 'minikube-iso.lock.json', sha256: iso.sha256 },
    ]);
    expect(await digestsFor('https://isos.example/b.iso')).toEqual([]);
  });

  it('leads to the publication of the project’s own ISO, where a bucket is known', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spec-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const spec = join(folder, 'minikube-iso.json');
    const targets = { 'publish-iso': { executor: 'nx-minikube-iso:publish-iso' } };
    const projects = { chaos: { root: 'apps/chaos', targets } };
    const own = { ...context, projectsConfigurations: { version: 2, projects } };
    const printedFor = async (origin: string, publish: object) => {
      const text = { minikube: '1.38.1', architectures: ['amd64'], publish };
      writeFileSync(spec, JSON.stringify({ ...text, kernel: { require: ['NET_SCH_PRIO'] } }));
      const { report } = verified('passed');
      verifyIso.mockResolvedValue({ report: { ...report, iso: { ...report.iso, origin } } });
      printed = '';
      await expect(verifyIsoExecutor({ spec }, own)).resolves.toEqual({ success: true });
      return printed;
    };
    expect(await printedFor('build', { bucket: 'isos' })).toBe(
      '  the report\nNext: nx run chaos:publish-iso\n',
    );
    expect(await printedFor('build', {})).toBe('  the report\n');
    expect(await printedFor('file', { bucket: 'isos' })).toBe('  the report\n');
  });

  it('fails after the report when the ISO is not what it has to be', async () => {
    verifyIso.mockResolvedValue(verified('failed'));
    await expect(verifyIsoExecutor({}, context)).resolves.toEqual({ success: false });
    expect(printed).toBe(
      '  the report\nISO_FAILED_VERIFICATION: a.iso is not what it has to be: prio\n  hint: Build.\n',
    );
  });

  it('fails with code and hint when the core cannot verify at all', async () => {
    const error = new IsoError('TOOLS_MISSING', 'QEMU is missing', { hint: 'Install it.' });
    verifyIso.mockRejectedValue(error);
    await expect(verifyIsoExecutor({}, context)).resolves.toEqual({ success: false });
    expect(printed).toBe('TOOLS_MISSING: QEMU is missing\n  hint: Install it.\n');
  });
});
