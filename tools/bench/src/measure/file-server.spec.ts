import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUrl } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFile, type FileServer } from './file-server.js';

describe('a served file', () => {
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251));
  let folder: string;
  let server: FileServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-'));
    await writeFile(join(folder, 'file'), bytes);
    server = await serveFile(join(folder, 'file'));
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('is read by ranges, and the server counts what it sent of it', async () => {
    const source = await openUrl(server.url, { env: {}, blockSize: 64 * 1024 });
    const read = await source.read(500_000, 1000);
    expect(Buffer.from(read).equals(bytes.subarray(500_000, 501_000))).toBe(true);
    expect(server.bytesSent()).toBeGreaterThanOrEqual(source.bytesRead);
    expect(server.bytesSent()).toBeLessThan(bytes.byteLength / 2);
  });
});
