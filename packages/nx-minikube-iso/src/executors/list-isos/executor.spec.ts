import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import type { ListedIso, ListRequest } from 'iso-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import listIsosExecutor from './executor.js';

const listPublished = vi.hoisted(() => vi.fn<(request: ListRequest) => Promise<ListedIso[]>>());

vi.mock('iso-core', async (load) => ({ ...(await load<object>()), listPublished }));

const ISO: ListedIso = { name: 'a.iso', url: 'https://x/a.iso', size: 1, date: '2026-11-22' };

let root: string;
let context: ExecutorContext;
let table: string;
let printed: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'list-'));
  const projects = { chaos: { root: 'apps/chaos' } };
  context = {
    root,
    projectName: 'chaos',
    projectsConfigurations: { version: 2, projects },
  } as unknown as ExecutorContext;
  table = '';
  printed = '';
  listPublished.mockReset().mockResolvedValue([ISO]);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    table += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

it('shows what is published where the spec says', async () => {
  await expect(listIsosExecutor({}, context)).resolves.toEqual({ success: true });
  expect(listPublished.mock.calls[0]?.[0]).toMatchObject({
    specPath: join(root, 'apps/chaos/minikube-iso.json'),
    overrides: {},
  });
  expect(table).toContain('a.iso');
});

it('writes the list as JSON, relative to the workspace', async () => {
  await listIsosExecutor({ bucket: 'isos', json: 'out/list.json' }, context);
  expect(listPublished.mock.calls[0]?.[0].overrides).toEqual({ bucket: 'isos' });
  expect(JSON.parse(readFileSync(join(root, 'out/list.json'), 'utf8'))).toEqual([ISO]);
  expect(printed).toBe('The list as JSON: out/list.json\n');
});

it('refuses an endpoint without a scheme', async () => {
  await expect(listIsosExecutor({ endpoint: '127.0.0.1' }, context)).resolves.toEqual({
    success: false,
  });
  expect(printed).toContain('URL_INVALID: --endpoint');
});
