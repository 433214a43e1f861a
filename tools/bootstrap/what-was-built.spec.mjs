import { describe, expect, it } from 'vitest';
import { report } from './what-was-built.mjs';

const manifest = {
  iso: { name: 'minikube-amd64.iso', sha256: 'ab'.repeat(32), size: 8_830_976 },
  architecture: 'amd64',
  base: { origin: 'base.iso' },
  route: 'kernel',
  kernel: { release: '6.1.192' },
  requirements: [{ status: 'holds' }, { status: 'holds' }, { status: 'not applicable' }],
  configChanges: [
    { option: 'NET_SCH_PRIO', before: 'n', after: 'm' },
    { option: 'BLK_DEV_THROTTLING', before: 'n', after: 'y' },
  ],
};
const text = (changes = {}, iso = '/w/minikube-amd64.iso') =>
  report({ ...manifest, ...changes }, iso).join('\n');

describe('report', () => {
  it('says where the ISO is and how big', () => {
    expect(text()).toContain('/w/minikube-amd64.iso');
    expect(text()).toContain('8.8 MB');
  });

  it('lists each option that changed in the kernel', () => {
    expect(text()).toContain('  NET_SCH_PRIO        n → m\n  BLK_DEV_THROTTLING  n → y\n');
  });

  it('says when nothing changed', () => {
    expect(text({ route: 'unchanged', configChanges: [] })).toContain(
      'No kernel option differs from the base.',
    );
  });

  it('counts only what holds', () => {
    expect(text()).toContain('2 of 3 hold');
  });

  it('names commands that can be copied, whatever the path', () => {
    expect(text()).toContain('-cdrom /w/minikube-amd64.iso\n');
    expect(text({}, "/w/it's here/a.iso")).toContain("-cdrom '/w/it'\\''s here/a.iso'\n");
    expect(text()).toContain('minikube start --iso-url=');
  });
});
