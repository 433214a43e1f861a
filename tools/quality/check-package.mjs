// Packs a package as it would be published and has publint and arethetypeswrong look at the tarball.
// Usage: node check-package.mjs <package folder>
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error !== undefined) throw error;
  return status === 0;
}

/** Packs into `target`, and says where the tarball is. */
function pack(folder, target) {
  const args = ['pack', '--loglevel=error', '--pack-destination', target];
  if (!run('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })) {
    throw new Error(`npm pack failed in ${folder}`);
  }
  const [tarball, ...more] = readdirSync(target);
  if (tarball === undefined || more.length > 0) throw new Error('expected one tarball');
  return join(target, tarball);
}

const folder = resolve(process.argv[2] ?? '.');
const target = mkdtempSync(join(tmpdir(), 'check-package-'));
try {
  const tarball = pack(folder, target);
  const passed = [
    run(join(BIN, 'publint'), ['run', tarball, '--strict']),
    // ES modules alone: CommonJS reaches them with require(), which Node has had since 20.19.
    run(join(BIN, 'attw'), [
      tarball,
      '--profile',
      'esm-only',
      '--no-definitely-typed',
      '--no-emoji',
    ]),
  ];
  process.exitCode = passed.every(Boolean) ? 0 : 1;
} finally {
  rmSync(target, { recursive: true, force: true });
}
