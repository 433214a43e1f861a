import { access, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { runDriver, WHOLE_SECONDS } from './driver.testing.js';
import type { ProbeRun } from './probe.js';

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

type Programs = Readonly<Record<string, string>>;

/** What becomes of one script, run by the driver with programs of its own before those of PATH. */
async function runOf(script: string, programs: Programs = {}): Promise<ProbeRun | undefined> {
  const { runs } = await runDriver(temporaryFolder(), { script }, { programs });
  return runs.get('script');
}

async function outputOf(script: string, programs: Programs = {}): Promise<readonly string[]> {
  return (await runOf(script, programs))?.output ?? [];
}

/** A ping that answers with the next of `texts` each time that it is called; an empty one is no answer. */
function ping(...texts: string[]): Programs {
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

/** Leaves a script without a program that this machine may have. */
const without = (name: string) =>
  `command() { [ "$2" != ${name} ] || return 1; printf '%s\\n' "$2"; }`;

describe('need', () => {
  it('takes programs of PATH and those of the shell', async () => {
    expect(await outputOf('need cat printf; echo there')).toEqual(['there']);
  });

  it('names the first program that is not there', async () => {
    expect(await runOf('need cat no-such-program neither; echo not reached')).toMatchObject({
      exitCode: 2,
      unable: 'the program no-such-program is not there',
      output: [],
    });
  });
});

describe('set_up', () => {
  const setUp = (program: string, said: string) =>
    runOf(`set_up ${program}`, {
      [program.split(' ')[0] ?? '']: `cat >&2 <<'END'\n${said}\nEND\nexit 2`,
    });

  it.each([
    'Error: Specified qdisc kind is unknown.',
    'Error: TC classifier not found.',
    'RTNETLINK answers: No such file or directory',
  ])('takes for the kernel’s word: %s', async (said) => {
    const run = await setUp('tc qdisc add dev lo root netem delay 50ms', said);
    expect(run).toMatchObject({
      exitCode: 1,
      refused: `tc qdisc add dev lo root netem delay 50ms: ${said}`,
    });
    expect(run).not.toHaveProperty('unable');
  });

  it.each([
    'Unknown qdisc "netem", hence option "delay" is unparsable',
    'Unknown filter "flower", hence option "ip_proto" is unparsable',
  ])('takes for tc’s own word: %s', async (said) => {
    const run = await setUp('tc qdisc add', said);
    expect(run).toMatchObject({ exitCode: 2, unable: `tc qdisc add: ${said}` });
    expect(run).not.toHaveProperty('refused');
  });

  it('refuses nothing for a program that is not there or cannot be started', async () => {
    const folder = temporaryFolder();
    for (const program of ['no-such-program', folder]) {
      const run = await runOf(`set_up ${program} a b`);
      expect(run).toMatchObject({ exitCode: 2, unable: expect.stringMatching(/ a b: .*/) });
      expect(run).not.toHaveProperty('refused');
    }
  });

  describe('of iptables, which says the same without its extension and without the kernel’s', () => {
    const NO_MATCH =
      "iptables v1.8.9 (legacy): Couldn't load match `cgroup':No such file or directory";
    const NO_TARGET = 'iptables v1.8.9 (legacy): unknown option "--set-mark"';

    /** A rule that iptables does not take, having the files of these extensions. */
    async function rule(args: string, said: string, extensions: readonly string[]) {
      const folder = temporaryFolder();
      for (const name of extensions) await writeFile(join(folder, name), '');
      return runOf(`NMI_EXTENSIONS="/no/such/folder ${folder}"; IPTABLES=iptables; rule ${args}`, {
        iptables: `[ "$4" = -A ] || exit 0\ncat >&2 <<'END'\n${said}\nEND\nexit 2`,
      });
    }

    it.each([
      ['mangle OUTPUT -p icmp -m icmp -m cgroup --path x', NO_MATCH],
      ['mangle OUTPUT -m icmp -j MARK --set-mark 7', NO_TARGET],
    ])('is unable where the extension is not among its files: %s', async (args, said) => {
      const run = await rule(args, said, ['libipt_icmp.so', 'libxt_mark.so']);
      expect(run?.unable).toContain(said);
      expect(run).not.toHaveProperty('refused');
    });

    it.each([
      ['its extension is there', NO_MATCH, ['libipt_icmp.so', 'libxt_cgroup.so']],
      ['it has all extensions built in', NO_MATCH, []],
      ['it says something else', 'iptables: No chain/target/match by that name.', ['libxt_tcp.so']],
    ])('is refused where %s', async (_, said, extensions) => {
      const run = await rule('mangle OUTPUT -m icmp -m cgroup --path x', said, extensions);
      expect(run?.refused).toContain(said);
      expect(run).not.toHaveProperty('unable');
    });
  });
});

describe('legacy_iptables', () => {
  /** An `iptables` and perhaps an `iptables-legacy` that tell these versions. */
  async function chosen(iptables: string, legacy?: string) {
    const folder = temporaryFolder();
    const programs = { iptables, ...(legacy === undefined ? {} : { 'iptables-legacy': legacy }) };
    for (const [name, version] of Object.entries(programs)) {
      await writeFile(join(folder, name), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    }
    return runOf(`NMI_PROGRAMS="${folder}"; legacy_iptables; echo "\${IPTABLES##*/}"`);
  }

  it.each(['iptables v1.8.9 (legacy)', 'iptables v1.6.1'])('takes %s', async (version) => {
    expect(await chosen(version)).toMatchObject({ exitCode: 0, output: ['iptables'] });
  });

  it('takes the one that is called so, whatever the other speaks to', async () => {
    const run = await chosen('iptables v1.8.9 (nf_tables)', 'iptables v1.8.9 (legacy)');
    expect(run).toMatchObject({ exitCode: 0, output: ['iptables-legacy'] });
  });

  it('is unable where there is only one that leaves the tables to be tested alone', async () => {
    expect(await chosen('iptables v1.8.9 (nf_tables)')).toMatchObject({
      exitCode: 2,
      unable: 'iptables here speaks to nf_tables, not to IP_NF_IPTABLES',
      output: [],
    });
  });
});

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

  it.each([
    'time=$(rtt_ms 127.0.0.1 3) || unable "it does not answer"',
    '[ "$(answers 127.0.0.1 3 1)" = 3 ] || unable "it does not answer"',
  ])('is not to blame when there is no ping: %s', async (script) => {
    expect(await runOf(`${without('ping')}\n${script}`)).toMatchObject({
      unable: 'the program ping is not there',
    });
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

  it('takes no class that is not shown for one without packets', async () => {
    const script = 'TC=tc; measure sent packets "$(($(class_packets 1:2) + 0))"';
    expect(await runOf(script, { tc })).toMatchObject({
      unable: 'tc shows no packets of class 1:2',
    });
  });
});

describe('rule_packets', () => {
  it('reads the counter of one rule', async () => {
    const iptables = `test "$*" = '-w -t mangle -L OUTPUT 2 -n -v -x' && echo '\
       3      252 MARK       icmp --  *      *       0.0.0.0/0            127.0.0.2  MARK set 0x7'`;
    const script = 'IPTABLES=iptables; rule_packets mangle OUTPUT 2';
    expect(await outputOf(script, { iptables })).toEqual(['3']);
  });

  it('takes no rule that is not shown for one without packets', async () => {
    const script =
      'IPTABLES=true; measure found packets "$(($(rule_packets mangle OUTPUT 1) - 0))"';
    expect(await runOf(script)).toMatchObject({ unable: 'iptables shows no packets of rule 1' });
  });
});

describe('nmi_remove_cgroup', () => {
  it('waits until nothing is in it, also where sleep takes no fractions', async () => {
    const group = join(temporaryFolder(), 'group');
    const script = `mkdir -p "${group}/child"; { sleep 2; rmdir "${group}/child"; } &
nmi_remove_cgroup "${group}"`;
    await runOf(script, WHOLE_SECONDS);
    await expect(access(group)).rejects.toThrow('ENOENT');
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
