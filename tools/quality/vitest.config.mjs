import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: '../../node_modules/.vite/quality',
  test: { include: ['**/*.spec.mjs'], testTimeout: 60_000, hookTimeout: 60_000 },
});
