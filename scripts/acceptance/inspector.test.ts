/** The inspector in a real browser: what it shows, what each control does, and that everybody can use it. */
import type { BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { operation, valid } from '../../mocks/fixtures/valid-request.ts';
import { findHurdles } from '../../conformance/fixtures/browser.ts';
import { browserTest, closeBrowser, type Open } from '../fixtures/browser.ts';
import { add as addTo } from '../testing/add.ts';
import { ensureBuilt, run, startServing, type Serving } from '../testing/processes.ts';

// One server for all that need nothing special; each test begins with a mock that has forgotten everything.
let shared: Serving;
beforeAll(async () => {
  await ensureBuilt();
  shared = await startServing(clock);
}, 60_000);
afterAll(async () => {
  await closeBrowser();
  await shared.stop();
});

const clock = ['--clock', '2026-01-01T00:00:00Z'];
const accepted = { ...valid, AppName: 'my-app' };

browserTest('shows requests as they come, with what is wrong and what to change', async ({ open }) => {
  const { page, elsewhere, incidents } = await openInspector(open);
  await eventually(() => page.locator('#requests').innerText()).toContain('Nothing was asked yet.');

  await add(shared);
  await add(shared, { AppName: 'app-7', DelayTime: '14' });

  await eventually(() => rows(page)).toHaveLength(2);
  expect((await rows(page))[0]).toMatch(/400[\s\S]*example\.com \/ app-7[\s\S]*InvalidDelayTime DelayTime/);
  expect((await rows(page))[1]).toMatch(/200[\s\S]*example\.com \/ my-app[\s\S]*accepted/);
  // What all requests have in common tells nothing apart.
  expect((await rows(page)).join()).not.toMatch(/AddLiveAppRecordConfig|anonymous/);
  const why = page.locator('.why');
  await eventually(() => why.innerText()).toContain('DelayTime is 14; the least allowed is 15.');
  expect(await why.innerText()).toMatch(/Change DelayTime 14 → 15/);
  expect(await page.locator('.where').innerText()).toBe(
    'stated · Request parameters, DelayTime · delay-time/below-minimum',
  );
  expect(await page.locator('.culprit').innerText()).toMatch(/DelayTime\s+14/);
  expect(await page.getByLabel('Body of the answer').innerText()).toContain('"Code": "InvalidDelayTime"');

  await page.getByRole('button', { name: 'Send with this change' }).click();
  await eventually(() => rows(page)).toHaveLength(3);
  await eventually(() => why.innerText()).toMatch(
    /^Accepted: made recordConfigs example\.com \/ app-7 \/ \*/,
  );
  expect(elsewhere).toEqual([]);
  expect(incidents).toEqual([]);
});

browserTest('says whose requests it shows where other servers share the state', async ({ open, skip }) => {
  if (noRedis !== undefined) skip(noRedis);
  await using redis = await startRedis();
  await using one = await startServing([...clock, '--store', redis.url]);
  await using other = await startServing([...clock, '--store', redis.url]);
  await add(other);
  const { page } = await openInspector(open, one);

  await eventually(() => page.locator('#requests').innerText()).toContain(
    `Only the calls that this server answered. Others that share ${redis.url} show theirs`,
  );
  await eventually(() => page.locator('.memory').innerText()).toContain('my-app');
});

browserTest(
  'shows what is missing, what is there already, and which call was one too many',
  async ({ open }) => {
    const { page } = await openInspector(open);
    const why = page.locator('.why');
    await add(shared, { OssBucket: '' });
    await eventually(() => why.innerText()).toContain('OssBucket was not sent; it is required.');
    expect(await page.locator('.culprit').allInnerTexts()).toContainEqual(expect.stringMatching(/OssBucket/));

    await add(shared);
    await add(shared);
    await eventually(() => why.innerText()).toContain(
      'There is recordConfigs "example.com / my-app / *" already.',
    );
    expect(await page.locator('.culprit').allInnerTexts()).toEqual([
      expect.stringMatching(/DomainName/),
      expect.stringMatching(/AppName/),
      expect.stringMatching(/StreamName\s+not sent/),
    ]);
    await page.getByRole('button', { name: 'Show the record' }).click();
    await eventually(() => page.locator('.records').innerText()).toMatch(
      /example\.com \/ my-app \/ \*[\s\S]*OssBucket/,
    );

    for (let call = 0; call < 31; call += 1) await add(shared, { AccessKeyId: 'busy' });
    await eventually(() => why.innerText()).toContain('31st of 30 calls in 1 s.');
    await why.getByRole('button', { name: 'Move the clock by 1 s' }).click();
    await eventually(() => page.locator('.face').innerText()).toContain('00:00:01');
  },
);

browserTest('chooses a request by pointer, keys and address, searches and filters', async ({ open }) => {
  const { page } = await openInspector(open);
  const why = page.locator('.why');
  await add(shared, { AppName: 'first' });
  await add(shared, { AppName: 'second', DelayTime: '14' });
  await add(shared, { AppName: 'first' });
  await eventually(() => rows(page)).toHaveLength(3);

  await page.locator('.request').nth(2).click();
  await eventually(() => why.innerText()).toContain('Accepted: made');
  expect(page.url()).toMatch(/#request=1$/);
  await page.keyboard.press('ArrowUp');
  await eventually(() => why.innerText()).toContain('InvalidDelayTime');
  await page.keyboard.press('Home');
  await eventually(() => why.innerText()).toContain('ConfigAlreadyExists');
  // The list is one stop for the tabulator.
  expect(await page.locator('.request[tabindex="0"]').count()).toBe(1);

  const show = async (name: string): Promise<void> =>
    page.getByRole('group', { name: 'Show' }).getByRole('button', { name }).click();
  await show('accepted 1');
  await eventually(() => rows(page)).toHaveLength(1);
  await eventually(() => why.innerText()).toContain('Accepted: made');
  await show('lost 0');
  await eventually(() => page.locator('#exchange').count()).toBe(0);
  await show('all 3');
  await page.keyboard.press('/');
  await page.keyboard.type('delaytime=14');
  await eventually(() => rows(page)).toHaveLength(1);
  await eventually(() => why.innerText()).toContain('InvalidDelayTime');

  await page.goto(`${shared.url}/_understudy/#request=1`);
  await page.reload();
  await eventually(() => why.innerText()).toContain('Accepted: made');

  await page.getByRole('button', { name: 'Clear' }).click();
  await eventually(() => page.locator('#requests').innerText()).toContain('Nothing was asked yet.');
});

browserTest('searches all that is remembered, not only what is shown', async ({ open }) => {
  await using server = await startServing(clock);
  await add(server, { AppName: 'the-first' });
  await add(server, { AppName: 'the-second', DelayTime: '14' });
  for (let call = 0; call < 320; call += 1) await add(server, { AccessKeyId: `account-${call}` });
  const { page } = await openInspector(open, server);
  await eventually(() => page.locator('#requests .count').innerText()).toBe('300 of 322');

  const field = page.getByRole('searchbox', { name: 'Search requests' });
  await field.fill('the-');
  await eventually(() => rows(page)).toHaveLength(2);
  expect(await page.locator('#requests .count').innerText()).toBe('2 found in 322');
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'refused 1' }).click();
  await eventually(() => page.locator('.why').innerText()).toContain('DelayTime is 14');
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'all 2' }).click();
  // What comes meanwhile is found as well.
  await add(server, { AppName: 'the-third' });
  await eventually(() => rows(page)).toHaveLength(3);
  await field.fill('');
  await eventually(() => rows(page)).toHaveLength(300);
});

