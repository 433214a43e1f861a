// Bodies on their way, and the faults that hold them up.
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { delay } from 'iso-core';
import type { Fault } from './fault.js';

/** The body of a request or of its answer as the other side is to get it, until the client is `gone`. */
export function heldUp(
  message: IncomingMessage,
  of: 'request' | 'response',
  fault: Fault | undefined,
  gone: AbortSignal,
): Readable {
  if (fault?.kind === 'slow') return message.pipe(slowed(fault.bytesPerSecond, gone));
  if (fault?.kind === 'stall' && fault.of === of) {
    const { afterBytes = 0, ms } = fault;
    return message.pipe(heldAfter(afterBytes, () => pause(ms, gone)));
  }
  if (fault?.kind === 'reset' && of === 'request') {
    const cut = () => {
      message.socket.resetAndDestroy();
      return forEver();
    };
    return message.pipe(heldAfter(fault.afterBytes, cut));
  }
  return message;
}

function forEver(): Promise<never> {
  return new Promise(() => undefined);
}

/** Resolves after so many milliseconds, for ever unless given; never when nobody waits any more. */
function pause(ms: number | undefined, gone: AbortSignal): Promise<void> {
  return ms === undefined ? forEver() : delay(ms, gone).catch(forEver);
}

/** Passes on so many bytes, and whatever comes next, be it the end, only after `wait`. */
function heldAfter(bytes: number, wait: () => Promise<void>): Transform {
  let left = bytes;
  let waited: Promise<void> | undefined;
  const afterWait = (next: () => void) => {
    waited ??= wait().then(() => void (left = Infinity));
    void waited.then(next);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const first = chunk.subarray(0, left);
      const rest = chunk.subarray(first.length);
      left -= first.length;
      if (first.length > 0) this.push(first);
      if (rest.length === 0) done();
      else afterWait(() => done(null, rest));
    },
    flush(done) {
      afterWait(done);
    },
  });
}

const STEPS_PER_SECOND = 20;

/** Passes on no more than so many bytes each second. */
function slowed(bytesPerSecond: number, gone: AbortSignal): Transform {
  const step = Math.max(1, Math.floor(bytesPerSecond / STEPS_PER_SECOND));
  const pass = async (chunk: Buffer, on: Transform) => {
    for (let at = 0; at < chunk.length; at += step) {
      const piece = chunk.subarray(at, at + step);
      await pause((piece.length / bytesPerSecond) * 1000, gone);
      on.push(piece);
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      void pass(chunk, this).then(() => done());
    },
  });
}
