import { describe, expect, it } from 'vitest';
import { probeOverlay, type GuestProbe } from './overlay.js';

const probe = (changes: Partial<GuestProbe> = {}): GuestProbe => ({
  name: 'netem-delay',
  script: 'measure round-trip ms 1\n',
  values: {},
  timeoutSeconds: 30,
  ...changes,
});

function filesOf(...probes: GuestProbe[]) {
  const files = probeOverlay(probes, 'the-token');
  return new Map(
    files.map((file) => {
      if (file.type !== 'file' || !(file.content instanceof Uint8Array)) throw new Error(file.type);
      return [file.path, { text: Buffer.from(file.content).toString(), mode: file.permissions }];
    }),
  );
}

describe('the files of a guest with probes', () => {
  it('lie in one folder of their own, and only the init can be run', () => {
    const files = filesOf(probe());
    expect([...files.keys()].every((path) => path.startsWith('nx-minikube-iso/'))).toBe(true);
    const executable = [...files].filter(([, { mode }]) => mode === 0o755);
    expect(executable.map(([path]) => path)).toEqual(['nx-minikube-iso/init']);
  });

  it('are the init, the driver, the library and the token', () => {
    const files = filesOf();
    expect(files.get('nx-minikube-iso/init')?.text).toMatch(/^#!\/bin\/sh\n/);
    expect(files.has('nx-minikube-iso/driver.sh')).toBe(true);
    expect(files.has('nx-minikube-iso/lib.sh')).toBe(true);
    expect(files.get('nx-minikube-iso/token')?.text).toBe('the-token\n');
    expect(files.get('nx-minikube-iso/list')?.text).toBe('');
  });

  it('are each probe’s script and values, and the list of them in their order', () => {
    const values = { 'config.gz': 'a\nb', EMPTY: '' };
    const files = filesOf(probe({ name: 'tbf', values, timeoutSeconds: 8 }), probe());
    expect(files.get('nx-minikube-iso/list')?.text).toBe('tbf 8\nnetem-delay 30\n');
    expect(files.get('nx-minikube-iso/probes/tbf.sh')?.text).toBe('measure round-trip ms 1\n');
    expect(files.get('nx-minikube-iso/values/tbf/config.gz')?.text).toBe('a\nb');
    expect(files.get('nx-minikube-iso/values/tbf/EMPTY')?.text).toBe('');
  });

  it.each(['', '../init', 'a b', 'a\nb 9', '-x', 'A', 'x'.repeat(101)])(
    'are none for a probe called %j',
    (name) => {
      expect(() => probeOverlay([probe({ name })], 't')).toThrow(
        expect.objectContaining({ code: 'PROBE_NAME_INVALID' }),
      );
    },
  );

  it.each(['', '..', '.hidden', 'a/b', '../../token'])('are none for a value called %j', (key) => {
    expect(() => probeOverlay([probe({ values: { [key]: '' } })], 't')).toThrow(
      expect.objectContaining({ code: 'PROBE_NAME_INVALID' }),
    );
  });
});