browserTest('leads by its address to a request that is older than all that are shown', async ({ open }) => {
  await using server = await startServing(clock);
  await add(server, { AppName: 'the-first', DelayTime: '14' });
  for (let call = 0; call < 320; call += 1) await add(server, { AccessKeyId: `account-${call}` });
  const { page } = await openInspector(open, server);
  const goTo = (id: number): Promise<void> =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, `request=${id}`);

  await goTo(1);
  await eventually(() => page.locator('.why').innerText()).toContain('DelayTime is 14');
  await page.reload();
  await eventually(() => page.locator('.why').innerText()).toContain('DelayTime is 14');

  await goTo(4000);
  await eventually(() => page.locator('body').innerText()).toContain('no request "4000" is remembered');
  expect(page.url()).not.toContain('#request');
});

browserTest('shows the record that a request is about, and no other that is like it', async ({ open }) => {
  const { page } = await openInspector(open);
  // Each of them contains the next one's name.
  for (const AppName of ['app-1-and-more', 'app-11', 'app-1'])
    await add(shared, { AppName, OssBucket: `bucket-of-${AppName}` });
  await add(shared, { AppName: 'app-1', StreamName: 'app-1', OssBucket: 'bucket-of-the-stream' });
  await add(shared, { AppName: 'app-1', OssBucket: 'another' });
  await eventually(() => page.locator('.why').innerText()).toContain('ConfigAlreadyExists');
  const button = page.getByRole('button', { name: 'Show the record' });
  const record = page.locator('.records dl');
  await button.click();
  await eventually(() => record.allInnerTexts()).toEqual([expect.stringMatching(/\bbucket-of-app-1\b(?!-)/)]);

  await page.locator('.request').nth(1).click();
  await eventually(() => page.locator('.why').innerText()).toContain('app-1 / app-1');
  await button.click();
  await eventually(() => record.allInnerTexts()).toEqual([expect.stringContaining('bucket-of-the-stream')]);
});

