import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processFacts } from '../process/process-tree.js';
import { startScript } from '../testing/child-process.testing.js';
import { until } from '../testing/processes.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { openCache } from './cache.js';
import { thisOwner } from './lock-owner.js';
import { withLockFile } from './lock.js';

const lockPath = () => join(temporaryFolder(), 'locks', 'name.lock');

/** Writes a lock file as its owner would have, with the last heartbeat so long ago. */
function leaveLock(path: string, owner: object, silentSeconds: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...thisOwner(), ...owner }));
  const beat = new Date(Date.now() - silentSeconds * 1000);
  utimesSync(path, beat, beat);
}

describe('withLockFile', () => {
  it('gives the result, and the lock back, also when the work fails', async () => {
    const path = lockPath();
    await expect(
      withLockFile(path, () => {
        expect(existsSync(path)).toBe(true);
        return Promise.resolve(1);
      }),
    ).resolves.toBe(1);
    expect(existsSync(path)).toBe(false);
    const error = new Error('work');
    await expect(withLockFile(path, () => Promise.reject(error))).rejects.toBe(error);
    expect(existsSync(path)).toBe(false);
  });

  it('lets one in at a time', async () => {
    const path = lockPath();
    let inside = 0;
    let most = 0;
    const visit = async () => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
      await new Promise(setImmediate);
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLockFile(path, visit)));
    expect(most).toBe(1);
  });

  it('waits no longer when cancelled', async () => {
    const path = lockPath();
    const controller = new AbortController();
    await withLockFile(path, async () => {
      const second = withLockFile(path, () => Promise.resolve(), {
        signal: controller.signal,
        onWait: () => controller.abort(),
      });
      await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(existsSync(path)).toBe(true);
    });
  });

  it('passes cancellation on to the work', async () => {
    const controller = new AbortController();
    await withLockFile(
      lockPath(),
      (signal) => {
        controller.abort();
        expect(signal.aborted).toBe(true);
        return Promise.resolve();
      },
      { signal: controller.signal },
    );
  });
});

describe('a lock that is not free', () => {
  it('says whether it is this same process that holds it', async () => {
    const path = lockPath();
    const controller = new AbortController();
    const waits: [string, boolean][] = [];
    await withLockFile(path, async () => {
      const second = withLockFile(path, () => Promise.resolve(), {
        signal: controller.signal,
        onWait: (...wait) => {
          waits.push(wait);
          controller.abort();
        },
      });
      await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    });
    expect(waits).toEqual([[`process ${process.pid}`, true]]);
  });
});

describe('a lock whose owner is gone', () => {
  it.each([
    ['is dead', { pid: 4_194_304 + 1 }, 0],
    ['had a process number that another process has now', { started: '1' }, 0],
    ['was on another machine and is silent', { place: 'elsewhere', pid: 1 }, 61],
  ])('is taken over when the owner %s', async (_, owner, silentSeconds) => {
    const path = lockPath();
    leaveLock(path, owner, silentSeconds);
    const waits: string[] = [];
    await withLockFile(path, () => Promise.resolve(), { onWait: (holder) => waits.push(holder) });
    expect(waits).toEqual([]);
  });

  it('is taken over when the owner is dead and only waits to be collected', async () => {
    const path = lockPath();
    // The child ends at once; its parent, which has become another program, never asks for it.
    const script = startScript('run-command', '(exec true) & echo $!; exec sleep 1000');
    const pid = Number(await script.nextLine());
    await until(() => processFacts(pid)?.dead === true, 'the death of the child');
    leaveLock(path, { pid, started: processFacts(pid)?.started ?? '' }, 0);
    await expect(withLockFile(path, () => Promise.resolve('in'))).resolves.toBe('in');
    script.kill('SIGINT');
    await script.ended;
  });

  it('is taken over when the file was cut short long ago', async () => {
    const path = lockPath();
    leaveLock(path, {}, 61);
    writeFileSync(path, '{"tok');
    const old = new Date(Date.now() - 61_000);
    utimesSync(path, old, old);
    await expect(withLockFile(path, () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it.each([
    ['lives, however silent: it may be stopped for a while', {}, 100_000],
    ['is on another machine and not silent', { place: 'elsewhere', pid: 4_194_305 }, 30],
  ])('is not taken over when the owner %s', async (_, owner, silentSeconds) => {
    const path = lockPath();
    leaveLock(path, owner, silentSeconds);
    const before = readFileSync(path, 'utf8');
    const controller = new AbortController();
    const attempt = withLockFile(path, () => Promise.resolve(), {
      signal: controller.signal,
      onWait: () => controller.abort(),
    });
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is taken over by one of many at a time', async () => {
    const path = lockPath();
    let inside = 0;
    let most = 0;
    for (let round = 0; round < 8; round++) {
      leaveLock(path, { pid: 4_194_305 }, 0);
      const visit = async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
      };
      await Promise.all(Array.from({ length: 4 }, () => withLockFile(path, visit)));
    }
    expect(most).toBe(1);
  });

  it('tells its first owner, should it come back', async () => {
    const path = lockPath();
    const work = withLockFile(
      path,
      async (signal) => {
        leaveLock(path, { pid: 1 }, 0);
        await until(() => signal.aborted, 'the loss of the lock');
      },
      { staleMilliseconds: 60 },
    );
    await expect(work).rejects.toMatchObject({ code: 'LOCK_LOST' });
    expect(existsSync(path)).toBe(true);
  });

  it('shows that its owner lives to those who cannot see its process', async () => {
    const path = lockPath();
    const old = new Date(0);
    await withLockFile(
      path,
      async () => {
        utimesSync(path, old, old);
        await until(
          () => Date.now() - statSync(path).mtimeMs < 10_000,
          'the heartbeat of the lock',
        );
      },
      { staleMilliseconds: 60 },
    );
  });
});

describe('between processes', () => {
  it('the second waits for the first', async () => {
    const folder = temporaryFolder();
    const first = startScript('hold-lock', folder, 'name');
    expect(await first.nextLine()).toBe('held');
    const order: string[] = [];
    const second = openCache({ folder }).withLock(
      'name',
      () => Promise.resolve(order.push('second')),
      {
        onWait: (holder) => {
          order.push(holder);
          first.send('go');
        },
      },
    );
    expect(await first.nextLine()).toBe('released');
    await second;
    expect(order).toEqual([`process ${first.pid}`, 'second']);
    expect(await first.ended).toBe(0);
  });

  it('another takes over at once after a kill -9', async () => {
    const folder = temporaryFolder();
    const first = startScript('hold-lock', folder, 'name');
    await first.nextLine();
    const taken = openCache({ folder }).withLock('name', () => Promise.resolve('taken'), {
      onWait: () => first.kill('SIGKILL'),
    });
    await expect(taken).resolves.toBe('taken');
    expect(await first.ended).toBe('SIGKILL');
  });

  it('a stopped process keeps its lock', async () => {
    const folder = temporaryFolder();
    const first = startScript('hold-lock', folder, 'name');
    await first.nextLine();
    first.kill('SIGSTOP');
    const controller = new AbortController();
    const attempt = openCache({ folder }).withLock('name', () => Promise.resolve(), {
      signal: controller.signal,
      onWait: () => controller.abort(),
    });
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    first.kill('SIGKILL');
    await first.ended;
  });
});
