import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distccHosts, isRemote } from './distcc-hosts.js';

describe('distcc’s list of hosts', () => {
  it('is taken in its order, this machine among them', () => {
    const hosts = ['red/8,lzo', 'localhost/2', '@green', '192.0.2.1:3633/4', '[::1]'];
    expect(distccHosts(`${hosts.join('\n')}\n`)).toEqual(hosts);
  });

  it.each(['', 'localhost\n', 'localhost/4\n'])(
    'without another machine is an error: %j',
    (text) => {
      expect(() => distccHosts(text)).toThrow(
        expect.objectContaining({
          code: 'DISTCC_WITHOUT_HOSTS',
          hint: expect.stringContaining('DISTCC_HOSTS, ~/.distcc/hosts or /etc/distcc/hosts'),
        }),
      );
    },
  );

  it.each(['blue,cpp,lzo', 'blue/4,lzo,cpp'])('has no host in pump mode: %s', (host) => {
    expect(() => distccHosts(`red\n${host}\n`)).toThrow(
      expect.objectContaining({
        code: 'DISTCC_PUMP_MODE',
        message: expect.stringContaining(`found ${host}`),
      }),
    );
  });

  it('may name a machine that is called like an option or like this one', () => {
    expect(distccHosts('cpp\nlocalhost.example.org\n')).toHaveLength(2);
  });

  it('has every host that is not this machine', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}(\/\d{1,3})?(,lzo)?$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (hosts) => {
        fc.pre(hosts.some(isRemote));
        expect(distccHosts(hosts.join('\n'))).toEqual(hosts);
      }),
    );
  });
});
