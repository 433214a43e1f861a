// The real Vagrant reads the real Vagrantfile. VBoxManage is a stand-in that says which version it is, which
// is all that Vagrant asks of it for that.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { up } from './vagrant-command.js';

const VAGRANTFILE = fileURLToPath(new URL('../../../builder/Vagrantfile', import.meta.url));
const SETTINGS = { box: 'bento/debian-12', cpus: 4, memory: 6144 };

/** A machine's folder with a name that only data may have. */
function machineFolder(settings: object, edit = (text: string) => text): string {
  const folder = join(temporaryFolder(), `Möller's, "x": #{raise 'ruby'}`);
  mkdirSync(folder);
  copyFileSync(VAGRANTFILE, join(folder, 'Vagrantfile'));
  writeFileSync(join(folder, 'Vagrantfile'), edit(readFileSync(VAGRANTFILE, 'utf8')));
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(settings));
  return folder;
}

/** What `vagrant validate` says. */
async function validate(folder: string): Promise<string> {
  const programs = temporaryFolder();
  writeFileSync(join(programs, 'VBoxManage'), '#!/bin/sh\necho 7.0.20r163906\n', { mode: 0o755 });
  const { env, ...command } = up(folder, { ...SETTINGS });
  const { stdout } = await localRunner({
    ...command,
    args: ['validate'],
    env: {
      ...env,
      VAGRANT_HOME: join(programs, 'home'),
      PATH: [programs, process.env['PATH']].join(delimiter),
    },
  });
  return stdout.trim();
}

describe('the Vagrantfile', () => {
  it('is valid', async () => {
    expect(await validate(machineFolder(SETTINGS))).toBe('Vagrantfile validated successfully.');
  });

  it.each([
    ['a misspelt setting', SETTINGS, (text: string) => text.replace('.cpus =', '.cpu ='), 'cpu'],
    ['a setting that is missing', { box: 'a/b', cpus: 1 }, undefined, 'memory'],
  ])('is refused with %s', async (_, settings, edit, words) => {
    await expect(validate(machineFolder(settings, edit))).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      details: { lastLines: expect.arrayContaining([expect.stringContaining(words)]) },
    });
  });

  it('takes no Ruby from the settings', async () => {
    const box = `a/b' end; raise "ruby" #{raise 'ruby'}`;
    expect(await validate(machineFolder({ ...SETTINGS, box }))).toMatch(/successfully/);
  });
});
