import { describe, expect, it } from 'vitest';
import { bumped } from './typescript.testing.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';
const NEW = 'https://b.example/minikube-2026-11-22.iso';
const MOVED = 'https://c.example/iso/minikube-2026-11-22.iso';

describe('bumping a program', () => {
  it('keeps comments, quotes, types and line ends', async () => {
    const text = (url: string) =>
      `\uFEFF// was '${OLD}'\r\nexport const a = { iso: "${url}" /* here */ } as const satisfies O;\r\n\tf( \`${url}\` )`;
    expect(await bumped(text(OLD), NEW)).toBe(text(NEW));
  });

  it('changes nothing where the URL is there already', async () => {
    const text = String.raw`f('https:\/\/b.example/minikube\x2d2026-11-22.iso');`;
    expect(await bumped(text, NEW)).toBe(text);
  });

  it('changes nothing where nothing is wished', async () => {
    const text = `run('--iso-url=' + f(), '--iso-url=${OLD}');`;
    expect(await bumped(text, () => undefined)).toBe(text);
  });

  it('replaces the URL alone in a command', async () => {
    const text = (url: string) => `run('minikube start --iso-url="${url}" \\'--x\\' \\
      --cpus=2');`;
    expect(await bumped(text(OLD), MOVED)).toBe(text(MOVED));
  });

  it('keeps what a literal goes on with in the next line', async () => {
    const text = (url: string) => `run('--iso-url=${url}\\\r\n --cpus=2');`;
    expect(await bumped(text(OLD), NEW)).toBe(text(NEW));
  });

  it.each([
    ["'", 'https://b/it\\\'s"\\\\`${x}$.iso'],
    ['"', 'https://b/it\'s\\"\\\\`${x}$.iso'],
    ['`', 'https://b/it\'s"\\\\\\`\\${x}$.iso'],
  ])('escapes what %s needs', async (quote, written) => {
    const url = 'https://b/it\'s"\\`${x}$.iso';
    expect(await bumped(`f(${quote}${OLD}${quote})`, url)).toBe(`f(${quote}${written}${quote})`);
  });
});

describe('bumping a URL of several parts', () => {
  const parts = (date: string, base = 'https://b.example', end = '.iso') =>
    `const BASE = '${base}';\nconst DATE = "${date}";\nconst isoUrl = \`\${BASE}/minikube-\${DATE}${end}\`;\n`;

  it('changes the fewest literals', async () => {
    expect(await bumped(parts('2026-01-01'), NEW)).toBe(parts('2026-11-22'));
    expect(await bumped(parts('2026-01-01'), MOVED)).toBe(
      parts('2026-11-22', 'https://c.example/iso'),
    );
  });

  it('rather changes a constant than what stands between', async () => {
    const counted = 'https://b.example/minikube-2026-01-01-2.iso';
    expect(await bumped(parts('2026-01-01'), counted)).toBe(parts('2026-01-01-2'));
  });

  it('rather changes the later one of two constants', async () => {
    const text = (number: string) =>
      `const BASE = 'https://b/m-'; const N = '${number}'; f(BASE + N + '.iso');`;
    expect(await bumped(text('1'), 'https://b/m-21.iso')).toBe(text('21'));
  });

  it('divides the URL by the shape of its constants where it could be divided in many ways', async () => {
    const amd64 = parts('2026-01-01', undefined, '-amd64.iso');
    expect(await bumped(amd64, NEW)).toBe(parts('2026-11-22'));
  });

  it('changes another part where a constant says something else too', async () => {
    const text = (base: string) =>
      `const DATE = '2026-01-01';\nconsole.log(DATE);\nf(\`https://${base}/minikube-\${DATE}.iso\`);`;
    expect(await bumped(text('b.example'), 'https://c/minikube-2026-01-01.iso')).toBe(text('c'));
  });

  it('changes a constant that holds the whole URL, whoever uses it', async () => {
    const text = (url: string) =>
      `export const URL = '${url}';\nf(URL, \`\${URL}.sha256\`);\nrun(\`--iso-url=\${URL}\`);`;
    expect(await bumped(text(OLD), NEW)).toBe(text(NEW));
  });

  it('leaves a URL of many parts alone where another one is bumped', async () => {
    const text = (url: string) => `f('https://u/'${" + 'x'".repeat(20)} + '.iso', '${url}');`;
    const wish = (site: object) => ('url' in site && site.url === OLD ? NEW : undefined);
    expect(await bumped(text(OLD), wish)).toBe(text(NEW));
  });

  it('gives what several URLs share one text', async () => {
    const text = (date: string) =>
      `const DATE = '${date}';
       run('--iso-url=https://b/minikube-' + DATE + '-amd64.iso');
       run(\`--iso-url=https://b/minikube-\${DATE}-arm64.iso\`);`;
    const wish = (date: string) => (site: object) =>
      `https://b/minikube-${date}-${'architecture' in site ? String(site.architecture) : ''}.iso`;
    expect(await bumped(text('2026-01-01'), wish('2026-11-22'))).toBe(text('2026-11-22'));
    await expect(
      bumped(text('2026-01-01'), (site) =>
        'architecture' in site && site.architecture === 'amd64'
          ? wish('2026-11-22')(site)
          : undefined,
      ),
    ).rejects.toMatchObject({ code: 'BUMP_NOT_COMPOSABLE' });
  });

  it('tells names of different scopes apart', async () => {
    const text = (date: string) =>
      `function a() { const DATE = '${date}'; return \`https://b.example/minikube-\${DATE}.iso\`; }
       function b() { const DATE = 1; return DATE; }
       const o = { DATE: 1 }; o.DATE;`;
    expect(await bumped(text('2026-01-01'), NEW)).toBe(text('2026-11-22'));
  });
});

