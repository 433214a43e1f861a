import type { ExecutorContext } from '@nx/devkit';
import { IsoError, type PublishRequest } from 'iso-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import publishIsoExecutor from './executor.js';

const core = vi.hoisted(() => ({
  publishIso: vi.fn<(request: PublishRequest) => Promise<unknown>>(),
  abortPublication: vi.fn<(request: PublishRequest) => Promise<unknown>>(),
}));

vi.mock('iso-core', async (load) => ({
  ...(await load<object>()),
  ...core,
  describePublication: () => ['URL: https://isos.example/a.iso'],
  describeAbort: () => ['Aborted'],
}));

const context = {
  root: '/workspace',
  projectName: 'chaos',
  projectsConfigurations: { version: 2, projects: { chaos: { root: 'apps/chaos' } } },
} as unknown as ExecutorContext;

let printed: string;

beforeEach(() => {
  printed = '';
  core.publishIso.mockReset().mockResolvedValue({ status: 'published' });
  core.abortPublication.mockReset().mockResolvedValue({});
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('publish-iso', () => {
  it('publishes what was built and verified below dist by default', async () => {
    await expect(publishIsoExecutor({}, context)).resolves.toEqual({ success: true });
    expect(core.publishIso.mock.calls[0]?.[0]).toMatchObject({
      specPath: '/workspace/apps/chaos/minikube-iso.json',
      builtFolder: '/workspace/dist/apps/chaos/iso',
      verifiedFolder: '/workspace/dist/apps/chaos/verify',
      outputFolder: '/workspace/dist/apps/chaos/publish',
      overrides: {},
    });
    expect(printed).toBe(
      'URL: https://isos.example/a.iso\nNext: nx g nx-minikube-iso:bump chaos\n',
    );
  });

  it('leads to no bump where nothing was published', async () => {
    core.publishIso.mockResolvedValue({ status: 'dry run', plan: [] });
    await publishIsoExecutor({ dryRun: true }, context);
    expect(printed).toBe('URL: https://isos.example/a.iso\n');
  });

  it('hands its options on, and its paths relative to the workspace', async () => {
    const options = { bucket: 'isos', name: 'a.iso', requireVerified: false, dryRun: true };
    const paths = { spec: 's.json', inputPath: 'in', reportPath: 'reports', outputPath: 'out' };
    await publishIsoExecutor({ ...options, ...paths }, context);
    expect(core.publishIso.mock.calls[0]?.[0]).toMatchObject({
      specPath: '/workspace/s.json',
      builtFolder: '/workspace/in',
      verifiedFolder: '/workspace/reports',
      outputFolder: '/workspace/out',
      overrides: options,
    });
    expect(core.publishIso.mock.calls[0]?.[0].overrides).toEqual(options);
  });

  it('aborts where that is asked for, and publishes nothing', async () => {
    await publishIsoExecutor({ abort: true, name: 'a.iso' }, context);
    expect(core.abortPublication.mock.calls[0]?.[0].overrides).toEqual({ name: 'a.iso' });
    expect(core.publishIso).not.toHaveBeenCalled();
    expect(printed).toBe('Aborted\n');
  });

  it.each([
    [{ abort: true, dryRun: true }, 'OPTIONS_CONFLICT'],
    [{ endpoint: '127.0.0.1:7480' }, 'URL_INVALID'],
    [{ publicUrl: 's3://isos' }, 'URL_INVALID'],
  ])('refuses %j', async (options, code) => {
    await expect(publishIsoExecutor(options, context)).resolves.toEqual({ success: false });
    expect(printed).toContain(`${code}: `);
    expect(core.publishIso).not.toHaveBeenCalled();
  });

  it('fails with code and hint when the core refuses', async () => {
    const refusal = new IsoError('PUBLISH_NAME_TAKEN', 'a.iso is taken', { hint: 'Another name.' });
    core.publishIso.mockRejectedValue(refusal);
    await expect(publishIsoExecutor({}, context)).resolves.toEqual({ success: false });
    expect(printed).toBe('PUBLISH_NAME_TAKEN: a.iso is taken\n  hint: Another name.\n');
  });
});
