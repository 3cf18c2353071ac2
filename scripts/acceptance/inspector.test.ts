/** The inspector in a real browser: what it shows, what each control does, and that everybody can use it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { browserTest, closeBrowser, type Open } from '../fixtures/browser.ts';
import { ensureBuilt, run, startServing, type Serving } from '../testing/processes.ts';

beforeAll(ensureBuilt, 60_000);
afterAll(closeBrowser);

const clock = ['--clock', '2026-01-01T00:00:00Z'];
const accepted = {
  DomainName: 'example.com',
  AppName: 'my-app',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
};

browserTest(
  'shows requests as they come, with the rule that decided and where it stands',
  async ({ open }) => {
    await using server = await startServing(clock);
    const { page, elsewhere, incidents } = await openInspector(open, server);
    await eventually(() => page.locator('#requests').innerText()).toContain('Nothing was asked yet.');

    await add(server);
    await add(server, { DelayTime: '14' });

    await eventually(() => rows(page)).toHaveLength(2);
    expect((await rows(page))[0]).toMatch(
      /400[\s\S]*AddLiveAppRecordConfig[\s\S]*InvalidDelayTime[\s\S]*DelayTime/,
    );
    expect((await rows(page))[1]).toMatch(/200[\s\S]*accepted/);
    const why = await page.locator('.why').innerText();
    expect(why).toMatch(/InvalidDelayTime[\s\S]*DelayTime[\s\S]*stated[\s\S]*Request parameters, DelayTime/);
    expect(await page.locator('.culprit').innerText()).toMatch(/DelayTime\s+14/);
    expect(await page.getByLabel('Body of the answer').innerText()).toContain('"Code": "InvalidDelayTime"');
    expect(elsewhere).toEqual([]);
    expect(incidents).toEqual([]);
  },
);

browserTest('chooses a request by pointer and by arrow keys, and filters', async ({ open }) => {
  await using server = await startServing(clock);
  const { page } = await openInspector(open, server);
  await add(server);
  await add(server, { DelayTime: '14' });
  await add(server);
  await eventually(() => rows(page)).toHaveLength(3);

  await page.locator('.request').nth(2).click();
  expect(await page.locator('.why').innerText()).toBe('Accepted: no rule refuses it.');
  await page.keyboard.press('ArrowUp');
  await eventually(() => page.locator('.why').innerText()).toContain('InvalidDelayTime');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await eventually(() => page.locator('.why').innerText()).toContain('ConfigAlreadyExists');

  await page.getByRole('button', { name: 'accepted', exact: true }).click();
  await eventually(() => rows(page)).toHaveLength(1);
  await page.getByRole('button', { name: 'refused', exact: true }).click();
  await eventually(() => rows(page)).toHaveLength(2);
  await page.getByRole('button', { name: 'all', exact: true }).click();
  await eventually(() => rows(page)).toHaveLength(3);

  await page.getByRole('button', { name: 'Clear' }).click();
  await eventually(() => page.locator('#requests').innerText()).toContain('Nothing was asked yet.');
});

browserTest(
  'copies a request as a curl line that gives the same answer, and sends it again',
  async ({ open }) => {
    await using server = await startServing(clock);
    const { page } = await openInspector(open, server);
    await add(server, { DelayTime: '14', OssBucket: "it's" });
    await eventually(() => rows(page)).toHaveLength(1);

    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    const { stdout } = await run('bash', ['-c', line]);
    expect(stdout).toContain('InvalidOssBucket.Malformed');
    await eventually(() => rows(page)).toHaveLength(2);

    await page.getByRole('button', { name: 'Send again' }).click();
    await eventually(() => rows(page)).toHaveLength(3);
    for (const row of await rows(page)) expect(row).toContain('InvalidOssBucket.Malformed');
  },
);

browserTest('shows the state as a table, and forgets it', async ({ open }) => {
  await using server = await startServing(clock);
  const { page } = await openInspector(open, server);
  await eventually(() => page.locator('#state').innerText()).toContain('Nothing is remembered.');

  await add(server, { AccessKeyId: 'mine' });
  const table = page.getByRole('region', { name: 'recordConfigs of mine' });
  await table.waitFor();
  expect(await table.getByRole('columnheader').allInnerTexts()).toContain('AppName');
  expect(await table.getByRole('cell').allInnerTexts()).toContain('my-app');

  await page.getByRole('button', { name: 'Reset the mock' }).click();
  await eventually(() => page.locator('#state').innerText()).toContain('Nothing is remembered.');
});

browserTest('switches faults on and off', async ({ open }) => {
  await using server = await startServing(clock);
  const { page } = await openInspector(open, server);
  const panel = page.locator('#faults');

  await panel.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('error');
  await panel.getByRole('combobox', { name: 'error' }).selectOption('InvalidDelayTime');
  await panel.getByRole('combobox', { name: 'Operation' }).selectOption('AddLiveAppRecordConfig');
  await panel.getByRole('spinbutton', { name: 'Times' }).fill('2');
  await panel.getByRole('button', { name: 'Switch on' }).click();
  const fault = panel.getByRole('switch', { name: /^Fault error, / });
  await fault.waitFor();
  expect(await add(server)).toBe('InvalidDelayTime');
  await eventually(() => panel.locator('.faults').innerText()).toContain('injected 1×');
  expect(await page.locator('.request .chip').innerText()).toBe('error');

  await fault.click();
  await eventually(() => panel.innerText()).toContain('none on');
  expect(await add(server)).toBe('OK');
});

browserTest('says in one sentence what the mock does not take', async ({ open }) => {
  await using server = await startServing(clock);
  const { page } = await openInspector(open, server);

  await page.getByRole('textbox', { name: 'Point in time, UTC' }).fill('yesterday');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect
    .poll(() => page.getByRole('alert').innerText())
    .toContain('"yesterday": it is no point in time.');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await eventually(() => page.getByRole('alert').count()).toBe(0);
});

browserTest('moves the clock, sets it, and lets it run', async ({ open }) => {
  await using server = await startServing(clock);
  const { page } = await openInspector(open, server);
  const face = (): Promise<string> => page.locator('.face').innerText();
  await eventually(face).toBe('2026-01-01 00:00:00 UTC');

  for (const name of ['+1 s', '+1 min', '+1 h', '+1 day']) await page.getByRole('button', { name }).click();
  await eventually(face).toBe('2026-01-02 01:01:01 UTC');
  await page.getByRole('textbox', { name: 'Point in time, UTC' }).fill('2030-05-01T12:00:00Z');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await eventually(face).toBe('2030-05-01 12:00:00 UTC');

  await page.locator('#clock').getByRole('switch').click();
  await eventually(face).not.toBe('2030-05-01 12:00:00 UTC');
  await page.locator('#clock').getByRole('switch', { checked: true }).click();
  await page.locator('#clock').getByRole('switch', { checked: false }).waitFor();
});

browserTest(
  'draws how much of the rate limit an account has used, and what it used at most',
  async ({ open }) => {
    await using server = await startServing(clock);
    const { page } = await openInspector(open, server);
    for (let call = 0; call < 31; call += 1) await add(server, { AccessKeyId: 'busy' });

    const meter = page.getByRole('meter', { name: /^busy, AddLiveAppRecordConfig: 30 of 30 calls/ });
    await meter.waitFor();
    expect(await meter.getAttribute('aria-valuenow')).toBe('30');
    expect((await rows(page))[0]).toContain('Throttling.User');

    await page.getByRole('button', { name: '+1 s' }).click();
    await eventually(() => page.locator('.figures').innerText()).toMatch(/^0 of 30 in 1 s · peak 30$/);
  },
);

browserTest('shows by itself that the rate limit recovers, where the clock runs', async ({ open }) => {
  await using server = await startServing([]);
  const { page } = await openInspector(open, server);

  await add(server, { AccessKeyId: 'mine' });

  await eventually(() => page.locator('.figures').innerText()).toMatch(/^1 of 30/);
  await eventually(() => page.locator('.figures').innerText()).toMatch(/^0 of 30 in 1 s · peak 1$/);
});

browserTest('fires each of the documented errors', { timeout: 60_000 }, async ({ open }) => {
  await using server = await startServing([]);
  const { page } = await openInspector(open, server);
  const codes = mainOperation(readContract()).errors.documented.map(({ code }) => code);

  for (const code of codes) {
    await page.getByRole('button', { name: `Fire ${code}`, exact: true }).click();
    await page
      .locator('.errors li', { has: page.getByRole('button', { name: `Fire ${code}`, exact: true }) })
      .getByRole('img', { name: /^answered/ })
      .waitFor();
    await eventually(() => rows(page)).not.toHaveLength(0);
    await eventually(async () => (await rows(page))[0]).toContain(code);
  }
  expect(codes).toHaveLength(21);
  await eventually(() => page.locator('#errors').innerText()).toContain('21 of 21 answered');
});

browserTest('connects again when the server was away', async ({ open }) => {
  const server = await startServing(clock);
  const { page } = await openInspector(open, server);
  await server.stop();
  await page.getByText('not connected; trying again').waitFor();

  await using _ = await startServing([...clock, '--port', new URL(server.url).port]);
  await page.getByText('live', { exact: true }).waitFor();
});

browserTest('asks for the token where the server wants one', async ({ open }) => {
  await using server = await startServing([...clock, '--admin-token', 'open sesame']);
  const { page } = await open(`${server.url}/_understudy/`);

  await page.getByLabel('Token, as given to').fill('open sesame');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('live', { exact: true }).waitFor();
});

browserTest('has no scripts and styles but its own, and may not be framed', async () => {
  await using server = await startServing(clock);
  const response = await fetch(`${server.url}/_understudy`);

  const policy = response.headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toContain('unsafe');
  expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|<style|style=| on\w+=/);
});

browserTest.for([
  { colorScheme: 'light' as const, viewport: { width: 1360, height: 900 } },
  { colorScheme: 'dark' as const, viewport: { width: 1360, height: 900 } },
  { colorScheme: 'light' as const, viewport: { width: 390, height: 844 } },
])(
  'has nothing that keeps people from using it: $colorScheme, $viewport.width wide',
  { timeout: 40_000 },
  async (options, { open }) => {
    await using server = await startServing(clock);
    const { page } = await openInspector(open, server, options);
    await assertAccessible(page);

    await add(server);
    await add(server, { DelayTime: '14' });
    await page.locator('#faults').getByRole('button', { name: 'Switch on' }).click();
    await page.locator('.faults li').waitFor();
    await page.getByRole('button', { name: 'Fire InvalidDelayTime' }).click();
    await eventually(() => rows(page)).not.toHaveLength(2);
    await assertAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  },
);

/** As `expect.poll`, with time for a slow machine. */
function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 10_000 });
}

/** Open the page, and wait until it is connected. */
async function openInspector(open: Open, server: Serving, options?: BrowserContextOptions): ReturnType<Open> {
  const opened = await open(`${server.url}/_understudy/`, options);
  await opened.page.getByText('live', { exact: true }).waitFor();
  await opened.page.locator('.errors li').first().waitFor();
  return opened;
}

/** The code of the answer. */
async function add(server: Serving, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const query = 'Action=AddLiveAppRecordConfig&Version=2016-11-01';
  const body = new URLSearchParams({ ...accepted, ...changes });
  const response = await fetch(`${server.url}/?${query}`, { method: 'POST', body });
  return ((await response.json()) as { Code?: string }).Code ?? 'OK';
}

function rows(page: Page): Promise<readonly string[]> {
  return page.locator('.request').allInnerTexts();
}

async function assertAccessible(page: Page): Promise<void> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // The policy of the page lets no script in; the debugger may.
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join(' ')}`,
    ),
  ).toEqual([]);
}
