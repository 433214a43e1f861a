import { describe, expect, it, vi } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { bumped, urlsIn } from './typescript.testing.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';
const NEW = 'https://b.example/minikube-2026-11-22.iso';

describe('hostile programs', () => {
  it('are read whatever their size, and bumped', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `const c${index} = 'text ${index}';`,
    );
    const text = (url: string) => `${lines.join('\n')}\nrun('--iso-url=${url}');\n`;
    expect(await bumped(text(OLD), NEW)).toBe(text(NEW));
  });

  it('may name a thousand ISOs with one date', async () => {
    const text = (date: string) =>
      `const DATE = '${date}';\n${'f(`https://b.example/minikube-${DATE}.iso`);\n'.repeat(1000)}`;
    expect(await bumped(text('2026-01-01'), NEW)).toBe(text('2026-11-22'));
  });

  it.each([
    ['a chain of thousands of operands', `f('https://b'${" + 'x'".repeat(5000)} + '.iso');`],
    ['constants that grow without end', growing(60)],
    ['constants that are each other', "const a = `${b}.iso`, b = `--iso-url=${a}`; f('.iso' + b);"],
    ['more ways than a URL has', `f('--iso-url=' ${'+ (x ? "a" : "b")'.repeat(30)} + '.iso')`],
    ['escapes that are none', '$`--iso-url=https://b\\u{FFFFFFFF}.iso`;'],
  ])('may have %s', async (_, text) => {
    const found = await urlsIn(text);
    expect(found.length).toBeLessThan(5);
    await bumped(text, NEW).catch((error: unknown) => {
      if (!isIsoError(error, 'BUMP_NOT_COMPOSABLE', 'BUMP_URL_COMPUTED')) throw error;
    });
  });

  it('load no compiler where nothing is said of an ISO', async () => {
    const loaded = vi.fn();
    vi.doMock('ts-morph', () => {
      loaded();
      return {};
    });
    vi.resetModules();
    const fresh = await import('./typescript-sites.js');
    expect(await fresh.typescriptSites('a.ts', 'const = 1;')).toEqual([]);
    expect(loaded).not.toHaveBeenCalled();
    await expect(fresh.typescriptSites('a.ts', "'x.iso'")).rejects.toThrow();
    expect(loaded).toHaveBeenCalledOnce();
    vi.doUnmock('ts-morph');
  });
});

/** Each constant is twice the one before. */
function growing(count: number): string {
  const doubled = Array.from({ length: count }, (_, n) => `const c${n + 1} = c${n} + c${n};`);
  return `const c0 = 'x';\n${doubled.join('\n')}\nf('https://b/' + c${count} + '.iso');`;
}
