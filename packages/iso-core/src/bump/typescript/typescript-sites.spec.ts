import { describe, expect, it } from 'vitest';
import { typescriptSites } from './typescript-sites.js';
import { urlsIn } from './typescript.testing.js';

const URL = 'https://b.example/minikube-2026-01-01.iso';

describe('the places of a program that say which ISO is used', () => {
  it('have a line and an architecture: by the URL, else by the key they stand under', async () => {
    const text = `\uFEFFconst isoUrls = {\r\n  amd64: '${URL}',\r\n  x: "file:///m-arm64.iso",\r\n};\r\n`;
    expect(await typescriptSites('a.ts', text)).toMatchObject([
      { kind: 'written', file: 'a.ts', line: 2, url: URL, architecture: 'amd64' },
      { kind: 'written', file: 'a.ts', line: 3, url: 'file:///m-arm64.iso', architecture: 'arm64' },
    ]);
  });

  it.each([
    ['a literal', `const a = '${URL}';`],
    ['double quotes', `const a = "${URL}" as const;`],
    ['a template', `export default { a: \`${URL}\` } satisfies object;`],
    ['a property', `new Project({ isoUrl: '${URL}' });`],
    ['a quoted property', `new Project({ 'iso-url': '${URL}' });`],
    ['an assignment', `project.isoUrl = '${URL}';`],
    ['escapes', String.raw`const a = 'https:\/\/b.example/minikube\x2d2026\u002d01-01\u{2e}iso';`],
    [
      'a template with a constant',
      `const D = '2026-01-01'; f(\`https://b.example/minikube-\${D}.iso\`);`,
    ],
    [
      'a concatenation',
      `const B = 'https://b.example'; f((B + '/minikube-') + ('2026-01-01' + ".iso"));`,
    ],
    [
      'constants of constants',
      `const B = \`https://b.example\`; const N = 'minikube' + '-2026-01-01'; f(\`\${B}/\${N}.iso\`);`,
    ],
    [
      'a constant that is declared later',
      `f(\`\${B}/minikube-2026-01-01.iso\`); const B = 'https://b.example';`,
    ],
    [
      'a property of a constant',
      `const I = { date: '2026-01-01' } as const; f(\`https://b.example/minikube-\${I.date}.iso\`);`,
    ],
    ['a command', `run('minikube start --iso-url=${URL} --cpus 2');`],
    ['a command with quotes', `run("minikube start --iso-url='${URL}'");`],
    [
      'a command of several words',
      `run(\`minikube start --cpus=\${n()} \\\\\n  --iso-url \${U}\`); const U = '${URL}';`,
    ],
    ['a tagged template', `$\`minikube start --iso-url=${URL}\`;`],
    ['arguments', `spawn('minikube', ['start', '--iso-url', '${URL}']);`],
    [
      'arguments with a constant',
      `const U = '${URL}'; spawn('minikube', ['start', '--iso-url', U]);`,
    ],
    ['an argument', `spawn('minikube', ['start', \`--iso-url=\${U}\`]); const U = '${URL}';`],
    ['a default', `run(\`--iso-url=\${process.env.ISO_URL ?? '${URL}'}\`);`],
  ])('are found in %s', async (_, text) => {
    expect(await urlsIn(text)).toEqual([URL]);
  });

  it.each([
    ['a comment', `// const a = '${URL}';\n/* '${URL}' */`],
    ['a longer text', `const a = 'see ${URL}';`],
    ['the URL of a checksum', `const a = '${URL}.sha256';`],
    ['the key of a property', `const a = { '${URL}': 1 };`],
    ['a computed text without --iso-url', `const a = \`https://b/\${f()}.iso\`;`],
    ['the words of a help', `program.option('--iso-url <url>', 'the ISO');`],
    ['another option', `run('x --no--iso-url=${URL}', 'y --iso-urls=${URL}');`],
  ])('are not in %s', async (_, text) => {
    expect(await urlsIn(text)).toEqual([]);
  });

  it('are one for each way that a text comes out', async () => {
    const text = `
      const ISO = { amd64: 'https://b/a.iso', arm64: 'https://b/b.iso' } as const;
      run(\`minikube start --iso-url=\${ISO[arch]}\`);
      run('--iso-url=' + (old ? 'https://b/c.iso' : ISO['arm64']));`;
    expect(await urlsIn(text)).toEqual(['https://b/a.iso', 'https://b/b.iso', 'https://b/c.iso']);
  });

  it('are those alone that are named, where any is', async () => {
    const other = `download('https://u.example/ubuntu.iso');\n`;
    expect(await urlsIn(other)).toEqual(['https://u.example/ubuntu.iso']);
    expect(await urlsIn(`${other}const options = { isoUrl: '${URL}' };`)).toEqual([URL]);
    expect(await urlsIn(`${other}const MINIKUBE_ISO_URL = '${URL}';`)).toEqual([URL]);
    expect(await urlsIn(`${other}run('--iso-url=${URL}');`)).toEqual([URL]);
  });

  it.each([
    [`run(\`--iso-url=\${isoUrl()}\`);`, '1: isoUrl()'],
    [`run('--iso-url=' + process.env.ISO_URL);`, '1: process.env.ISO_URL'],
    [`run(['--iso-url', process.env['ISO_URL']]);`, "1: process.env['ISO_URL']"],
    [`run(['--iso-url', ...more]);`, '1: ...more'],
    [`const U = f();\nrun(\`--iso-url=https://b/\${U}.iso\`);`, '1: f()'],
    [`let U = '${URL}';\nrun(\`--iso-url=\${U}\`);`, '2: U'],
    [`import { U } from './u';\nrun(\`--iso-url=\${U}\`);`, '2: U'],
    [`const U = U2, U2 = U;\nrun(\`--iso-url=\${U}\`);`, '1: U2'],
    [`run('--iso-url=$ISO_URL');`, '1: $ISO_URL'],
    [`run('--iso-url=https://b/minikube-$DATE.iso');`, '1: https://b/minikube-$DATE.iso'],
    [`const o = { ...p, u: '${URL}' };\nrun(\`--iso-url=\${o.u}\`);`, '2: o.u'],
  ])('are computed in %s', async (text, expected) => {
    expect(await urlsIn(text)).toEqual([expected]);
  });

  it.each(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'])('are found in a %s file', async (end) => {
    expect(await urlsIn(`export const a = '${URL}';`, `x.config${end}`)).toEqual([URL]);
  });

  it('end at the first mistake, which is named', async () => {
    const text = `const a = '${URL}';\nconst = 1;`;
    await expect(typescriptSites('lib/a.ts', text)).rejects.toMatchObject({
      code: 'BUMP_SYNTAX',
      message: expect.stringMatching(/^lib\/a\.ts:2: /),
      details: { file: 'lib/a.ts', line: 2 },
    });
    await expect(typescriptSites('a.ts', 'const = 1;')).resolves.toEqual([]);
  });
});
