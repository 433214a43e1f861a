import { describe, expect, it } from 'vitest';
import { foreignModuleChoice } from './iso-spec.js';
import { PATH_OPTIONS } from './path-options.js';
import { parse, problemsIn } from './spec.testing.js';

describe('an ISO spec at its shortest', () => {
  it('has every default', () => {
    expect(parse({ minikube: '1.38.1', kernel: { require: ['chaos-controller'] } })).toEqual({
      base: { kind: 'release', version: '1.38.1' },
      architectures: ['amd64'],
      kernel: {
        require: [{ kind: 'preset', preset: 'chaos-controller' }],
        compiler: {},
        override: {},
      },
      engine: 'remaster',
      host: 'auto',
      container: {},
      vagrant: { keepMachine: false },
      mirrors: {},
      output: { name: 'minikube' },
      verify: { boot: true, probes: true, scripts: [] },
      publish: { prefix: 'minikube' },
      bump: { also: [] },
    });
  });

  it('may ask nothing of the kernel', () => {
    expect(parse({ minikube: '1.38.1' }).kernel.require).toEqual([]);
  });
});

describe('the sources of minikube', () => {
  const build = (spec: object) => parse({ engine: 'source', ...spec }).base;
  const COMMIT = '93af9c1e43cab9618e301bc9fa720c63d5efa393';
  const FORK = { repository: 'https://example.com/fork/minikube.git' };

  it.each([
    ['1.9.2', '1.9.2'],
    ['v1.9.2', '1.9.2'],
    ['93af9c1', '93af9c1'],
    [COMMIT, COMMIT],
  ])('are those of %s', (minikube, version) => {
    expect(build({ minikube })).toEqual({
      kind: 'source',
      version,
      repository: 'https://github.com/kubernetes/minikube',
      allowUnreleased: false,
      freeSpace: 100,
    });
  });

  it('are those of another repository by a whole commit', () => {
    const source = { ...FORK, allowUnreleased: true, freeSpace: 40 };
    expect(build({ minikube: COMMIT, source })).toMatchObject({ ...source, version: COMMIT });
    for (const minikube of ['1.9.2', '93af9c1']) {
      expect(problemsIn({ engine: 'source', minikube, source: FORK })).toEqual([
        expect.stringMatching(/^minikube: expected a whole commit of 40 hexadecimal digits/),
      ]);
    }
  });

  it.each([
    'https://github.com/kubernetes/minikube.git',
    'https://github.com/kubernetes/minikube/',
    'https://GitHub.com/Kubernetes/minikube',
  ])('are official at %s too', (repository) => {
    expect(build({ minikube: '1.9.2', source: { repository } })).toMatchObject({ repository });
  });

  it.each([
    ...['ext::sh -c true', '-u', '../minikube', 'git@example.com:minikube', 'ftp://example.com/a'],
    ...[
      'https://user:secret@example.com/a',
      'https://token@example.com/a',
      'https://',
      'file:///a b',
    ],
  ])('are at no %s', (repository) => {
    expect(problemsIn({ engine: 'source', minikube: COMMIT, source: { repository } })).toEqual([
      expect.stringMatching(/^source\.repository: expected the URL of a git repository/),
    ]);
  });

  it('are for the engine source alone, and so is a commit', () => {
    expect(problemsIn({ minikube: '93af9c1' })).toEqual([
      'minikube: expected a released version (a commit is for "engine": "source"), found "93af9c1"',
    ]);
    expect(problemsIn({ minikube: '1.9.2', source: {} })).toEqual([
      expect.stringMatching(/^source: expected nothing \(it is for "engine": "source"\)/),
    ]);
  });

  it.each([0, 1.5, 10_001, '40'])('want no %j GB', (freeSpace) => {
    expect(problemsIn({ engine: 'source', minikube: '1.9.2', source: { freeSpace } })).toEqual([
      expect.stringMatching(/^source\.freeSpace: expected a whole number of GB/),
    ]);
  });
});

