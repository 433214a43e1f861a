// A mirror for tests: files by path, with the faults that a test asks for.
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ServedFile,
  serveFile,
  startServer,
  type TestServer,
} from '../../runtime/testing/http-server.testing.js';

export type MirrorFiles = Record<string, string | Uint8Array | ServedFile | Fault>;
export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves `files`, which a test may change at any time; everything else is 404. */
export function startMirror(files: MirrorFiles): Promise<TestServer> {
  return startServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end('not found');
    else if (typeof file === 'function') file(request, response);
    else serveFile(servedFile(file), request, response);
  });
}

function servedFile(file: string | Uint8Array | ServedFile): ServedFile {
  if (typeof file === 'string') return { bytes: Buffer.from(file) };
  return file instanceof Uint8Array ? { bytes: file } : file;
}
