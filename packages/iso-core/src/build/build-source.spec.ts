// Whole builds from sources, and that each stage of them stops what must not be handed out.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isIsoError, silentProgress, type IsoError, type Progress } from '../runtime/index.js';
import { AS_MODULE, moduleNamed, PRIO } from './small-lab.testing.js';
import { BEGIN, FINISH, MAKEFILE, sourceLab } from './source-lab.testing.js';

const { prepare, standIns } = sourceLab();
const WITH_PRIO = {
  iso: { config: 'CONFIG_NET_SCH_PRIO=m\n', modules: { [PRIO]: moduleNamed('sch_prio') } },
  require: [AS_MODULE],
};

beforeEach(() => vi.stubEnv('PATH', `${standIns()}:${process.env['PATH'] ?? ''}`));
afterEach(() => vi.unstubAllEnvs());

async function failure(work: Promise<unknown>): Promise<IsoError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (isIsoError(error)) return error;
  throw new Error('It did not fail as it should', { cause: error });
}

describe('a build from sources', () => {
  it('is sealed with the commit that it was built from', async () => {
    const { build, commit, repository, leftovers, trees } = prepare(WITH_PRIO);
    const { manifest } = await build();
    expect(manifest).toMatchObject({
      engine: 'source',
      minikube: { repository: repository.url, commit, release: 'v1.9.2', isoVersion: 'v1.9.0' },
      configChanges: [{ option: 'NET_SCH_PRIO', before: 'n', after: 'm' }],
    });
    expect(manifest.base).toBeUndefined();
    expect(new Set(manifest.requirements.map(({ status }) => status))).toEqual(new Set(['holds']));
    expect(leftovers()).toHaveLength(4);
    expect(trees(), 'the tree goes with the sealed ISO').toEqual([]);
  });

  it('has make build right there, of the edited defconfig, by nobody’s environment', async () => {
    vi.stubEnv('ISO_VERSION', 'v6.6.6');
    vi.stubEnv('BR2_DL_DIR', '/elsewhere');
    const script = `${BEGIN}
      test "$ISO_VERSION" = v1.9.0
      grep -qx CONFIG_NET_SCH_PRIO=m "$DEFCONFIG"
      case "$BR2_DL_DIR $BR2_CCACHE_DIR" in */cache/buildroot/*\\ */cache/buildroot/*) ;; *) exit 1 ;; esac
      ${FINISH}`;
    await prepare({ ...WITH_PRIO, script }).build();
  });

  it('runs as many commands at once as the spec says', async () => {
    const script = `${BEGIN}test "$JOBS" = 3\n${FINISH}`;
    await prepare({ ...WITH_PRIO, compiler: { jobs: 3 }, script }).build();
  });

  it('asks for nothing where minikube has it already', async () => {
    const defconfig = 'CONFIG_NET_SCH_PRIO=m\n';
    const script = `${BEGIN}! grep -q nx-minikube-iso "$DEFCONFIG"\n${FINISH}`;
    const { manifest } = await prepare({ ...WITH_PRIO, defconfig, script }).build();
    expect(manifest.configChanges).toEqual([]);
  });
});

describe('an option that minikube asks for in vain', () => {
  it('becomes what minikube asks for, once a requirement adds what it lacked', async () => {
    const config = 'CONFIG_NET_SCH_PRIO=y\nCONFIG_BLK_DEV_THROTTLING=y\n';
    const { manifest } = await prepare({
      defconfig: 'CONFIG_NET_SCH_PRIO=y\n',
      olddefconfig: 'grep -q THROTTLING=y "$1" || sed -i /NET_SCH_PRIO/d "$1"\n',
      require: ['NET_SCH_PRIO', 'BLK_DEV_THROTTLING'],
      iso: { ...WITH_PRIO.iso, config },
      script: `${BEGIN}grep -qx CONFIG_NET_SCH_PRIO=y "$DEFCONFIG"\n${FINISH}`,
    }).build();
    expect(manifest.configChanges).toContainEqual({
      option: 'NET_SCH_PRIO',
      before: 'n',
      after: 'y',
    });
  });
});

