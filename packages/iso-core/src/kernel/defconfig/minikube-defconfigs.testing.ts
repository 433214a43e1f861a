// minikube's own linux defconfigs of several releases, whole, as they are at those tags: a JSON object of
// their texts by release and machine, `v1.9.2-x86_64`, packed by brotli.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const packed = readFileSync(new URL('minikube-defconfigs.testing.json.br', import.meta.url));

export const MINIKUBE_DEFCONFIGS = Object.entries(
  JSON.parse(brotliDecompressSync(packed).toString()) as Record<string, string>,
);
