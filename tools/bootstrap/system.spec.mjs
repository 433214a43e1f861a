import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const packages = (name) =>
  readFileSync(script(`packages-${name}.txt`), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');

// A system of its own: only a few real programs, and what each test puts beside them.
const REAL = ['bash', 'cat', 'comm', 'dirname', 'env', 'sed', 'sort', 'true', 'xargs'];
let bin;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'system-spec-'));
  for (const name of REAL) {
    const folder = ['/usr/bin', '/bin'].find((each) => existsSync(join(each, name)));
    symlinkSync(join(folder, name), join(bin, name));
  }
});
afterEach(() => rmSync(bin, { recursive: true }));

function program(name, body) {
  writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** A Debian on which `installed` is installed, and where apt-get writes down how it was called. */
function debian({ installed, user = 0, sudo = false, aptGet = 'exit 0' }) {
  const lines = installed.map((name) => `installed ${name}`).join('\n');
  program('dpkg-query', `cat <<'END'\n${lines}\nEND`);
  program('id', `echo ${user}`);
  program('sudo', sudo ? 'shift; exec "$@"' : 'exit 1');
  program('apt-get', `echo "$*" >>"${join(bin, 'calls')}"\n${aptGet}`);
}

const calls = () =>
  existsSync(join(bin, 'calls')) ? readFileSync(join(bin, 'calls'), 'utf8') : '';
const run = (set) =>
  spawnSync(join(bin, 'bash'), [script('system.sh'), set], {
    env: { PATH: bin },
    encoding: 'utf8',
    cwd: bin,
  });

describe('system.sh on Debian', () => {
  it('does nothing at all when nothing is missing', () => {
    debian({ installed: [...packages('build'), ...packages('test')] });
    expect(run('test')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(calls()).toBe('');
  });

  it('installs what is missing, and nothing else', () => {
    debian({
      installed: packages('build').filter((name) => name !== 'flex' && name !== 'xorriso'),
    });
    expect(run('build').status).toBe(0);
    expect(calls()).toBe('install -y --no-install-recommends flex xorriso\n');
  });

  it('asks for the packages of the tests only where they are wanted', () => {
    debian({ installed: packages('build') });
    expect(run('build').status).toBe(0);
    expect(calls()).toBe('');
    expect(run('test').status).toBe(0);
    expect(calls()).toContain('qemu-system-x86');
  });

  it('fetches the package lists only after an install without them failed', () => {
    debian({ installed: [] });
    program(
      'apt-get',
      `echo "$1" >>"${join(bin, 'calls')}"
case "$1" in update) : >"${join(bin, 'lists')}" ;; *) [ -e "${join(bin, 'lists')}" ] ;; esac`,
    );
    expect(run('build').status).toBe(0);
    expect(calls()).toBe('install\nupdate\ninstall\n');
  });

  it('fails when apt-get cannot, with the command to run', () => {
    debian({ installed: [], aptGet: 'exit 100' });
    const { status, stderr } = run('build');
    expect(status).not.toBe(0);
    expect(stderr).toContain('apt-get could not install what is missing');
    expect(stderr).toContain('sudo apt-get install -y --no-install-recommends bc bison');
  });

  it('uses sudo where that asks for no password', () => {
    debian({ installed: [], user: 1000, sudo: true });
    expect(run('build').status).toBe(0);
    expect(calls()).toContain('install -y');
  });

  it('prints the exact command and stops where it may not install', () => {
    debian({ installed: packages('build').filter((name) => name !== 'flex'), user: 1000 });
    const { status, stderr } = run('build');
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends flex\n',
    );
    expect(calls()).toBe('');
  });
});

describe('system.sh elsewhere', () => {
  it.each([
    ['dnf', 'sudo dnf install '],
    ['pacman', 'sudo pacman -S --needed '],
    ['brew', 'brew install '],
  ])('names the packages of %s, and a container for the rest', (manager, command) => {
    program(manager, 'exit 1');
    const { status, stderr } = run('build');
    expect(status).not.toBe(0);
    expect(stderr).toContain(command);
    expect(stderr).toContain('docker run --rm -it ');
  });

  it('refuses a set of packages that it does not know', () => {
    debian({ installed: [] });
    const { status, stderr } = run('everything');
    expect(status).not.toBe(0);
    expect(stderr).toContain("unknown set of packages: 'everything'");
    expect(calls()).toBe('');
  });
});
