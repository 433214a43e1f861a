// verify-iso from end to end: what build-iso made passes, the base that it was made from fails on exactly
// what it lacks, and nothing passes that was not measured.
import { createServer, type Server } from 'node:http';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  assertVerified,
  readReport,
  verifyIso,
  type Architecture,
  type VerifyOverrides,
  type VerifyReport,
  type VerifyResult,
} from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSpec, labIso, labSpec, scratchFolder, WORKSPACE } from './support/workspace.js';

const CHAOS = ['chaos-controller/network', 'chaos-controller/disk-pressure'];
/** What the lab's base lacks of it. */
const LACKING = ['BLK_DEV_THROTTLING', 'NET_CLS_FLOWER', 'NET_SCH_PRIO'];
/** Probes that exercise one of those. */
const LACKED_PROBES = ['disk-throttle', 'flower', 'prio', 'prio-netem'];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;

beforeAll(async () => {
  scratch = await scratchFolder();
});

afterAll(() => scratch.dispose());

async function verify(folder: string, overrides: VerifyOverrides = {}): Promise<VerifyResult> {
  return verifyIso({
    specPath: join(folder, 'minikube-iso.json'),
    builtFolder: join(folder, 'iso'),
    outputFolder: join(folder, 'verify'),
    workspace: WORKSPACE,
    cacheFolder: join(scratch.folder, 'cache'),
    overrides,
  });
}

function fallenShort(report: VerifyReport, kind: string): string[] {
  return report.shortcomings
    .filter((shortcoming) => shortcoming.kind === kind)
    .map(({ name }) => name)
    .sort();
}

describe.each<Architecture>(['amd64', 'arm64'])('an ISO for %s', (architecture) => {
  let folder: string;

  beforeAll(async () => {
    folder = join(scratch.folder, architecture);
    await buildSpec(folder, labSpec(architecture, CHAOS));
  });

  it('passes as it was built, and is remembered by its digest', async () => {
    const { report, files, cached } = await verify(folder);
    expect(report.shortcomings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'passed', architecture, depth: 'content' });
    expect(report.boot?.status).toBe('passed');
    expect(report.probes.length).toBeGreaterThan(8);
    expect(cached).toBe(false);
    expect(() => assertVerified(report)).not.toThrow();
    expect(await readReport(files.json)).toEqual(report);
    expect(await readFile(files.html, 'utf8')).toContain('<!doctype html>');
    expect(await readFile(files.probes, 'utf8')).toMatch(/^#!\/bin\/sh\n/);

    const again = await verify(folder);
    expect(again.cached).toBe(true);
    expect(again.report).toEqual(report);
  });

  it('fails as its base is, which names what it lacks', async () => {
    const { report } = await verify(folder, { iso: labIso(architecture) });
    expect(report.verdict).toBe('failed');
    expect(fallenShort(report, 'requirement')).toEqual(LACKING);
    expect(fallenShort(report, 'probe')).toEqual(LACKED_PROBES);
    expect(fallenShort(report, 'check')).toEqual([]);
    expect(fallenShort(report, 'boot')).toEqual([]);
    expect(() => assertVerified(report)).toThrow(/NET_SCH_PRIO.*NET_CLS_FLOWER/);
  });
});

describe('an ISO that nobody measured', () => {
  let folder: string;

  beforeAll(async () => {
    folder = join(scratch.folder, 'unmeasured');
    await buildSpec(folder, labSpec('amd64', ['NET_SCH_NETEM']));
  });

  it.each([
    [{ boot: false }, 'boot'],
    [{ probes: false }, 'netem-delay'],
    [{ probes: ['netem-loss'] }, 'netem-delay'],
    [{ depth: 'kernel' }, 'modules-listed'],
  ] as const)('is incomplete with %j', async (overrides, name) => {
    const { report } = await verify(folder, overrides);
    expect(report.verdict).toBe('incomplete');
    expect(report.shortcomings.map((each) => each.name)).toContain(name);
    expect(() => assertVerified(report)).toThrow(
      expect.objectContaining({ code: 'VERIFICATION_INCOMPLETE' }),
    );
  });

  it('is looked at afresh when it is named, however often it passed', async () => {
    await verify(folder);
    const { cached } = await verify(folder, { iso: join(folder, 'iso/minikube-amd64.iso') });
    expect(cached).toBe(false);
  });

  it('does not pass with other bytes under the same name', async () => {
    await verify(folder);
    await copyFile(labIso('amd64-foreign'), join(folder, 'iso/minikube-amd64.iso'));
    const { report, cached } = await verify(folder, { boot: false });
    expect(cached).toBe(false);
    expect(report.verdict).toBe('failed');
    expect(fallenShort(report, 'check')).toContain('digest');
  });

  it('leaves the report of an earlier run when there is nothing to verify', async () => {
    const { files } = await verify(folder, { boot: false });
    await rm(join(folder, 'iso'), { recursive: true });
    await expect(verify(folder)).rejects.toMatchObject({ code: 'BUILT_ISO_NOT_FOUND' });
    expect(await readReport(files.json)).toMatchObject({ iso: { origin: 'build' } });
  });
});

describe('an ISO that somebody else built', () => {
  it('fails where it lost something of the base that the spec names', async () => {
    const folder = join(scratch.folder, 'lost');
    await mkdir(folder, { recursive: true });
    const spec = labSpec('amd64-foreign', ['NET_SCH_NETEM']);
    await writeFile(join(folder, 'minikube-iso.json'), JSON.stringify(spec));
    const { report, files } = await verify(folder, { iso: labIso('amd64'), boot: false });
    expect(report.verdict).toBe('failed');
    expect(fallenShort(report, 'check')).toContain('content');
    expect(files.json).toMatch(/\/other\/base-[0-9a-f]{8}\.json$/);
  });
});

describe('an ISO at a URL', () => {
  let server: Server;
  let sent = 0;
  let iso: Buffer;

  beforeAll(async () => {
    iso = await readFile(labIso('amd64'));
    server = createServer(({ method, url, headers }, response) => {
      if (url !== '/minikube.iso') return void response.writeHead(404).end();
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      const [start, end] = from === undefined ? [0, iso.length - 1] : [Number(from), Number(to)];
      response.writeHead(from === undefined ? 200 : 206, {
        'content-length': end - start + 1,
        'accept-ranges': 'bytes',
        ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${iso.length}` }),
      });
      if (method === 'HEAD') return void response.end();
      sent += end - start + 1;
      response.end(iso.subarray(start, end + 1));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function verifyUrl(depth?: 'content') {
    const folder = join(scratch.folder, 'url');
    await mkdir(folder, { recursive: true });
    const spec = labSpec('amd64', ['NET_SCH_NETEM']);
    await writeFile(join(folder, 'minikube-iso.json'), JSON.stringify(spec));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/minikube.iso`;
    sent = 0;
    return verify(folder, { iso: url, ...(depth === undefined ? {} : { depth }) });
  }

  it('is read in part and is incomplete at best', async () => {
    const { report } = await verifyUrl();
    expect(report).toMatchObject({ verdict: 'incomplete', depth: 'kernel' });
    expect(report.requirements.every(({ status }) => status === 'holds')).toBe(true);
    expect(sent).toBeLessThan(iso.length);
  });

  it('is downloaded, booted and measured when all of it is asked for', async () => {
    const { report } = await verifyUrl('content');
    expect(report.shortcomings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'passed', iso: { origin: 'url' } });
  });
});
