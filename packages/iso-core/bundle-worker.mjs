// Puts the program that builds inside a container or a virtual machine into one file: there is nothing but
// Node.js there.
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const { name, version } = createRequire(import.meta.url)('./package.json');

await build({
  entryPoints: ['src/build/machine/worker.ts'],
  outfile: 'worker/worker.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'eof',
  logLevel: 'warning',
  define: { BUNDLED_PACKAGE: JSON.stringify({ name, version }) },
  // Packages that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
});
