import { describe, expect, it } from 'vitest';
import { probeFiles, type GuestProbe } from './overlay.js';

const probe = (changes: Partial<GuestProbe> = {}): GuestProbe => ({
  name: 'netem-delay',
  script: 'measure round-trip ms 1\n',
  values: {},
  timeoutSeconds: 30,
  ...changes,
});

async function filesOf(...probes: GuestProbe[]) {
  const files = await probeFiles(probes, 'the-token');
  return new Map(
    files.map((file) => {
      if (file.type !== 'file' || !(file.content instanceof Uint8Array)) throw new Error(file.type);
      return [file.path, { text: Buffer.from(file.content).toString(), mode: file.permissions }];
    }),
  );
}

describe('the files of a guest with probes', () => {
  it('lie in one folder of their own, and only the init can be run', async () => {
    const files = await filesOf(probe());
    expect([...files.keys()].every((path) => path.startsWith('nx-minikube-iso/'))).toBe(true);
    const executable = [...files].filter(([, { mode }]) => mode === 0o755);
    expect(executable.map(([path]) => path)).toEqual(['nx-minikube-iso/init']);
  });

  it('are the init, the driver, the library and the token', async () => {
    const files = await filesOf();
    expect(files.get('nx-minikube-iso/init')?.text).toMatch(/^#!\/bin\/sh\n/);
    expect(files.has('nx-minikube-iso/driver.sh')).toBe(true);
    expect(files.has('nx-minikube-iso/lib.sh')).toBe(true);
    expect(files.get('nx-minikube-iso/token')?.text).toBe('the-token\n');
    expect(files.get('nx-minikube-iso/list')?.text).toBe('');
  });

  it('are each probe’s script and values, and the list of them in their order', async () => {
    const values = { 'config.gz': 'a\nb', EMPTY: '' };
    const files = await filesOf(probe({ name: 'tbf', values, timeoutSeconds: 7.2 }), probe());
    expect(files.get('nx-minikube-iso/list')?.text).toBe('tbf 8\nnetem-delay 30\n');
    expect(files.get('nx-minikube-iso/probes/tbf.sh')?.text).toBe('measure round-trip ms 1\n');
    expect(files.get('nx-minikube-iso/values/tbf/config.gz')?.text).toBe('a\nb');
    expect(files.get('nx-minikube-iso/values/tbf/EMPTY')?.text).toBe('');
  });

  it.each(['', '../init', 'a b', 'a\nb 9', '-x', 'A', 'x'.repeat(101)])(
    'are none for a probe called %j',
    async (name) => {
      await expect(probeFiles([probe({ name })], 't')).rejects.toMatchObject({
        code: 'PROBE_NAME_INVALID',
      });
    },
  );

  it.each(['', '..', '.hidden', 'a/b', '../../token'])(
    'are none for a value called %j',
    async (key) => {
      await expect(probeFiles([probe({ values: { [key]: '' } })], 't')).rejects.toMatchObject({
        code: 'PROBE_NAME_INVALID',
      });
    },
  );
});
