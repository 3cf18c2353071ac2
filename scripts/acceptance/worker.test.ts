/** The mock in a browser: the same handlers in a service worker, under a policy that forbids eval. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';
import { listen, type Listening } from '../../contract/fixtures/listen.ts';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { operation, valid } from '../../mocks/fixtures/valid-request.ts';
import { browserTest, closeBrowser } from '../fixtures/browser.ts';

const folder = temporaryFolder();
let site: Listening;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      minify: false,
      target: 'es2022',
      lib: {
        entry: join(import.meta.dirname, '../fixtures/worker-page.ts'),
        formats: ['es'],
        fileName: 'page',
      },
    },
  });
  const worker = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js');
  // What is loaded when somebody asks for it is a file of its own.
  const scripts = readdirSync(folder).map(
    (name) =>
      [`/${name}`, { type: 'text/javascript', body: readFileSync(join(folder, name), 'utf8') }] as const,
  );
  const files: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
    ...Object.fromEntries(scripts),
    '/': { type: 'text/html', body: '<!doctype html><script type="module" src="/page.js"></script>' },
    '/mockServiceWorker.js': { type: 'text/javascript', body: readFileSync(worker, 'utf8') },
  };
  const policy = "default-src 'self'; connect-src 'self' https://live.aliyuncs.com";
  const server = createServer(({ url: path = '' }, response) => {
    const file = files[path];
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.type ?? 'text/plain',
      'content-security-policy': policy,
    });
    response.end(file?.body);
  });
  site = await listen(server);
}, 60_000);
afterAll(async () => {
  await closeBrowser();
  await site[Symbol.asyncDispose]();
});

const add = { Action: operation, Version: '2016-11-01', ...valid };

browserTest('answers what a page sends to the API, where eval is forbidden', async ({ open }) => {
  const { page, incidents } = await open(site.url);
  await isReady(page);

  expect(await call(page, add)).toBe('200 OK');
  expect(await call(page, add)).toBe('400 ConfigAlreadyExists');
  expect(await call(page, { ...add, AppName: 'other', DelayTime: '14' })).toBe('400 InvalidDelayTime');
  expect(incidents).toEqual([]);
  // The policy is in force: the page itself may not evaluate text.
  const allowed = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inline = true';
    document.head.append(script);
    return 'inline' in globalThis;
  });
  expect(allowed).toBe(false);
});

browserTest(
  'keeps its records when the page is reloaded, and forgets them when it is told to',
  async ({ open }) => {
    const { page } = await open(site.url);
    await isReady(page);
    expect(await call(page, add)).toBe('200 OK');

    await page.reload();
    await isReady(page);
    expect(await call(page, add)).toBe('400 ConfigAlreadyExists');

    await page.evaluate('reset()');
    await page.reload();
    await isReady(page);
    expect(await call(page, add)).toBe('200 OK');
  },
);

browserTest('begins anew, and says so, where what was kept cannot be read', async ({ open }) => {
  const { page, incidents } = await open(site.url);
  await isReady(page);
  await page.evaluate(() => sessionStorage.setItem('understudy', '{"version":7}'));

  await page.reload();
  await isReady(page);
  expect(await call(page, add)).toBe('200 OK');
  expect(incidents.join()).toContain('Failed to take over the state of an earlier page');
});

function isReady(page: Page): Promise<unknown> {
  return page.waitForFunction(() => document.title === 'ready');
}

function call(page: Page, parameters: Readonly<Record<string, string>>): Promise<string> {
  return page.evaluate<string>(`call(${JSON.stringify(parameters)})`);
}
