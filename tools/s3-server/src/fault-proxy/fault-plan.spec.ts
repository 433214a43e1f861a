import { describe, expect, it } from 'vitest';
import type { FaultRule } from './fault.js';
import { FaultPlan } from './fault-plan.js';

const LOST = { kind: 'lose-response' } as const;
const SLOW_DOWN = { kind: 'status', status: 503 } as const;

const put = (url: string) => ({ method: 'PUT', url });
const isPart = (url: URL) => url.searchParams.has('partNumber');

/** Which of the requests something happens to. */
function struck(rules: readonly FaultRule[], requests: readonly string[], seed = 1): boolean[] {
  const plan = new FaultPlan(rules, seed);
  return requests.map((url) => plan.next(put(url)) !== undefined);
}

describe('a fault', () => {
  it('happens to every request when its rule says no more', () => {
    expect(struck([{ fault: LOST }], ['/b/a', '/b/b'])).toEqual([true, true]);
  });

  it('happens to the requests of a method, by path and query', () => {
    const plan = new FaultPlan([{ method: 'PUT', where: isPart, fault: LOST }], 1);
    expect(plan.next(put('/b/key?partNumber=1'))).toBe(LOST);
    expect(plan.next(put('/b/key'))).toBeUndefined();
    expect(plan.next({ method: 'GET', url: '/b/key?partNumber=1' })).toBeUndefined();
  });

  it('happens to the nth of them', () => {
    const rule: FaultRule = { where: isPart, on: { nth: 2 }, fault: LOST };
    const requests = [
      '/b/k',
      '/b/k?partNumber=1',
      '/b/k',
      '/b/k?partNumber=2',
      '/b/k?partNumber=3',
    ];
    expect(struck([rule], requests)).toEqual([false, false, false, true, false]);
  });

  it('happens to a burst from the nth on', () => {
    const rule: FaultRule = { on: { nth: 2 }, burst: 3, fault: SLOW_DOWN };
    const requests = Array.from({ length: 6 }, () => '/b/k');
    expect(struck([rule], requests)).toEqual([false, true, true, true, false, false]);
  });

  it('is that of the first rule that is for the request, and the others count it too', () => {
    const rules: FaultRule[] = [
      { on: { nth: 1 }, fault: LOST },
      { on: { nth: 1 }, fault: SLOW_DOWN },
      { on: { nth: 2 }, fault: SLOW_DOWN },
    ];
    const plan = new FaultPlan(rules, 1);
    expect([plan.next(put('/')), plan.next(put('/'))]).toEqual([LOST, SLOW_DOWN]);
  });
});

describe('a fault with a probability', () => {
  const rule: FaultRule = { on: { probability: 0.3 }, fault: LOST };
  const parts = Array.from({ length: 1000 }, (_, index) => `/b/k?partNumber=${index}&uploadId=x`);

  it('happens about that often, to others with another seed', () => {
    const first = struck([rule], parts, 1);
    expect(first.filter(Boolean).length).toBeGreaterThan(250);
    expect(first.filter(Boolean).length).toBeLessThan(350);
    expect(struck([rule], parts, 2)).not.toEqual(first);
  });

  it('happens to the same requests whatever order they come in', () => {
    const backwards = struck([rule], parts.toReversed());
    expect(backwards.toReversed()).toEqual(struck([rule], parts));
  });

  it('happens to the same parts of another upload, however it is signed', () => {
    const again = parts.map((part) => part.replace('=x', '=y&X-Amz-Signature=1&x-amz-date=2'));
    expect(struck([rule], again)).toEqual(struck([rule], parts));
  });

  it('is drawn anew for a request that comes again', () => {
    const same = parts.map(() => '/b/k');
    const happened = struck([rule], same).filter(Boolean).length;
    expect(happened).toBeGreaterThan(250);
    expect(happened).toBeLessThan(350);
  });

  it('happens never at 0, and always at 1', () => {
    expect(struck([{ ...rule, on: { probability: 0 } }], parts)).not.toContain(true);
    expect(struck([{ ...rule, on: { probability: 1 } }], parts)).not.toContain(false);
  });
});
