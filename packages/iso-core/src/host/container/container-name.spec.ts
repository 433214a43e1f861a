import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startScript } from '../../runtime/testing/child-process.testing.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { containerName, isAbandoned } from './container-name.js';

const HOUR = 60 * 60 * 1000;

describe('containerName', () => {
  it('is a new one each time, of what engines allow', () => {
    const names = [containerName(), containerName()];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,120}$/);
  });
});

describe('isAbandoned', () => {
  it('is not said of a process that lives, however old its container is', () => {
    expect(isAbandoned(containerName(Date.now() - 100 * HOUR))).toBe(false);
  });

  it('is said of a dead one at once', async () => {
    const folder = temporaryFolder();
    const script = startScript('leave-temporary', folder);
    await script.nextLine();
    const [tag = ''] = readdirSync(folder).flatMap((name) => name.split('.')[2] ?? []);
    const name = `nx-minikube-iso.${tag}.${Date.now().toString(36)}.0123abcd`;
    expect(isAbandoned(name)).toBe(false);
    script.kill('SIGKILL');
    await script.ended;
    expect(isAbandoned(name)).toBe(true);
  });

  it('is said of one that cannot be seen after a day', () => {
    const elsewhere = containerName().replace(/\.[0-9a-f]{8}-/, '.00000000-');
    expect(isAbandoned(elsewhere)).toBe(false);
    expect(isAbandoned(elsewhere, Date.now() + 25 * HOUR)).toBe(true);
  });

  it('is said of what podman makes an image in, too', () => {
    const elsewhere = containerName().replace(/\.[0-9a-f]{8}-/, '.00000000-');
    const name = `${elsewhere}-working-container`;
    expect(isAbandoned(name)).toBe(false);
    expect(isAbandoned(name, Date.now() + 25 * HOUR)).toBe(true);
  });

  it.each(['nx-minikube-iso', 'nx-minikube-iso.mine', 'my-nx-minikube-iso.0-0-0.0.00000000', ''])(
    'is not said of a container of someone else’s: “%s”',
    (name) => {
      expect(isAbandoned(name, Date.now() + 100 * HOUR)).toBe(false);
    },
  );
});
