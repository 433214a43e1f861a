// What an inspection at depth `kernel` transfers of an ISO that lies on a web server.
import { inspectIso, openUrl } from 'iso-core';
import { stat } from 'node:fs/promises';
import { largeIso } from '../inputs/large-iso.js';
import { serveFile } from '../measure/file-server.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'inspecting a 400 MB ISO over HTTP, bytes transferred against its size';

export const inspectionHttp: Figure = {
  names: [name],
  async measure(bench) {
    const path = await largeIso(bench);
    const server = await serveFile(path);
    try {
      const { signal } = bench;
      await inspectIso(await openUrl(server.url, { signal, env: {} }), { depth: 'kernel' });
    } finally {
      await server.close();
    }
    const { size } = await stat(path);
    return [ratioRow({ name, unit: 'bytes', ours: server.bytesSent(), peer: size, goal: 0.1 })];
  },
};
