// What a browser makes of the page: the proof that it is safe, readable and needs nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { VerifyReport } from '../report.js';
import { failedReport, incompleteReport, passedReport, withTexts } from '../report.testing.js';
import { Chromium, type Page, type View } from './chromium.testing.js';
import { htmlReport } from './html-report.js';

const ATTACK = [
  '"\'><script>window.pwned = 1</script>',
  '<img src="http://127.0.0.1:9/image" onerror="window.pwned = 2">',
  '</script></style></title></pre></table><svg onload="window.pwned = 3">',
  '<!-- --><![CDATA[<iframe src="javascript:parent.pwned = 4"></iframe>',
  '\u202egnp.exe \x1b[31mred\x07 שלום 漢字 ',
  'x'.repeat(400),
].join('');
const hostile = withTexts(failedReport(), (text) => text + ATTACK);

const PHONE: View = { width: 360, height: 640 };
const DESKTOP: View = { width: 1280, height: 800 };
const reports: [string, VerifyReport][] = [
  ['passed', passedReport()],
  ['failed', failedReport()],
  ['incomplete', incompleteReport()],
  ['hostile', hostile],
];

let chromium: Chromium;
let folder: string;
let pages = 0;

beforeAll(async () => {
  chromium = new Chromium();
  folder = await mkdtemp(join(tmpdir(), 'iso-core-'));
});

afterAll(async () => {
  await chromium.close();
  await rm(folder, { recursive: true });
});

async function open(report: VerifyReport, view: View): Promise<Page> {
  const path = join(folder, `${++pages}.html`);
  await writeFile(path, htmlReport(report));
  return chromium.open(pathToFileURL(path).href, view);
}

/** The elements with their attributes, without text and without the data block's contents. */
const SKELETON = `[...document.querySelectorAll('*')].map((element) =>
  element.tagName + [...element.attributes].map(({ name, value }) => ' ' + name + '=' + value).join(''))`;

describe.each(reports)('the page of a report that is %s', (_, report) => {
  let page: Page;

  beforeAll(async () => {
    page = await open(report, DESKTOP);
  });

  it('asks for nothing, runs nothing and breaks no rule of its policy', async () => {
    expect(await page.evaluate('document.readyState')).toBe('complete');
    expect(page.requests).toEqual([await page.evaluate('location.href')]);
    expect(page.complaints).toEqual([]);
    expect(await page.evaluate('typeof window.pwned')).toBe('undefined');
  });

  it.each([PHONE, { width: 768 }, DESKTOP])(
    'needs no scrolling sideways at $width',
    async (view) => {
      await page.show(view);
      expect(await page.evaluate<string[]>(OUTSIDE)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
    },
  );

  it.each(['light', 'dark'] as const)('has enough contrast in %s', async (scheme) => {
    await page.show({ ...DESKTOP, scheme });
    expect(await page.evaluate<string[]>(LOW_CONTRAST)).toEqual([]);
  });

  it('prints on A4 with a head on every table and without the console', async () => {
    await page.show({ width: 700, media: 'print' });
    const shown = (selector: string) =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('${selector}')].map((element) => getComputedStyle(element).display)`,
      );
    expect(new Set(await shown('thead'))).toEqual(new Set(['table-header-group']));
    expect((await shown('.log')).filter((display) => display !== 'none')).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(700);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('hostile text', () => {
  it('makes no element and no attribute', async () => {
    const [attacked, harmless] = [
      await open(hostile, DESKTOP),
      await open(
        withTexts(failedReport(), (text) => `${text} text`),
        DESKTOP,
      ),
    ];
    expect(await attacked.evaluate(SKELETON)).toEqual(await harmless.evaluate(SKELETON));
  });

  it('is shown as text, without what would turn it around', async () => {
    const page = await open(hostile, DESKTOP);
    const subject = `document.querySelector('.subject').innerText`;
    expect(await page.evaluate(subject)).toContain('<script>window.pwned = 1</script>');
    const proof = `document.querySelector('#requirements td[data-column="Proof"]').innerText`;
    expect(await page.evaluate(proof)).toContain('<img src="http://127.0.0.1:9/image" onerror=');
    expect(await page.evaluate(proof)).toContain('gnp.exe red');
  });

  it('is in the data block as it was', async () => {
    const page = await open(hostile, DESKTOP);
    const data = "JSON.parse(document.getElementById('report').textContent)";
    expect(await page.evaluate(data)).toEqual(JSON.parse(JSON.stringify(hostile)));
  });
});

describe('the policy', () => {
  it('would stop a script and a request, and the browser would complain', async () => {
    const requests: unknown[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url);
      response.end();
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const page = await open(passedReport(), DESKTOP);
    await page.evaluate(`new Promise((resolve) => {
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 1';
      const image = document.createElement('img');
      image.onerror = resolve;
      image.src = 'http://127.0.0.1:${port}/image';
      document.body.append(script, image);
    })`);
    expect(await page.evaluate('typeof window.pwned')).toBe('undefined');
    expect(requests).toEqual([]);
    expect(page.complaints.join()).toMatch(/script-src/);
    expect(page.complaints.join()).toMatch(/img-src/);
  });
});

describe('a person', () => {
  it('sees on a phone at once that it failed, what failed, and what to do', async () => {
    const page = await open(failedReport(), PHONE);
    const bottom = (selector: string) =>
      page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().bottom`);
    expect(await bottom('h1')).toBeLessThan(100);
    expect(await bottom('.shortcoming .next')).toBeLessThan(PHONE.height ?? 0);
  });

  it('gets the console by opening it', async () => {
    const page = await open(passedReport(), PHONE);
    const shown = "document.body.innerText.includes('Loading /boot/bzImage')";
    expect(await page.evaluate(shown)).toBe(false);
    await page.evaluate("document.querySelector('.log').open = true");
    expect(await page.evaluate(shown)).toBe(true);
  });

  it('gets a dark page where the system is dark', async () => {
    const page = await open(passedReport(), { ...PHONE, scheme: 'light' });
    const ground = 'getComputedStyle(document.body).backgroundColor';
    const light = await page.evaluate(ground);
    const picture = await page.screenshot();
    await page.show({ ...PHONE, scheme: 'dark' });
    expect(await page.evaluate(ground)).not.toBe(light);
    expect((await page.screenshot()).equals(picture)).toBe(false);
  });

  it('finds headings in order, in English, and tables whose cells are named on a phone too', async () => {
    const page = await open(failedReport(), PHONE);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    const levels = await page.evaluate<number[]>(
      "[...document.querySelectorAll('h1, h2, h3')].map(({ tagName }) => Number(tagName[1]))",
    );
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(await page.roles('table')).toMatchObject({
      table: 1,
      columnheader: 6,
      rowheader: 20,
      cell: 100,
    });
  });
});

/** Elements that reach over the right edge; the heads of tables are hidden on a phone. */
const OUTSIDE = `[...document.body.querySelectorAll('*')]
  .filter((element) => element.getClientRects().length > 0 && !element.closest('thead, svg'))
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.outerHTML.slice(0, 100))`;

/** Texts whose contrast with their ground (WCAG 2.2, 1.4.3) is below 4.5, each with its colours. */
const LOW_CONTRAST = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === '' || element.getClientRects().length === 0) continue;
    const color = parse(getComputedStyle(element).color);
    const [one, other] = [luminance(color), luminance(groundOf(element))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) low.push(contrast.toFixed(2) + ' ' + color + ' on ' + groundOf(element) + ': ' + walker.currentNode.data.slice(0, 40));
  }
  return low;
})()`;