describe('what cannot become an ISO', () => {
  it('is told before make begins, where an option cannot hold', async () => {
    const olddefconfig = 'sed -i /NET_SCH_PRIO/d "$1"\n';
    const { build, trees } = prepare({ ...WITH_PRIO, olddefconfig, script: 'exit 1\n' });
    await expect(build()).rejects.toMatchObject({
      code: 'OPTIONS_NOT_MET',
      details: { unmet: ['NET_SCH_PRIO'] },
    });
    expect(trees()).toEqual([]);
  });

  it('is a release that leaves its kernel to Buildroot', async () => {
    const makefile = MAKEFILE.replace(/^KERNEL_VERSION.*\n/m, '');
    await expect(prepare({ makefile }).build()).rejects.toMatchObject({
      code: 'KERNEL_VERSION_UNKNOWN',
    });
  });

  it('is told before make begins, where there is no room', async () => {
    const { build } = prepare({ source: { freeSpace: 10_000 } });
    await expect(build()).rejects.toMatchObject({
      code: 'SOURCE_BUILD_WITHOUT_SPACE',
      message: expect.stringContaining('wants 10000 GB'),
    });
  });

  it.each<[string, object, string]>([
    ['an option that Buildroot lost', { require: ['NET_SCH_TBF'] }, 'NET_SCH_TBF does not hold'],
    [
      'an option lost that minikube itself asks for',
      { defconfig: 'CONFIG_MODVERSIONS=y\n' },
      'MODVERSIONS was to be y and is n',
    ],
    [
      'another version',
      { iso: { ...WITH_PRIO.iso, version: 'v1.8.0' } },
      'etc/VERSION is not v1.9.0',
    ],
    ['no modules', { iso: {} }, 'has no modules'],
    ['a module that is not there', { iso: { ...WITH_PRIO.iso, dep: 'a.ko:\n' } }, 'lists a.ko'],
    [
      'a package that Buildroot left out',
      { script: `${BEGIN}sed -i /PODMAN/d $BUILD_DIR/buildroot/.config\n${FINISH}` },
      'left out minikube’s package BR2_PACKAGE_PODMAN',
    ],
    [
      'a program of Buildroot’s that is not in it',
      { script: `${BEGIN}mkdir -p $PROGRAMS\ntouch $PROGRAMS/podman\n${FINISH}` },
      '1 programs of Buildroot’s root are not in it: usr/bin/podman',
    ],
    ['another architecture', { iso: { ...WITH_PRIO.iso, architecture: 'arm64' } }, 'for arm64'],
  ])('is refused with %s', async (_, changes, says) => {
    const { build, leftovers } = prepare({ iso: WITH_PRIO.iso, ...changes });
    const error = await failure(build());
    expect(error).toMatchObject({ code: 'SEAL_REFUSED' });
    expect(error.message).toContain(says);
    expect(leftovers()).toEqual([]);
  });

  it('is a make that leaves no ISO', async () => {
    const { build } = prepare({ script: BEGIN });
    await expect(build()).rejects.toMatchObject({ code: 'SOURCE_BUILD_WITHOUT_ISO' });
  });
});

describe('a make that fails', () => {
  it('is told by the package and its last lines, and gone on from', async () => {
    const script = `${BEGIN}
      test -e out/buildroot/output/build/begun && { ${FINISH.trim()}; exit; }
      touch out/buildroot/output/build/begun
      echo 'net/sched/a.c:1: error: no'; exit 1\n`;
    const { build } = prepare({ ...WITH_PRIO, script });
    const error = await failure(build());
    expect(error).toMatchObject({
      code: 'SOURCE_BUILD_FAILED',
      message: 'minikube’s make failed at linux 6.1: Building',
      details: { name: 'linux', lastLines: expect.arrayContaining(['net/sched/a.c:1: error: no']) },
    });
    expect(readFileSync(String(error.details['log']), 'utf8')).toContain('>>> linux 6.1 Building');
    expect((await build()).manifest.engine).toBe('source');
  });

  it('for want of room says so', async () => {
    const script = `${BEGIN}echo 'a.o: No space left on device'; exit 1\n`;
    await expect(prepare({ script }).build()).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  it('for want of memory says so', async () => {
    const script = `${BEGIN}echo 'gcc: fatal error: Killed signal terminated program cc1'; exit 1\n`;
    const error = await failure(prepare({ script }).build());
    expect(error).toMatchObject({ code: 'SOURCE_BUILD_FAILED' });
    expect(error.hint).toMatch(/lack of memory: use fewer jobs/);
  });

  it('leaves no Buildroot that had not begun', async () => {
    const script = 'test ! -d out/buildroot || echo stale\nmkdir -p out/buildroot\nexit 1\n';
    const { build } = prepare({ script });
    await failure(build());
    const error = await failure(build());
    expect(error.message).toBe('minikube’s make failed before Buildroot had begun');
    expect(error.details['lastLines']).not.toContain('stale');
  });

  it('is gone on from by the toolchain that began it alone', async () => {
    const begun = 'out/buildroot/output/build/begun';
    const script = `test -e ${begun} && echo resumed\n${BEGIN}touch ${begun} out/helper\nexit 1\n`;
    const { build, forgetToolchains } = prepare({ script });
    const wasResumed = async () =>
      readFileSync(String((await failure(build())).details['log']), 'utf8').includes('resumed');
    expect([await wasResumed(), await wasResumed()]).toEqual([false, true]);
    forgetToolchains();
    expect(await wasResumed()).toBe(false);
  });

  it('leaves nothing half made beside its Buildroot', async () => {
    const script = `test -e out/helper && echo stale\n${BEGIN}touch out/helper\nexit 1\n`;
    const { build } = prepare({ script });
    await failure(build());
    const { details } = await failure(build());
    expect(readFileSync(String(details['log']), 'utf8')).not.toContain('stale');
  });

  it('that is stopped ends with all that it started, and is gone on from', async () => {
    const script = `
      test -e out/buildroot/output/build/begun && { ${FINISH.trim()}; exit; }
      mkdir -p out/buildroot/output/build
      touch out/buildroot/output/build/begun
      ${BEGIN}
      exec sleep 1000\n`;
    const { build, leftovers } = prepare({ ...WITH_PRIO, script });
    const controller = new AbortController();
    const details: (string | undefined)[] = [];
    const progress: Progress = {
      ...silentProgress,
      step: (title) => ({
        ...silentProgress.step(title),
        update: ({ detail }) => {
          if (title !== 'Build minikube') return;
          details.push(detail);
          controller.abort();
        },
      }),
    };
    await expect(build({ signal: controller.signal, progress })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(details).toEqual(['linux 6.1: Building']);
    expect(leftovers()).toEqual([]);
    expect((await build()).manifest.engine).toBe('source');
  });
});