describe('what a build starts from', () => {
  it.each([
    ['1.38.1', '1.38.1'],
    ['v1.38.1', '1.38.1'],
    ['1.26.0-beta.1', '1.26.0-beta.1'],
  ])('is the minikube release %s', (minikube, version) => {
    expect(parse({ minikube }).base).toEqual({ kind: 'release', version });
  });

  it.each(['master', 'latest', '1.38', 'v1', '1.38.1 ', '../1.38.1'])(
    'is never the moving name %j',
    (minikube) => {
      expect(problemsIn({ minikube })).toEqual([
        expect.stringMatching(/^minikube: expected a released version such as "1\.38\.1"/),
      ]);
    },
  );

  it('is an ISO for each architecture, by path or URL', () => {
    const sha256 = 'AB'.repeat(32);
    const spec = parse({
      architectures: ['amd64', 'arm64'],
      base: {
        amd64: { path: 'base.iso', sha256, producedBy: 'lab:base-iso' },
        arm64: { url: 'https://example.com/base.iso' },
      },
    });
    expect(spec.base).toEqual({
      kind: 'iso',
      isos: {
        amd64: {
          kind: 'path',
          path: 'base.iso',
          sha256: 'ab'.repeat(32),
          producedBy: 'lab:base-iso',
        },
        arm64: { kind: 'url', url: 'https://example.com/base.iso' },
      },
    });
  });

  it('is a release or ISOs, not both and not neither', () => {
    expect(problemsIn({})).toEqual([
      'the spec: expected either "minikube" or "base", found neither',
    ]);
    expect(problemsIn({ minikube: '1.38.1', base: { amd64: { path: 'a' } } })).toEqual([
      'the spec: expected either "minikube" or "base", found both',
    ]);
  });

  it('is a path or a URL, not both and not neither', () => {
    expect(problemsIn({ base: { amd64: {} } })).toEqual([
      'base.amd64: expected either "path" or "url", found neither',
    ]);
    expect(problemsIn({ base: { amd64: { path: 'a', url: 'http://b/c' } } })).toEqual([
      'base.amd64: expected either "path" or "url", found both',
    ]);
  });

  it('is there for the architectures to build for, and for no other', () => {
    expect(problemsIn({ base: { arm64: { path: 'a' } } })).toEqual([
      'base.amd64: expected an ISO for amd64, which is one of the architectures, found nothing',
      'base.arm64: expected only the architectures to build for (amd64), found another one',
    ]);
  });

  it('is a release when the engine builds minikube from its sources', () => {
    expect(problemsIn({ base: { amd64: { path: 'a' } }, engine: 'source' })).toEqual([
      'engine: expected "remaster" (a base ISO has no sources to build from), found "source"',
    ]);
    expect(parse({ minikube: '1.38.1', engine: 'source' }).engine).toBe('source');
  });
});