describe('a program that cannot be bumped', () => {
  const shared = (use: string) =>
    `const DATE = '2026-01-01';\nf(\`https://b.example/minikube-\${DATE}.iso\`);\n${use}`;

  it.each([
    ['a call', 'tag(DATE);', 3],
    ['another text', '`v${DATE}`;', 3],
    ['a property', 'g({ DATE });', 3],
    ['an export', 'export { DATE };', 1],
    ['the URL of another file', '`https://b.example/minikube-${DATE}.iso.sha256`;', 3],
  ])('needs another value of what %s uses', async (_, use, line) => {
    await expect(bumped(shared(use), NEW)).rejects.toMatchObject({
      code: 'BUMP_VARIABLE_SHARED',
      message: expect.stringMatching(/^\.projenrc\.ts:2: .* DATE, which line \d /),
      details: { variable: 'DATE', otherUse: line, line: 2 },
    });
  });

  it('needs another value of a part that another use of its object reads', async () => {
    const text = (use: string) =>
      `const I = { date: '2026-01-01', n: 1 };\nf(\`https://b.example/minikube-\${I.date}.iso\`);\n${use}`;
    await expect(bumped(text('g(I);'), NEW)).rejects.toMatchObject({
      code: 'BUMP_VARIABLE_SHARED',
      details: { variable: 'I.date', otherUse: 3 },
    });
    expect(await bumped(text('g(I.n);'), NEW)).toContain("date: '2026-11-22'");
  });

  it('shares a constant with the ISO of another system', async () => {
    const text = `const DATE = '2026-01-01';
      f(\`https://u.example/ubuntu-\${DATE}.iso\`);
      run(\`--iso-url=https://b.example/minikube-\${DATE}.iso\`);`;
    await expect(bumped(text, NEW)).rejects.toMatchObject({
      code: 'BUMP_VARIABLE_SHARED',
      details: { otherUse: 2 },
    });
  });

  it('computes the URL', async () => {
    await expect(bumped('\nrun(`--iso-url=${isoUrl()}`);', NEW)).rejects.toMatchObject({
      code: 'BUMP_URL_COMPUTED',
      message: ".projenrc.ts:2: expected the ISO's URL in a literal, found isoUrl()",
    });
  });

  it('has parts that the URL can be divided into in several ways', async () => {
    const text = "const A = 'https://b'; const B = 'x'; f(A + B + '.iso');";
    await expect(bumped(text, 'file:///y.iso')).rejects.toMatchObject({
      code: 'BUMP_NOT_COMPOSABLE',
      details: { line: 1, url: 'file:///y.iso' },
    });
  });

  it.each([
    ['a literal', `run('--iso-url=${OLD}');`],
    ['a constant', `const ISO_URL = '${OLD}';\nrun(\`--iso-url=\${ISO_URL}\`);`],
  ])('would need quotes in a command, whose URL comes from %s', async (_, text) => {
    await expect(bumped(text, 'https://b/$(id).iso')).rejects.toMatchObject({
      code: 'BUMP_URL_UNWRITABLE',
      message: expect.stringMatching(/^\.projenrc\.ts:1: /),
    });
  });
});
