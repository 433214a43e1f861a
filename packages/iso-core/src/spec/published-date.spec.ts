import { describe, expect, it } from 'vitest';
import { comparePublishedDates, publishedDate } from './published-date.js';

describe('the date of a published ISO', () => {
  it.each([
    ['minikube-2026-11-22.iso', '2026-11-22', 1],
    ['minikube-2026-11-22-arm64.iso', '2026-11-22', 1],
    ['minikube-2026-11-22-10-arm64.iso', '2026-11-22', 10],
    ['minikube-2026-11-22-1234567.iso', '2026-11-22', 1],
  ])('in %s is %s, number %d of that day', (name, date, counter) => {
    expect(publishedDate(name)).toEqual({ date, counter });
  });

  it('is not in a name without one', () => {
    expect(publishedDate('minikube-v1.38.0-amd64.iso')).toBeUndefined();
  });

  it('comes before the counter, which is a number', () => {
    const dates = [
      { date: '2026-11-22', counter: 10 },
      { date: '2026-11-22', counter: 9 },
      { date: '2026-11-23', counter: 1 },
    ];
    expect(dates.toSorted(comparePublishedDates).map(({ counter }) => counter)).toEqual([9, 10, 1]);
    expect(comparePublishedDates({ date: 'x', counter: 2 }, { date: 'x', counter: 2 })).toBe(0);
  });
});