describe('kernel.require', () => {
  const require = (...items: unknown[]) =>
    parse({ minikube: '1.38.1', kernel: { require: items } }).kernel.require;
  const problems = (...items: unknown[]) =>
    problemsIn({ minikube: '1.38.1', kernel: { require: items } });

  it('takes a bare option as y or m', () => {
    expect(require('BLK_DEV_THROTTLING', '64BIT')).toEqual([
      { kind: 'option', option: 'BLK_DEV_THROTTLING', values: ['y', 'm'] },
      { kind: 'option', option: '64BIT', values: ['y', 'm'] },
    ]);
  });

  it('takes a name with a slash or a lower-case letter as a preset', () => {
    expect(require('tc', 'chaos-controller/network')).toEqual([
      { kind: 'preset', preset: 'tc' },
      { kind: 'preset', preset: 'chaos-controller/network' },
    ]);
  });

  it('takes values as .config has them', () => {
    expect(
      require({ option: 'NET_SCH_PRIO', value: 'm' }, { option: 'HZ', value: 100 }, {
        option: 'PHYSICAL_START',
        value: ['0x1000000', '0xF'],
      }, { option: 'LOCALVERSION', value: '-chaos' }, {
        option: 'NET_SCH_TBF',
        value: ['y', 'm', 'y'],
      }),
    ).toEqual([
      { kind: 'option', option: 'NET_SCH_PRIO', values: ['m'] },
      { kind: 'option', option: 'HZ', values: ['100'] },
      { kind: 'option', option: 'PHYSICAL_START', values: ['0x1000000', '0xf'] },
      { kind: 'option', option: 'LOCALVERSION', values: ['"-chaos"'] },
      { kind: 'option', option: 'NET_SCH_TBF', values: ['y', 'm'] },
    ]);
  });

  it('takes an option with lower-case letters where no preset can stand', () => {
    expect(require({ option: 'CRYPTO_DEV_QAT_DH895xCC', value: 'm' })).toEqual([
      { kind: 'option', option: 'CRYPTO_DEV_QAT_DH895xCC', values: ['m'] },
    ]);
  });

  it('takes any of several options', () => {
    expect(
      require({ anyOf: ['NET_CLS_CGROUP', { option: 'CGROUP_NET_CLASSID', value: 'y' }] }),
    ).toEqual([
      {
        kind: 'anyOf',
        alternatives: [
          { option: 'NET_CLS_CGROUP', values: ['y', 'm'] },
          { option: 'CGROUP_NET_CLASSID', values: ['y'] },
        ],
      },
    ]);
  });

  it.each([
    ['CONFIG_NET_SCH_PRIO', '"NET_SCH_PRIO", without CONFIG_'],
    ['CONFIG_NET_SCH_PRIO=y', '{"option":"NET_SCH_PRIO","value":"y"}'],
    ['NET_SCH_PRIO=m', '{"option":"NET_SCH_PRIO","value":"m"}'],
  ])('shows the right spelling of %s', (item, expected) => {
    expect(problems(item)).toEqual([`kernel.require[0]: expected ${expected}, found "${item}"`]);
  });

  it('shows the right spelling of an option in an object and in a choice', () => {
    expect(problems({ option: 'CONFIG_HZ', value: 100 }, { anyOf: ['CONFIG_A', 'B'] })).toEqual([
      'kernel.require[0].option: expected "HZ", without CONFIG_, found "CONFIG_HZ"',
      'kernel.require[1].anyOf[0]: expected "A", without CONFIG_, found "CONFIG_A"',
    ]);
  });

  it.each([true, null, 1.5, {}])('refuses the value %j', (value) => {
    expect(problems({ option: 'HZ', value })).toEqual([
      `kernel.require[0].value: expected "y", "m", "n", a whole number, a text, or a list of these, found ${JSON.stringify(value)}`,
    ]);
  });

  it.each(['yes', 'true', 'Y', 'module'])('asks what the value %j is to mean', (value) => {
    expect(problems({ option: 'NET_SCH_PRIO', value })).toEqual([
      `kernel.require[0].value: expected "y", "m" or "n", found "${value}"`,
    ]);
    expect(require({ option: 'X', value: `"${value}"` })).toMatchObject([
      { values: [`"${value}"`] },
    ]);
  });

  it('sends options whose value is a path to kernel.override', () => {
    const found = 'kernel.require[0]: expected MODULE_SIG_KEY in kernel.override';
    expect(problems('MODULE_SIG_KEY')).toEqual([expect.stringContaining(found)]);
  });

  it('understands which kind of item was meant', () => {
    expect(problems({ option: 'HZ', valeu: 100 })).toEqual([
      expect.stringMatching(/^kernel\.require\[0\]\.value: expected .*, found nothing$/),
      'kernel.require[0].valeu: an unknown key (did you mean "value"?)',
    ]);
    expect(problems({ anyOf: ['A'] })).toEqual([
      'kernel.require[0].anyOf: expected at least two options, found ["A"]',
    ]);
  });
});

