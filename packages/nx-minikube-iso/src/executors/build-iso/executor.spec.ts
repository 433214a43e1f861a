import type { ExecutorContext } from '@nx/devkit';
import { IsoError, type BuildRequest } from 'iso-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import buildIsoExecutor from './executor.js';

const buildIso = vi.hoisted(() => vi.fn<(request: BuildRequest) => Promise<string>>());

vi.mock('iso-core', async (load) => ({
  ...(await load<object>()),
  buildIso,
  describeBuild: () => ['ISO  dist/chaos/iso/minikube-amd64.iso'],
}));

const context = {
  root: '/workspace',
  projectName: 'chaos',
  projectsConfigurations: { version: 2, projects: { chaos: { root: 'apps/chaos' } } },
} as unknown as ExecutorContext;

let printed: string;

beforeEach(() => {
  printed = '';
  buildIso.mockReset().mockResolvedValue('built');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function request(): BuildRequest | undefined {
  return buildIso.mock.calls[0]?.[0];
}

describe('build-iso', () => {
  it('reads the project’s spec and writes below dist by default', async () => {
    await expect(buildIsoExecutor({}, context)).resolves.toEqual({ success: true });
    expect(request()).toMatchObject({
      specPath: '/workspace/apps/chaos/minikube-iso.json',
      outputFolder: '/workspace/dist/apps/chaos/iso',
      overrides: {},
    });
    expect(request()).not.toHaveProperty('cacheFolder');
  });

  it('takes every path relative to the workspace', async () => {
    const options = {
      spec: 'specs/other.json',
      outputPath: 'out',
      cacheFolder: '.cache',
      architecture: 'arm64',
      jobs: 3,
      host: 'container',
    } as const;
    await buildIsoExecutor(options, context);
    expect(request()).toMatchObject({
      specPath: '/workspace/specs/other.json',
      outputFolder: '/workspace/out',
      cacheFolder: '/workspace/.cache',
      overrides: { architecture: 'arm64', jobs: 3, host: 'container' },
    });
  });

  it('says what came out', async () => {
    await buildIsoExecutor({}, context);
    expect(printed).toBe('ISO  dist/chaos/iso/minikube-amd64.iso\n');
  });

  it('ends with the task that verifies it', async () => {
    const targets = { 'verify-iso': { executor: 'nx-minikube-iso:verify-iso' } };
    const projects = { chaos: { root: 'apps/chaos', targets } };
    const projectsConfigurations = { version: 2, projects };
    await buildIsoExecutor({}, { ...context, projectsConfigurations });
    expect(printed).toMatch(/\nNext: nx run chaos:verify-iso\n$/);
  });

  it('fails with code and hint, and no stack, when the core refuses', async () => {
    const refusal = new IsoError('BASE_NOT_FOUND', 'there is no base', { hint: 'Make it first.' });
    buildIso.mockRejectedValue(refusal);
    await expect(buildIsoExecutor({}, context)).resolves.toEqual({ success: false });
    expect(printed).toBe('BASE_NOT_FOUND: there is no base\n  hint: Make it first.\n');
  });

  it('stops the build on Ctrl-C', async () => {
    buildIso.mockImplementation(({ signal }) => {
      process.emit('SIGINT', 'SIGINT');
      return Promise.reject(signal?.reason as Error);
    });
    await expect(buildIsoExecutor({}, context)).resolves.toEqual({ success: false });
    expect(printed).toContain('CANCELLED: Stopped by Ctrl-C');
  });

  it('says at once that it stops, and what the next run does', async () => {
    buildIso.mockImplementation(() => {
      process.emit('SIGTERM', 'SIGTERM');
      expect(printed).toMatch(/^Stopped by SIGTERM\. .*the same command again.*\n$/);
      return Promise.resolve('built');
    });
    await buildIsoExecutor({}, context);
    expect(buildIso).toHaveBeenCalledOnce();
  });

  it('is not ended by a reader that is gone', async () => {
    buildIso.mockImplementation(() => {
      process.stderr.emit('error', new Error('EPIPE'));
      return Promise.resolve('built');
    });
    await expect(buildIsoExecutor({}, context)).resolves.toEqual({ success: true });
  });
});
