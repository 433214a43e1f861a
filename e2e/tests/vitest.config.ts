import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: '../../node_modules/.vite/e2e',
  resolve: {
    alias: {
      'iso-core': fileURLToPath(new URL('../../packages/iso-core/src/index.ts', import.meta.url)),
      lab: fileURLToPath(new URL('../../tools/lab/src/index.ts', import.meta.url)),
      's3-server': fileURLToPath(new URL('../../tools/s3-server/src/index.ts', import.meta.url)),
    },
  },
  test: {
    include: ['src/**/*.e2e.ts'],
    // Kernels are compiled and guests booted: one file after the other, in minutes.
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
  },
});
