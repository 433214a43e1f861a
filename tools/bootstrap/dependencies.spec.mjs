import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// A workspace of its own, with an npm that makes node_modules anew and writes down that it was called.
let workspace;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'dependencies spec-'));
  const bootstrap = join(workspace, 'tools/bootstrap');
  mkdirSync(bootstrap, { recursive: true });
  for (const name of ['common.sh', 'dependencies.sh']) {
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), join(bootstrap, name));
  }
  writeFileSync(join(workspace, 'package-lock.json'), '{ "lockfileVersion": 3 }');
  npm('rm -rf node_modules && mkdir node_modules');
});
afterEach(() => rmSync(workspace, { recursive: true }));

function npm(body) {
  const path = join(workspace, 'bin/npm');
  mkdirSync(join(workspace, 'bin'), { recursive: true });
  writeFileSync(path, `#!/bin/bash\necho "$1" >>"${join(workspace, 'calls')}"\n${body}\n`);
  chmodSync(path, 0o755);
}

const calls = () =>
  existsSync(join(workspace, 'calls')) ? readFileSync(join(workspace, 'calls'), 'utf8') : '';
const run = () =>
  spawnSync('bash', [join(workspace, 'tools/bootstrap/dependencies.sh')], {
    cwd: tmpdir(),
    env: { ...process.env, PATH: `${join(workspace, 'bin')}${delimiter}${process.env.PATH}` },
    encoding: 'utf8',
  });

describe('dependencies.sh', () => {
  it('installs once, from any working directory', () => {
    expect(run().status).toBe(0);
    expect(run().status).toBe(0);
    expect(calls()).toBe('ci\n');
  });

  it('installs again when the lock file changed', () => {
    run();
    writeFileSync(join(workspace, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }');
    run();
    expect(calls()).toBe('ci\nci\n');
  });

  it('installs again when node_modules was removed', () => {
    run();
    rmSync(join(workspace, 'node_modules'), { recursive: true });
    run();
    expect(calls()).toBe('ci\nci\n');
  });

  it('does not take an install that failed for one that is done', () => {
    npm('mkdir -p node_modules && exit 1');
    expect(run().status).not.toBe(0);
    npm('mkdir -p node_modules');
    expect(run().status).toBe(0);
    expect(calls()).toBe('ci\nci\n');
  });
});
