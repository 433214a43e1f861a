import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeVerification } from './describe-verification.js';
import { failedReport, passedReport } from './report/report.testing.js';

const files = {
  json: '/workspace/dist/chaos/verify/minikube-amd64.json',
  html: '/workspace/dist/chaos/verify/minikube-amd64.html',
  probes: '/workspace/dist/chaos/verify/minikube-amd64.probes.sh',
};

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'describe-'));
});

afterEach(() => rm(home, { recursive: true }));

async function described(
  report = passedReport(),
  cached = false,
  written = files,
): Promise<string> {
  const options = { workspace: '/workspace', env: { HOME: home } };
  return (await describeVerification({ report, files: written, cached }, options)).join('\n');
}

describe('describeVerification', () => {
  it('says where the report is and how to go on', async () => {
    const report = passedReport();
    const text = await described({
      ...report,
      iso: { ...report.iso, origin: 'build', name: 'dist/chaos/iso/minikube-amd64.iso' },
    });
    expect(text).toContain('Report: dist/chaos/verify/minikube-amd64.html');
    expect(text).toContain(
      `minikube start --iso-url='file:///workspace/dist/chaos/iso/minikube-amd64.iso'`,
    );
    expect(text).toContain(`minikube cp 'dist/chaos/verify/minikube-amd64.probes.sh' /tmp`);
  });

  it('gives lines that a shell takes as they are, whatever a path holds', async () => {
    const report = passedReport();
    const name = "dist/$(id)/it's.iso";
    const text = await described(
      { ...report, iso: { ...report.iso, origin: 'url', name: `https://isos.example/$(id)/it's` } },
      false,
      { ...files, probes: `/workspace/${name}` },
    );
    expect(text).toContain(`--iso-url='https://isos.example/$(id)/it'\\''s'`);
    expect(text).toContain(`minikube cp 'dist/$(id)/it'\\''s.iso' /tmp/probes.sh`);
  });

  it('gives no start line for an ISO that is not proven', async () => {
    const text = await described(failedReport());
    expect(text).toContain('Report: ');
    expect(text).not.toContain('minikube start');
  });

  it('warns of another ISO that minikube keeps under the same name', async () => {
    const folder = join(home, '.minikube/cache/iso/amd64');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'minikube-2026-11-22.iso'), 'another');
    const report = passedReport();
    const text = await described({
      ...report,
      iso: { ...report.iso, origin: 'url', name: 'https://isos.example/minikube-2026-11-22.iso' },
    });
    expect(text).toContain(`--iso-url='https://isos.example/minikube-2026-11-22.iso'`);
    expect(text).toContain(`remove ${folder}/minikube-2026-11-22.iso first`);
  });

  it('says when nothing was measured anew', async () => {
    expect(await described(passedReport(), true)).toContain('were verified before');
    expect(await described()).not.toContain('were verified before');
  });
});
