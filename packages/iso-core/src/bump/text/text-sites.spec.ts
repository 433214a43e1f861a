import { describe, expect, it } from 'vitest';
import { textSites } from './text-sites.js';

const URL = 'https://b.example/minikube-2026-11-22.iso';
const urls = (text: string, file = 'notes.md') => textSites(file, text).map(({ url }) => url);

describe('the places of a text that name an ISO', () => {
  it('have a line, and the architecture that the URL says', () => {
    const text = `\uFEFFa: 1\r\nurl: ${URL}\r\n\r\narm: "file:///x/minikube-arm64.iso"`;
    expect(textSites('config.yaml', text)).toMatchObject([
      { file: 'config.yaml', line: 2, url: URL },
      { file: 'config.yaml', line: 4, url: 'file:///x/minikube-arm64.iso', architecture: 'arm64' },
    ]);
  });

  it.each([
    ['YAML', `iso: ${URL} # the ISO`],
    ['a YAML flow', `{iso: ${URL}}`],
    ['JSON', `{"iso":"${URL}"}`],
    ['a command in JSON', `{"start":"minikube start --iso-url=\\"${URL}\\""}`],
    ['lines in JSON', `{"text":"see\\n${URL}\\nthere"}`],
    ['TOML', `iso = '${URL}'`],
    ['.env', `ISO_URL=${URL}\r\n`],
    ['a shell command', `minikube start --iso-url=${URL}; echo`],
    ['a shell command that goes on', `minikube start --iso-url ${URL}\\\n  --cpus 2`],
    ['a default of a shell variable', '${ISO_URL:-' + URL + '}'],
    ['a Markdown link', `[the ISO](${URL})`],
    ['Markdown code', '`' + URL + '`'],
    ['a Markdown table', `|${URL}|`],
    ['Markdown in bold', `**${URL}**`],
    ['an autolink', `<${URL}>`],
    ['a sentence', `It is at ${URL}.`],
  ])('are found in %s', (_, text) => {
    expect(urls(text)).toEqual([URL]);
  });

  it('are found one by one in a list', () => {
    expect(urls(`${URL},file:///a.iso;http://c/d.iso`)).toEqual([
      URL,
      'file:///a.iso',
      'http://c/d.iso',
    ]);
  });

  it('are found in JSON that escapes slashes, and there alone', () => {
    const text = '{"iso": "https:\\/\\/b.example\\/minikube-2026-11-22.iso"}';
    expect(urls(text, 'a.json')).toEqual([URL]);
    expect(urls(text, 'a.yaml')).toEqual([]);
  });

  it.each([`${URL}?x=1`, `${URL}#part`])('are found with what a URL has behind: %s', (text) => {
    expect(urls(text)).toEqual([text]);
  });

  it('are also the URLs of the files beside an ISO', () => {
    const text = `${URL} ${URL}.sha256 ${URL.replace('.iso', '.manifest.json')}`;
    expect(textSites('a.md', text)).toMatchObject([
      { url: URL, isBeside: false },
      { url: URL, isBeside: true },
      { url: URL, isBeside: true },
    ]);
  });

  it.each([
    ['nothing', `iso: ${URL}`, true],
    ['an option', `minikube start --iso-url=${URL}`, false],
    ['a key', `{"isoUrl": "${URL}"}`, false],
    ['a variable', `MINIKUBE_ISO=${URL}`, false],
    ['the line above', `ISO_URL:\n  ${URL}`, true],
  ])('are said to be minikube’s by %s before them, or not', (_, text, isUnnamed) => {
    expect(textSites('a', text)).toMatchObject([{ isUnnamed }]);
  });

  it.each([
    ['of another file', `${URL}.bak`],
    ['that is put together', 'https://b.example/minikube-${DATE}.iso'],
    ['that is put together without braces', 'https://b.example/minikube-$DATE.iso'],
    ['of another scheme', `x${URL}`],
    ['of a scheme within a scheme', `git+${URL}`],
    ['that is not one', 'https://.iso/x'],
  ])('are not a URL %s', (_, text) => {
    expect(urls(text)).toEqual([]);
  });
});
