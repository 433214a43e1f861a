import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withStopSignals } from './cancel.js';
import { isIsoError } from './errors.js';

class Exited extends Error {}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Exited();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Work that is stopped, and what the reason was. */
function stoppedBy(stop: () => void): Promise<unknown> {
  return withStopSignals((signal) => {
    stop();
    return Promise.resolve(signal.reason);
  });
}

describe('work that may be stopped', () => {
  it.each([
    ['SIGINT', 'Stopped by Ctrl-C'],
    ['SIGTERM', 'Stopped by SIGTERM'],
    ['SIGHUP', 'Stopped by SIGHUP'],
  ] as const)('is told so by %s, and what the next run does', async (name, message) => {
    const reason = await stoppedBy(() => process.emit(name, name));
    expect(reason).toMatchObject({ code: 'CANCELLED', message, details: { signal: name } });
    expect(isIsoError(reason) && reason.hint).toContain('goes on from what is finished');
  });

  it('is told so when the process that had forked this one is gone', async () => {
    const reason = await stoppedBy(() => process.emit('disconnect'));
    expect(reason).toMatchObject({ code: 'CANCELLED' });
  });

  it('is not hurried by a parent that passes on what came from the terminal', async () => {
    const reason = await stoppedBy(() => {
      process.emit('SIGINT', 'SIGINT');
      vi.advanceTimersByTime(900);
      process.emit('SIGTERM', 'SIGTERM');
      process.emit('disconnect');
    });
    expect(process.exit).not.toHaveBeenCalled();
    expect(reason).toMatchObject({ message: 'Stopped by Ctrl-C' });
  });

  it('can be announced before anything is ended', async () => {
    const order: string[] = [];
    await withStopSignals(
      (signal) => {
        signal.addEventListener('abort', () => order.push('ended'));
        process.emit('SIGINT', 'SIGINT');
        return Promise.resolve();
      },
      ({ message }) => order.push(message),
    );
    expect(order).toEqual(['Stopped by Ctrl-C', 'ended']);
  });

  it('ends at once when asked again', async () => {
    const stopped = stoppedBy(() => {
      process.emit('SIGINT', 'SIGINT');
      vi.advanceTimersByTime(1_100);
      process.emit('SIGINT', 'SIGINT');
    });
    await expect(stopped).rejects.toThrow(Exited);
    expect(process.exit).toHaveBeenCalledWith(130);
  });

  it('leaves no listener behind', async () => {
    const listeners = () =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'].map((name) => process.listenerCount(name));
    const before = listeners();
    await withStopSignals(() => Promise.resolve());
    expect(listeners()).toEqual(before);
  });
});
