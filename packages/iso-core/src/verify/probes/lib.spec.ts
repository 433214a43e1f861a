import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { runDriver, type DriverOptions } from './driver.testing.js';

const IPUTILS = (ms: string) => `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=${ms} ms

--- 127.0.0.1 ping statistics ---
1 packets transmitted, 1 received, 0% packet loss, time 0ms
rtt min/avg/max/mdev = ${ms}/${ms}/${ms}/0.000 ms`;

const BUSYBOX = (ms: string) => `PING 127.0.0.1 (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: seq=0 ttl=64 time=${ms} ms

--- 127.0.0.1 ping statistics ---
1 packets transmitted, 1 packets received, 0% packet loss
round-trip min/avg/max = ${ms}/${ms}/${ms} ms`;

/** The output of one script, run by the driver with programs of its own before those of PATH. */
async function outputOf(
  script: string,
  programs: Readonly<Record<string, string>> = {},
  options: DriverOptions = {},
): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const tools = join(folder, 'tools');
  await mkdir(tools);
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(tools, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(tools, name), 0o755);
  }
  const path = `${tools}:${process.env['PATH'] ?? ''}`;
  const { runs } = await runDriver(folder, { script }, { ...options, path });
  return runs.get('script')?.output ?? [];
}

/** A ping that answers with the next of `texts` each time that it is called; an empty one is no answer. */
function ping(...texts: string[]): Record<string, string> {
  const cases = texts.map((text, index) =>
    text === '' ? `${index}) exit 1 ;;` : `${index}) cat <<'END'\n${text}\nEND\n;;`,
  );
  return {
    ping: `calls=$(cat "$NMI/calls" 2>/dev/null || echo 0)
echo $((calls + 1)) >"$NMI/calls"
case $calls in
${cases.join('\n')}
*) exit 1 ;;
esac`,
  };
}

describe('rtt_ms', () => {
  it.each([
    ['iputils', IPUTILS],
    ['busybox', BUSYBOX],
  ])('reads the shortest round trip that the ping of %s tells', async (_, text) => {
    const programs = ping(text('104.006'), text('9.12'), text('20'));
    expect(await outputOf('rtt_ms 127.0.0.1 3', programs)).toEqual(['9.12']);
  });

  it('goes by the answers that there are', async () => {
    const programs = ping('', BUSYBOX('0.105'), '');
    expect(await outputOf('rtt_ms 127.0.0.1 3', programs)).toEqual(['0.105']);
  });

  it('fails when none is answered', async () => {
    const script = 'time=$(rtt_ms 127.0.0.1 3) || time=none; echo "$time"';
    expect(await outputOf(script, ping())).toEqual(['none']);
  });
});

describe('answers', () => {
  it('counts the pings that are answered', async () => {
    const answering = { ping: `test "$5" = 127.0.0.1 && test "$4" = 7` };
    expect(await outputOf('answers 127.0.0.1 4 7; answers 127.0.0.2 4 7', answering)).toEqual([
      '4',
      '0',
    ]);
  });
});

describe('class_packets', () => {
  const tc = `cat <<'END'
class prio 1:1 parent 1:
 Sent 98 bytes 1 pkt (dropped 0, overlimits 0 requeues 0)
 backlog 0b 0p requeues 0
class prio 1:3 parent 1: leaf 30:
 Sent 980 bytes 10 pkt (dropped 0, overlimits 0 requeues 0)
END`;

  it('reads the counter of one class', async () => {
    const script = 'TC=tc; class_packets 1:3; class_packets 1:1';
    expect(await outputOf(script, { tc })).toEqual(['10', '1']);
  });
});

describe('rule_packets', () => {
  it('reads the counter of one rule', async () => {
    const iptables = `test "$*" = '-w -t mangle -L OUTPUT 2 -n -v -x' && echo '\
       3      252 MARK       icmp --  *      *       0.0.0.0/0            127.0.0.2  MARK set 0x7'`;
    const script = 'IPTABLES=iptables; rule_packets mangle OUTPUT 2';
    expect(await outputOf(script, { iptables })).toEqual(['3']);
  });
});

describe('find_tool', () => {
  it('finds a real program by its path, and no other', async () => {
    const script = 'find_tool env; find_tool no-such-program || echo none';
    expect(await outputOf(script)).toEqual([expect.stringMatching(/^\/.*bin\/env$/), 'none']);
  });

  it('takes no link to busybox for one', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    await writeFile(join(first, 'busybox'), '', { mode: 0o755 });
    await symlink('busybox', join(first, 'tc'));
    await writeFile(join(second, 'tc'), '', { mode: 0o755 });
    const find = (folders: string) =>
      outputOf(`NMI_PROGRAMS="${folders}"; find_tool tc || echo none`);
    expect(await find(first)).toEqual(['none']);
    expect(await find(`${first} ${second}`)).toEqual([`${second}/tc`]);
  });
});

describe('calculate', () => {
  it('tells three decimals', async () => {
    expect(await outputOf('calculate "2 * 32000 / 1000 / 480"; calculate "1 / 3"')).toEqual([
      '0.133',
      '0.333',
    ]);
  });
});
