import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { processesIn, temporaryFolder } from '../leftovers.testing.js';
import { startS3Server } from './s3-server.js';

let folder: string;
let programs: string;

beforeEach(() => {
  const temporary = temporaryFolder();
  folder = join(temporary.path, 'server');
  programs = join(temporary.path, 'programs');
  mkdirSync(programs);
  vi.stubEnv('PATH', `${programs}:${process.env['PATH']}`);
  // As who works with Ceph may have it.
  vi.stubEnv('CEPH_ARGS', '--conf /etc/ceph/another.conf --cluster another');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await temporary.remove();
  });
});

/** Puts a program in the place of Ceph's; a daemon of Ceph's also makes what it keeps, with `--mkfs`. */
function program(name: string, script: string): void {
  const path = join(programs, name);
  writeFileSync(path, `#!/bin/sh\ncase "$*" in *--mkfs*) exit 0 ;; esac\n${script}\n`);
  chmodSync(path, 0o755);
}

describe('the end of an S3 server', () => {
  it('by stop() leaves nothing running, and nothing that listens', async () => {
    const server = await startS3Server({ folder });
    expect(processesIn(folder)).toHaveLength(3);
    await server.stop();
    expect(processesIn(folder)).toEqual([]);
    const cause = { code: 'ECONNREFUSED' };
    await expect(fetch(server.endpoint)).rejects.toMatchObject({ cause });
    expect(await server.log()).toContain('==> osd.0.log <==');
    await server.stop();
  });

  it('by its signal does so, too', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    await startS3Server({ folder, store: 'memstore', signal });
    expect(processesIn(folder)).toHaveLength(3);
    controller.abort();
    await expect.poll(() => processesIn(folder), { timeout: 30_000 }).toEqual([]);
  });
});

describe('an S3 server that does not come up', () => {
  it('names the daemon that ended, with what it printed', async () => {
    program('ceph-mon', 'echo no room >&2; exit 1');
    await expect(startS3Server({ folder })).rejects.toMatchObject({
      code: 'S3_DAEMON_ENDED',
      message: 'ceph-mon ended by itself',
      details: { program: 'ceph-mon', lastLines: ['no room'] },
      cause: { message: expect.stringContaining('exit code 1') },
    });
    expect(processesIn(folder)).toEqual([]);
  });

  it('leaves none of those running that were up, and shows the log of the one that was not', async () => {
    program('ceph-osd', 'echo printed; for line in $(seq 20); do echo $line; done >log/osd.0.log');
    await expect(startS3Server({ folder })).rejects.toMatchObject({
      code: 'S3_DAEMON_ENDED',
      message: 'ceph-osd ended by itself',
      details: { lastLines: ['6', ...Array.from({ length: 14 }, (_, index) => `${index + 7}`)] },
    });
    expect(processesIn(folder)).toEqual([]);
  });

  it('names the daemon that is not up in time', async () => {
    program('monmaptool', '');
    program('ceph-mon', 'echo waiting >log/mon.a.log; exec sleep 1000');
    await expect(startS3Server({ folder, upWithinMs: 3_000 })).rejects.toMatchObject({
      code: 'S3_DAEMON_NOT_UP',
      message: 'ceph-mon is not up after 3 s',
      details: { lastLines: ['waiting'] },
      hint: expect.stringContaining(join(folder, 'log/mon.a.log')),
    });
    expect(processesIn(folder)).toEqual([]);
  });

  it('ends what it has started when it is cancelled', async () => {
    program('ceph-mon', 'exec sleep 1000');
    const controller = new AbortController();
    const start = startS3Server({ folder, signal: controller.signal });
    const rejected = expect(start).rejects.toMatchObject({ code: 'CANCELLED' });
    const sleeping = () => processesIn(folder).length;
    await expect.poll(sleeping, { timeout: 30_000 }).toBeGreaterThan(0);
    controller.abort();
    await rejected;
    expect(processesIn(folder)).toEqual([]);
  });

  it('names the program that is missing', async () => {
    vi.stubEnv('PATH', programs);
    await expect(startS3Server({ folder })).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      message: 'Command not found: monmaptool',
    });
  });
});