browserTest(
  'copies a request as a curl line that gives the same answer, and sends it again',
  async ({ open }) => {
    const { page } = await openInspector(open);
    await add(shared, { DelayTime: '14', OssBucket: "it's" });
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

    await page.getByRole('button', { name: 'Copy RequestId' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const requestId = await page.evaluate(() => navigator.clipboard.readText());
    expect(await page.getByLabel('Body of the answer').innerText()).toContain(requestId);
  },
);

browserTest('sends a curl line that somebody copied elsewhere', async ({ open }) => {
  const { page } = await openInspector(open);
  const body = new URLSearchParams({ Action: operation, Version: '2016-11-01', ...accepted });

  await page.getByText('Send a curl line').click();
  const field = page.getByRole('textbox', { name: 'Curl line' });
  await field.fill(`wget https://live.aliyuncs.com/`);
  await page.getByRole('button', { name: 'Send to this mock' }).click();
  await eventually(() => page.getByRole('alert').innerText()).toContain('it does not begin with "curl".');
  await field.fill(`curl -s -d '${String(body)}' \\\n  'https://live.aliyuncs.com/'`);
  await page.getByRole('button', { name: 'Send to this mock' }).click();
  await eventually(() => page.locator('.why').innerText()).toContain('Accepted: made');
});

browserTest('says what the client got where a fault struck', async ({ open }) => {
  const { page } = await openInspector(open);
  const why = page.locator('.why');
  const ask = (fault: string): Promise<unknown> =>
    add(shared, { AppName: fault }, { 'x-understudy-fault': fault }).catch(() => undefined);

  await ask('answer-lost');
  await eventually(() => why.innerText()).toContain(
    '200, not delivered: carried out, but the client never got the answer.',
  );
  expect((await rows(page))[0]).toMatch(/200[\s\S]*not delivered[\s\S]*answer-lost/);
  await ask('truncated-body;bytes=5');
  await eventually(() => why.innerText()).toMatch(/Cut off after 5 of \d+ bytes\./);
  expect(await page.getByLabel('What the client got').innerText()).toBe('{"Req');
  await ask('fire');
  await eventually(() => why.innerText()).toMatch(/No fault was injected, and nothing carried out: .*"fire"/);
  expect(await why.innerText()).not.toContain('stated');
});

browserTest(
  'shows what there is at the start, and the records of one account a line each',
  async ({ open }) => {
    await using server = await startServing([...clock, '--world', 'presets/busy.yaml']);
    const { page } = await openInspector(open, server);
    const state = page.locator('#state');
    await eventually(() => state.innerText()).toContain(
      '0 records, and 200 records that each account starts with',
    );
    await eventually(() => page.locator('.records li').count()).toBe(50);
    expect(await state.innerText()).toContain('1 to 50 of 200');
    await state.getByRole('button', { name: 'Next' }).click();
    await eventually(() => state.innerText()).toContain('51 to 100 of 200');

    // An error adds nothing.
    await add(server, { AccessKeyId: 'mine', DelayTime: '14' });
    await add(server, { AccessKeyId: 'mine' });
    await eventually(() => state.innerText()).toContain(
      '1 record, and 200 records that each account starts with',
    );
    await state.getByRole('button', { name: 'mine recordConfigs 201' }).click();
    await state.getByRole('searchbox', { name: 'Search records' }).fill('my-app');
    await eventually(() => page.locator('.records li').allInnerTexts()).toEqual(['example.com / my-app / *']);
    await page.locator('.records li button').click();
    await eventually(() => page.locator('.records dl').innerText()).toContain('live-bucket');

    await page.getByRole('button', { name: 'Reset the mock' }).click();
    await eventually(() => state.innerText()).toContain('0 records, and 200');
  },
);

browserTest.for([380, 768, 1280])(
  'keeps its shape at %i pixels whatever callers send, and runs nothing of it',
  async (width, { open }) => {
    const { page, incidents, elsewhere } = await openInspector(open, shared, {
      viewport: { width, height: 900 },
    });
    const hostile = [
      '<img src=x onerror=alert(1)>',
      'W'.repeat(600),
      '\u202Egnitsac\u2067',
      '👩‍👩‍👧‍👦',
      '</style>{{x}}',
    ];
    for (const text of hostile) await add(shared, { AppName: text, AccessKeyId: text, [text]: text });
    await eventually(() => rows(page)).toHaveLength(hostile.length);
    const state = page.getByRole('list', { name: 'Collections' }).getByRole('button');
    await eventually(() => state.count()).toBe(hostile.length);

    for (const row of await page.locator('.request').all()) {
      await row.click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    for (const button of await state.all()) expect((await button.boundingBox())?.height).toBeLessThan(60);
    // What turns letters around ends with the text that holds it.
    const turned = state.filter({ hasText: 'gnitsac' });
    const xOf = (selector: string) =>
      turned.locator(selector).evaluate((one) => one.getBoundingClientRect().x);
    expect(await xOf('b')).toBeLessThan(await xOf('span'));
    expect([incidents, elsewhere]).toEqual([[], []]);
  },
);

browserTest('asks before it forgets much, and says what', async ({ open }) => {
  const { page } = await openInspector(open);
  for (let call = 0; call < 11; call += 1) await add(shared, { AppName: `app-${call}` });
  await eventually(() => rows(page)).toHaveLength(11);

  await page.getByRole('button', { name: 'Reset the mock' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.innerText()).toMatch(/11 requests[\s\S]*11 records in 1 collection[\s\S]*0 faults/);
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await rows(page)).toHaveLength(11);
  await page.getByRole('button', { name: 'Reset the mock' }).click();
  await dialog.getByRole('button', { name: 'Forget all this' }).click();
  await eventually(() => page.locator('#requests').innerText()).toContain('Nothing was asked yet.');
  await eventually(() => page.locator('#state').innerText()).toContain('Nothing is remembered.');
});

browserTest(
  'lets the server be: a request is told in a few kilobytes, however much is remembered',
  async ({ open }) => {
    await using server = await startServing([...clock, '--world', 'presets/busy.yaml']);
    for (let account = 0; account < 20; account += 1)
      await add(server, { AccessKeyId: `account-${account}` });
    const { page } = await openInspector(open, server);
    await eventually(() => page.locator('.records li').count()).toBe(50);
    await eventually(() => page.locator('.where, .sentence').count()).toBeGreaterThan(0);

    const asked: string[] = [];
    let bytes = 0;
    page.on('response', (response) => {
      asked.push(new URL(response.url()).pathname);
      void response.body().then(({ length }) => (bytes += length));
    });
    await add(server, { AccessKeyId: 'account-19', AppName: 'another' });
    await eventually(() => page.locator('.why').innerText()).toContain('another');
    await eventually(() => page.locator('#state').innerText()).toContain('21 records');

    expect(asked).not.toContain('/_understudy/state');
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(bytes).toBeLessThan(20_000);
  },
);

browserTest('says what is played, and shows the errors of the operation that is chosen', async ({ open }) => {
  const { page } = await openInspector(open);
  const contract = readContract();
  const [main, other] = [...contract.values()];
  expect(await page.locator('.played').innerText()).toContain(`of ${main?.product} ${main?.version}`);

  await page
    .locator('header')
    .getByRole('combobox', { name: 'Operation' })
    .selectOption(other?.name ?? '');
  const codes = other?.errors.documented.map(({ code }) => code) ?? [];
  await eventually(() => page.locator('.errors .code').allTextContents()).toEqual(codes);
});

browserTest('switches faults on and off', async ({ open }) => {
  const { page } = await openInspector(open);
  const panel = page.locator('#faults');

  await panel.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('error');
  await panel.getByRole('combobox', { name: 'error' }).selectOption('InvalidDelayTime');
  await panel.getByRole('combobox', { name: 'Operation' }).selectOption('AddLiveAppRecordConfig');
  await panel.getByRole('spinbutton', { name: 'Times' }).fill('2');
  await panel.getByRole('button', { name: 'Switch on' }).click();
  const fault = panel.getByRole('switch', { name: /^Fault error, / });
  await fault.waitFor();
  // Its settings stand below its name, and the switch beside both.
  const placeOf = async (one: string) =>
    (await page.locator(`.faults ${one}`).boundingBox()) ?? { x: 0, y: 0 };
  expect((await placeOf('.detail')).y).toBeGreaterThan((await placeOf('.code')).y);
  expect((await placeOf('.switch')).x).toBeGreaterThan((await placeOf('.detail')).x);
  expect(await add(shared)).toBe('InvalidDelayTime');
  await eventually(() => panel.locator('.faults').innerText()).toContain('injected 1×');
  await eventually(() => page.locator('.request .chip').textContent()).toBe('error');

  await fault.click();
  await eventually(() => panel.innerText()).toContain('none on');
  expect(await add(shared)).toBe('OK');
});

browserTest('says in one sentence what the mock does not take', async ({ open }) => {
  const { page } = await openInspector(open);

  await page.getByRole('textbox', { name: 'Point in time, UTC' }).fill('yesterday');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect
    .poll(() => page.getByRole('alert').innerText())
    .toContain('"yesterday": it is no point in time.');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await eventually(() => page.getByRole('alert').count()).toBe(0);
});

browserTest('moves the clock, sets it, and lets it run', async ({ open }) => {
  const { page } = await openInspector(open);
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
    const { page } = await openInspector(open);
    for (let call = 0; call < 31; call += 1) await add(shared, { AccessKeyId: 'busy' });

    const meter = page.getByRole('meter', { name: /^busy, AddLiveAppRecordConfig: 30 of 30 calls/ });
    await meter.waitFor();
    expect(await meter.getAttribute('aria-valuenow')).toBe('30');
    await eventually(async () => (await rows(page))[0]).toContain('Throttling.User');

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
    await eventually(async () => (await rows(page))[0]).toContain(code);
  }
  expect(codes).toHaveLength(21);
  await eventually(() => page.locator('#errors').innerText()).toContain('21 of 21 answered');
});

browserTest('connects again when the server was away', async ({ open }) => {
  const server = await startServing(clock);
  const { page } = await openInspector(open, server);
  await server.stop();
  await page.getByRole('alert').getByText('The server does not answer.').waitFor();
  expect(await page.locator('main').getAttribute('inert')).not.toBeNull();

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
  const response = await fetch(`${shared.url}/_understudy`);

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
    const { page } = await openInspector(open, shared, options);
    await assertAccessible(page);

    await add(shared);
    await add(shared, { DelayTime: '14' });
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

/** Open the page of a server that has forgotten everything, and wait until it is connected. */
async function openInspector(
  open: Open,
  server: Serving = shared,
  options?: BrowserContextOptions,
): ReturnType<Open> {
  if (server === shared) await fetch(`${server.url}/_understudy/reset`, { method: 'POST' });
  const opened = await open(`${server.url}/_understudy/`, options);
  await opened.page.getByText('live', { exact: true }).waitFor();
  await opened.page.locator('.errors li').first().waitFor();
  return opened;
}

/** The code of the answer. */
async function add(
  server: Serving,
  changes: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return (await addTo(server.url, { ...accepted, ...changes }, headers)).code;
}

function rows(page: Page): Promise<readonly string[]> {
  return page.locator('.request').allTextContents();
}

/** The policy of the page lets no script in; the debugger may. */
async function assertAccessible(page: Page): Promise<void> {
  expect(await findHurdles(page)).toEqual([]);
}