describe('the other keys of a spec', () => {
  const spec = { minikube: '1.38.1' };

  it('say how the kernel is compiled', () => {
    const compiler = { launcher: 'ccache', jobs: 4 };
    expect(parse({ ...spec, kernel: { compiler } }).kernel.compiler).toEqual(compiler);
    expect(
      problemsIn({ ...spec, kernel: { compiler: { launcher: 'ccache -x', jobs: 0 } } }),
    ).toEqual([
      'kernel.compiler.launcher: expected "ccache", "distcc", "icecc", "sccache" or "none", found "ccache -x" (did you mean "ccache"?)',
      'kernel.compiler.jobs: expected a whole number from 1 to 1024, found 0',
    ]);
  });

  it.each(['distcc', 'icecc', 'sccache'])('leave no compiling of Buildroot to %s', (launcher) => {
    const kernel = { compiler: { launcher } };
    expect(problemsIn({ minikube: '1.38.1', engine: 'source', kernel })).toEqual([
      `kernel.compiler.launcher: expected "ccache" or "none" (with "engine": "source" Buildroot compiles, with a compiler that it has built itself), found "${launcher}"`,
    ]);
    expect(problemsIn({ minikube: '1.38.1', kernel })).toEqual([]);
  });

  it('say where the source of the kernel is', () => {
    const source = { path: '/usr/src/linux-source-6.1.tar.xz' };
    expect(parse({ ...spec, kernel: { source } }).kernel.source).toEqual({
      kind: 'path',
      ...source,
    });
  });

  it('name the Nx task that makes a file', () => {
    const source = { path: 'linux.tar', producedBy: 'lab:base-iso' };
    expect(parse({ ...spec, kernel: { source } }).kernel.source).toMatchObject(source);
    expect(problemsIn({ ...spec, kernel: { source: { ...source, producedBy: 'lab' } } })).toEqual([
      'kernel.source.producedBy: expected an Nx task, project and target, such as "lab:base-iso", found "lab"',
    ]);
  });

  it('say what becomes of foreign modules, all of them or each by name', () => {
    const choice = (foreignModules: unknown, name: string) =>
      foreignModuleChoice(parse({ ...spec, kernel: { foreignModules } }), name);
    expect(choice('drop', 'vboxguest')).toBe('drop');
    expect(choice({ 'vbox-guest': 'keep' }, 'vbox_guest')).toBe('keep');
    expect(choice({ 'vbox-guest': 'keep' }, 'other')).toBeUndefined();
    expect(choice({ 'vbox-guest': 'keep' }, 'toString')).toBeUndefined();
    expect(foreignModuleChoice(parse(spec), 'vboxguest')).toBeUndefined();
    expect(
      problemsIn({ ...spec, kernel: { foreignModules: { 'a b': 'keep', c: 'kep' } } }),
    ).toEqual([
      'kernel.foreignModules["a b"]: expected a module name such as "vboxguest", found "a b"',
      'kernel.foreignModules.c: expected "keep" or "drop", found "kep" (did you mean "keep"?)',
    ]);
  });

  it('give up options that name a file', () => {
    const override = Object.fromEntries(PATH_OPTIONS.map((option) => [option, null]));
    expect(parse({ ...spec, kernel: { override } }).kernel.override).toEqual(override);
    expect(problemsIn({ ...spec, kernel: { override: { SYSTEM_TRUSTED_KEY: null } } })).toEqual([
      'kernel.override.SYSTEM_TRUSTED_KEY: an unknown key (did you mean "SYSTEM_TRUSTED_KEYS"?)',
    ]);
  });

  it('name no file of this machine in their place', () => {
    const override = { MODULE_SIG_KEY: 'keys/signing.pem' };
    expect(problemsIn({ ...spec, kernel: { override } })).toEqual([
      expect.stringMatching(
        /^kernel\.override\.MODULE_SIG_KEY: expected null: .*, found "keys\/signing\.pem"$/,
      ),
    ]);
  });

  it('name mirrors, one or several', () => {
    const mirrors = { iso: 'https://mirror.example/isos/', kernel: ['http://a/k', 'http://b/k/'] };
    expect(parse({ ...spec, mirrors }).mirrors).toEqual({
      iso: ['https://mirror.example/isos'],
      kernel: ['http://a/k', 'http://b/k'],
    });
  });

  it('say how the ISO is verified', () => {
    expect(parse(spec).verify).toEqual({ boot: true, probes: true, scripts: [] });
    const verify = {
      boot: true,
      pattern: 'login:',
      probes: ['prio', 'netem-delay'],
      timeout: 60,
      memory: 1024,
      scripts: [{ name: 'nfs', path: 'probes/nfs.sh', expect: { speed: { atLeast: 1.5 } } }],
    };
    expect(parse({ ...spec, verify }).verify).toEqual(verify);
  });

  it.each([
    [{ boot: 'no' }, 'verify.boot: expected true or false, found "no"'],
    [{ pattern: '(' }, 'verify.pattern: expected a regular expression'],
    [{ timeout: 1 }, 'verify.timeout: expected a whole number of seconds from 10 to 3600'],
    [{ memory: 64 }, 'verify.memory: expected a whole number of MiB from 128 to 65536'],
    [{ probes: ['../x'] }, 'verify.probes'],
    [
      { scripts: [{ name: 'a b', path: 'x', expect: { a: {} } }] },
      'verify.scripts[0].name: expected a probe name',
    ],
    [
      { scripts: [{ name: 'a', path: 'x', expect: {} }] },
      'verify.scripts[0].expect: expected at least one measurement',
    ],
    [
      {
        scripts: [
          { name: 'a', path: 'x', expect: { a: {} } },
          { name: 'a', path: 'y', expect: { a: {} } },
        ],
      },
      'verify.scripts: expected every name once',
    ],
    [{ reboot: true }, 'verify.reboot: an unknown key'],
  ])('do not take the verification %j', (verify, problem) => {
    expect(problemsIn({ ...spec, verify })).toEqual([expect.stringContaining(problem)]);
  });

  it('say where the ISO is published', () => {
    const publish = {
      bucket: 'public-chaos-controller',
      prefix: 'minikube/nightly/',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:7480',
      publicUrl: 'https://isos.example.org',
      acl: 'public-read',
      name: 'minikube-2026-11-22.iso',
    };
    expect(parse({ ...spec, publish }).publish).toEqual({ ...publish, prefix: 'minikube/nightly' });
    expect(parse({ ...spec, publish: { prefix: '' } }).publish.prefix).toBe('');
  });

  it.each([
    [{ bucket: 'Upper' }, 'publish.bucket: expected a bucket name'],
    [{ bucket: 'a..b' }, 'publish.bucket: expected a bucket name'],
    [{ prefix: '../up' }, 'publish.prefix: expected a folder'],
    [{ prefix: '/minikube' }, 'publish.prefix: expected a folder'],
    [{ name: 'a/b.iso' }, 'publish.name: expected a file name that ends in ".iso"'],
    [{ name: '..iso' }, 'publish.name: expected a file name that ends in ".iso"'],
    [{ name: 'minikube.img' }, 'publish.name: expected a file name that ends in ".iso"'],
    [{ acl: 'public' }, 'publish.acl: expected one of private'],
    [{ secretAccessKey: 'x' }, 'publish.secretAccessKey: expected one of'],
  ])('do not take the publication %j', (publish, problem) => {
    expect(problemsIn({ ...spec, publish })).toEqual([expect.stringContaining(problem)]);
  });

  it('say which files bump rewrites', () => {
    expect(
      parse({ ...spec, bump: { makefile: '../Makefile', also: ['../*.yaml'] } }),
    ).toMatchObject({
      bump: { makefile: '../Makefile', also: ['../*.yaml'] },
    });
    expect(problemsIn({ ...spec, bump: [] })).toEqual(['bump: expected an object, found []']);
    expect(problemsIn({ ...spec, bump: { also: [''] } })).toEqual([
      'bump.also[0]: expected a file or a glob such as "../deploy/**/*.yaml", found ""',
    ]);
  });

  it.each([[[]], [['amd64', 'amd64']], [['x86_64']], ['amd64']])(
    'do not take the architectures %j',
    (architectures) => {
      expect(problemsIn({ ...spec, architectures })).toEqual([
        expect.stringMatching(/^architectures/),
      ]);
    },
  );

  it('are all checked at once', () => {
    expect(
      problemsIn({ minikub: '1.38.1', engin: 'source', host: 'docker', kernel: { requires: [] } }),
    ).toMatchInlineSnapshot(`
      [
        "the spec: expected either "minikube" or "base", found neither",
        "minikub: an unknown key (did you mean "minikube"?)",
        "engin: an unknown key (did you mean "engine"?)",
        "host: expected "auto" or "local" or "container" or "vagrant", found "docker"",
        "kernel.requires: an unknown key (did you mean "require"?)",
      ]
    `);
  });
});
