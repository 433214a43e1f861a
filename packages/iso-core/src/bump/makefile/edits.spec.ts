import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { bumped, bumpedText, type Files } from './makefile.testing.js';

const OLD = 'https://bucket/minikube-2021-01-18.iso';
const NEW = 'https://bucket/minikube-2026-11-22.iso';

function errorOf(act: () => unknown): { code: string; message: string; hint: string } {
  try {
    act();
  } catch (error) {
    if (isIsoError(error)) return error;
    throw error;
  }
  return { code: 'none', message: '', hint: '' };
}

describe('editsFor', () => {
  it.each([
    ['a URL in a recipe', `start:\n\tminikube start \\\n\t\t--iso-url="${OLD}" \\\n\t\t--x`],
    [
      'a URL in a variable',
      `U := '${OLD}'  # why ${OLD}.x\nstart:\n\tminikube start --iso-url=$(U)\n`,
    ],
    [
      'CRLF and a byte order mark',
      `\uFEFFU = ${OLD}\r\nstart:\r\n\tminikube start \\\r\n\t\t--iso-url=$(U)\r\n`,
    ],
    [
      'a URL of a file',
      `U = ${OLD.replace('https:', 'file:')}\nstart:\n\tminikube start --iso-url=$(U)\n`,
    ],
  ])('rewrites %s and nothing else', (_, text) => {
    const old = text.includes('file:') ? OLD.replace('https:', 'file:') : OLD;
    const at = text.indexOf(old);
    expect(bumpedText(text, NEW)).toBe(text.slice(0, at) + NEW + text.slice(at + old.length));
  });

  it.each([
    ['U = $(B)/minikube-$(D).iso', NEW, { D: '2026-11-22' }],
    [
      'U = $(B)/minikube-$(D).iso',
      'https://other/dir/minikube-2021-01-18.iso',
      { B: 'https://other/dir' },
    ],
    ['U = $(B)/minikube-$(D).iso', 'https://o/d/minikube-1.iso', { B: 'https://o/d', D: '1' }],
    [
      'U = $(B)/minikube-$(D).iso',
      'https://bucket/minikube-2021-01-18-2.iso',
      { D: '2021-01-18-2' },
    ],
    ['U = $(B)/$(N)', 'https://o/d/custom.iso', { B: 'https://o/d', N: 'custom.iso' }],
    [
      'U = $(B)/minikube-$(D).iso',
      'https://bucket/custom-2021-01-18.iso',
      { U: '$(B)/custom-$(D).iso' },
    ],
    ['U = https://$D/$D.iso', 'https://1/1.iso', { D: '1' }],
  ])(
    'changes the fewest texts that make up %s for %s',
    (url, wanted, changed: Record<string, string>) => {
      const variables: Record<string, string> = {
        B: 'https://bucket',
        D: '2021-01-18',
        N: 'minikube.iso',
        U: url.replace('U = ', ''),
      };
      const text = (all: Record<string, string>) =>
        `${Object.entries(all)
          .map(([name, value]) => `${name} = ${value}\n`)
          .join('')}start:\n\tminikube start --iso-url=$(U)\n`;
      expect(bumpedText(text(variables), wanted)).toBe(text({ ...variables, ...changed }));
    },
  );

  it('gives every branch the URL of its architecture, through a text that they share', () => {
    const text = (date: string) =>
      `D := ${date}\nifeq ($(ARCH),arm64)\nU = https://b/minikube-$(D)-arm64.iso\nelse\nU = https://b/minikube-$(D)-amd64.iso\nendif\nstart:\n\tminikube start --iso-url=$(U)\n`;
    const wanted = (date: string) => ({
      amd64: `https://b/minikube-${date}-amd64.iso`,
      arm64: `https://b/minikube-${date}-arm64.iso`,
    });
    expect(bumpedText(text('1'), wanted('2'))).toBe(text('2'));
    const { arm64, amd64 } = { ...wanted('2'), amd64: 'https://b/minikube-3-amd64.iso' };
    expect(errorOf(() => bumpedText(text('1'), { arm64, amd64 }))).toMatchObject({
      code: 'BUMP_NOT_COMPOSABLE',
      hint: `Write it at Makefile:3 as one text: ${arm64}`,
    });
    expect(errorOf(() => bumpedText(text('1'), { arm64 })).code).toBe('BUMP_NOT_COMPOSABLE');
  });

  it('edits the file that the text stands in', () => {
    const files: Files = {
      'dev/Makefile': 'include iso.mk\nstart:\n\tminikube start --iso-url=$(U)\n',
      'dev/iso.mk': `U = ${OLD}\n`,
    };
    expect(bumped(files, NEW)).toEqual({ ...files, 'dev/iso.mk': `U = ${NEW}\n` });
  });

  it('changes nothing the second time', () => {
    const text = `B = https://bucket\nU = $(B)/minikube-1.iso\nstart:\n\tminikube start --iso-url=$(U)\n`;
    const once = bumpedText(text, NEW);
    expect(once).not.toBe(text);
    expect(bumpedText(once, NEW)).toBe(once);
  });

  it('changes no text that something else is made of', () => {
    const text = (use: string) =>
      `D = 2021-01-18\nU = https://bucket/minikube-$(D).iso\nT = app:$(D)\nstart:\n\tminikube start --iso-url=$(U)\n\t${use}\n`;
    const result = errorOf(() => bumpedText(text('docker build --build-arg D=$(D) .'), NEW));
    expect(result.code).toBe('BUMP_VARIABLE_SHARED');
    expect(result.message).toMatch(/^Makefile:1: D .* Makefile:6 /);
    for (const use of ['docker tag x $(T)', '@echo $(D) > date', '@echo $(D) | x', 'x "$(U) $(D)"'])
      expect(errorOf(() => bumpedText(text(use), NEW)).code).toBe('BUMP_VARIABLE_SHARED');
    for (const use of [
      '@echo "date: $(D); url: $(U)" && echo $(D) >&2',
      '@printf %s "$(T)"',
      '$(info $(D))curl -O $(U)',
      'curl -O $(U).sha256',
      ': no use',
    ])
      expect(bumpedText(text(use), NEW)).toBe(text(use).replace('2021-01-18', '2026-11-22'));
  });

  it('changes another text where one must stay', () => {
    const text = (name: string) =>
      `N = a\nU = https://bucket/$(N)${name}.iso\nstart:\n\tminikube start --iso-url=$(U)\n\tdocker run $(N)\n`;
    expect(bumpedText(text('b'), 'https://bucket/ac.iso')).toBe(text('c'));
  });

  it.each([
    ['$(shell cat url)', NEW, 'BUMP_URL_COMPUTED'],
    [OLD, 'https://b/a;b.iso', 'BUMP_URL_UNWRITABLE'],
    [OLD, 'https://b/$(a).iso', 'BUMP_URL_UNWRITABLE'],
    [OLD, "https://b/'.iso", 'BUMP_URL_UNWRITABLE'],
    [OLD, 'https://b/a,b.iso', 'BUMP_URL_UNWRITABLE'],
  ])('refuses to make %s %s', (value, wanted, code) => {
    expect(
      errorOf(() => bumpedText(`U = x\nstart:\n\tminikube start --iso-url=${value}\n`, wanted))
        .code,
    ).toBe(code);
  });

  it('names what makes a URL that only make can tell', () => {
    const text = 'U = $(V)\nV = $(shell cat url)\nstart:\n\tminikube start --iso-url=$(U)\n';
    expect(errorOf(() => bumpedText(text, NEW)).message).toMatch(
      /^Makefile:4: .* found "--iso-url=\$\(U\)", made by "\$\(shell cat url\)" at Makefile:2$/,
    );
    const plain = text.replace('$(U)', '$(shell cat url)');
    expect(errorOf(() => bumpedText(plain, NEW)).message).toMatch(/\$\(shell cat url\)"$/);
  });

  it('names the include that it could not read, where what says the URL may be', () => {
    const text = 'include $(shell pwd)/iso.mk\nstart:\n\tminikube start --iso-url=$(U)\n';
    expect(errorOf(() => bumpedText(text, NEW))).toMatchObject({
      code: 'BUMP_URL_COMPUTED',
      message: expect.stringMatching(
        /; what Makefile:1 includes was not read: "\$\(shell pwd\)\/iso\.mk"$/,
      ),
      hint: expect.stringContaining('--also=iso.mk'),
    });
  });

  it('puts another URL in the place of that of a file, whatever its path is made of', () => {
    const text = (url: string) =>
      `U := ${url}  # why\nstart:\n\tminikube start --iso-url=$(U)\n\tls -l $(U)\n`;
    const once = bumpedText(text('file://$(CURDIR)/dist/minikube.iso'), NEW);
    expect(once).toBe(text(NEW));
    expect(bumpedText(once, NEW)).toBe(once);
    const quoted = (url: string) => `start:\n\tminikube start --iso-url "${url}" --x\n`;
    expect(bumpedText(quoted('file://$$PWD/dist/minikube.iso'), NEW)).toBe(quoted(NEW));
  });

  it('writes what begins a comment so that it begins none', () => {
    const text = `U = ${OLD}\nstart:\n\tminikube start --iso-url=$(U)\n`;
    const once = bumpedText(text, 'https://b/a#b.iso');
    expect(once).toBe(text.replace(OLD, 'https://b/a\\#b.iso'));
    expect(bumpedText(once, 'https://b/a#c.iso')).toBe(text.replace(OLD, 'https://b/a\\#c.iso'));
  });
});
