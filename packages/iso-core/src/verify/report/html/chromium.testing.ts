// A real browser for tests: Chromium without a window, driven through its DevTools protocol over a pipe
// (https://chromedevtools.github.io/devtools-protocol/). It writes down every request and every complaint.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
];

/** What is emulated; `media` is `screen` unless it is said. */
export interface View {
  /** CSS pixels. */
  readonly width: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

/** One browser with a profile of its own; end it with `close`. */
export class Chromium {
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(message: Message) => void>();
  readonly #process: ChildProcess;
  readonly #profile: string;
  #lastId = 0;
  #unread = '';

  constructor() {
    this.#profile = mkdtempSync(join(tmpdir(), 'iso-core-chromium-'));
    this.#process = spawn('chromium', [...FLAGS, `--user-data-dir=${this.#profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#process.on('error', (error) => this.#fail(error));
    this.#process.on('exit', () => this.#fail(new Error('Chromium has ended')));
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      this.#receive(text);
    });
    (this.#process.stdio[3] as Writable).on('error', (error) => this.#fail(error));
  }

  send(
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#lastId;
    const message = JSON.stringify({ id, method, params, sessionId });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      (this.#process.stdio[3] as Writable).write(`${message}\0`);
    });
  }

  /** Calls `listener` for every event of a session. */
  listen(sessionId: string, listener: (method: string, params: unknown) => void): void {
    this.#listeners.add((message) => {
      if (message.sessionId === sessionId && message.method !== undefined) {
        listener(message.method, message.params);
      }
    });
  }

  /** Loads a page and waits until it is there. */
  async open(url: string, view: View): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const attached = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, String(attached['sessionId']));
    await page.show(view);
    await page.load(url);
    return page;
  }

  async close(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = once(this.#process, 'exit');
      process.kill(-pid, 'SIGKILL');
      await ended;
    }
    // Its children may still be writing for a moment.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  #receive(text: string): void {
    const messages = (this.#unread + text).split('\0');
    this.#unread = messages.pop() ?? '';
    for (const json of messages) this.#take(JSON.parse(json) as Message);
  }

  #take(message: Message): void {
    for (const listener of this.#listeners) listener(message);
    const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
    if (message.id === undefined || waiting === undefined) return;
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting.resolve(message.result ?? {});
    else waiting.reject(new Error(message.error.message));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** One tab. */
export class Page {
  /** The addresses of all requests, the page's own first. */
  readonly requests: string[] = [];
  /** Violations of the content security policy, exceptions, and whatever else the browser complains of. */
  readonly complaints: string[] = [];
  #loaded: (() => void) | undefined;

  constructor(
    private readonly browser: Chromium,
    private readonly session: string,
  ) {
    browser.listen(session, (method, params) => this.#note(method, params));
  }

  async load(url: string): Promise<void> {
    for (const domain of ['Page', 'Network', 'Log', 'Runtime', 'Audits']) {
      await this.#send(`${domain}.enable`);
    }
    const loaded = new Promise<void>((resolve) => (this.#loaded = resolve));
    await this.#send('Page.navigate', { url });
    await loaded;
  }

  async show({ width, height = 800, scheme = 'light', media = 'screen' }: View): Promise<void> {
    await this.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { media, features });
  }

  /** The value of an expression in the page, which must be JSON; the page's own policy does not stop it. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })) as { result: { value: T }; exceptionDetails?: unknown };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** How often each role is below the first element of `selector`, as a screen reader is told. */
  async roles(selector: string): Promise<Record<string, number>> {
    const { root } = (await this.#send('DOM.getDocument')) as { root: { nodeId: number } };
    const { nodeId } = await this.#send('DOM.querySelector', { nodeId: root.nodeId, selector });
    const { nodes } = (await this.#send('Accessibility.queryAXTree', { nodeId })) as {
      nodes: { role?: { value: string }; ignored: boolean }[];
    };
    const counts: Record<string, number> = {};
    for (const { role, ignored } of nodes) {
      if (!ignored && role !== undefined) counts[role.value] = (counts[role.value] ?? 0) + 1;
    }
    return counts;
  }

  /** A PNG of what is in view. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot');
    return Buffer.from(String(data), 'base64');
  }

  /** A PDF as a printer would get it, on A4. */
  async pdf(): Promise<Buffer> {
    const size = { paperWidth: 8.27, paperHeight: 11.69 };
    const { data } = await this.#send('Page.printToPDF', { ...size, preferCSSPageSize: false });
    return Buffer.from(String(data), 'base64');
  }

  #send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.browser.send(method, params, this.session);
  }

  #note(method: string, params: unknown): void {
    if (method === 'Page.loadEventFired') this.#loaded?.();
    if (method === 'Network.requestWillBeSent') {
      this.requests.push((params as { request: { url: string } }).request.url);
    }
    const isComplaint = ['Log.entryAdded', 'Audits.issueAdded', 'Runtime.exceptionThrown'];
    if (isComplaint.includes(method)) this.complaints.push(JSON.stringify(params));
  }
}
