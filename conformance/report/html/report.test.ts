/** The page in a real browser: what it shows, what it does, and what no answer can make it do. */
import { afterAll, expect, test } from 'vitest';
import { browserTest, closeBrowser, findHurdles } from '../../fixtures/browser.ts';
import { alikeReport, attacks, goodReport, hostileReport, mixedReport } from '../../fixtures/reports.ts';
import { toHtml } from './report.ts';
import type { Sentence } from './sentences.ts';

afterAll(closeBrowser);

const sentences: readonly Sentence[] = [
  {
    id: 'size',
    where: 'Request parameters, Size',
    text: 'Size is 1 to 10.',
    scenarios: ['size/above-maximum'],
  },
  { id: 'colour', where: 'Description', text: 'Widgets are blue.', excluded: 'nobody can see it from here' },
];

test('gives the same page for the same report', () => {
  expect(toHtml(mixedReport)).toBe(toHtml(mixedReport));
});

browserTest(
  'begins with the sentence, and shows the codes, the answers and the families',
  async ({ open }) => {
    const { page, incidents } = await open(toHtml(mixedReport));

    expect(await page.locator('h1').innerText()).toBe(
      'http://127.0.0.1:4999 matches 0 of 3 documented codes of the page of 2025-07-24, but 2 scenarios that the page states and 2 that it implies fall short (1 of them known), with 1 of 9 scenarios not played',
    );
    const row = page.locator('#codes tbody tr').first();
    expect(await row.innerText()).toMatch(/✗[\s\S]*Size\.Invalid[\s\S]*stated[\s\S]*50 %[\s\S]*accepted 1/);
    expect(
      await page.locator('.matrix [title^="Name.Missing was expected, broken was answered: 1"]').count(),
    ).toBe(1);
    expect(await page.locator('#families tbody tr').count()).toBe(mixedReport.families.length);
    expect(incidents).toEqual([]);
  },
);

browserTest('shows of a failure what was sent, what came, and how to see it again', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  const row = page.locator('[id="scenario:size/above-maximum"]');
  await row.locator('summary').click();

  const text = await row.innerText();
  for (const part of [
    '400 Size.Invalid',
    '200 success',
    'Request parameters, Size',
    '/properties/Size/maximum',
  ])
    expect(text).toContain(part);
  expect(await row.locator('.parameters dd').allInnerTexts()).toEqual(['CreateWidget', 'a b', '11']);
  expect(await row.locator('.parameters .subject').innerText()).toMatch(/Size\s+11/);
  expect(await row.locator('pre').allInnerTexts()).toEqual([
    '{"RequestId":"1"}',
    "curl -s -X POST --data-raw 'Name=a%20b&Size=11' 'http://127.0.0.1:4999/?Action=CreateWidget'",
    'npm run understudy -- replay size/above-maximum http://127.0.0.1:4999',
  ]);
});

browserTest(
  'shows first what falls short, and filters by outcome, family, verdict, evidence and text',
  async ({ open }) => {
    const { page } = await open(toHtml(mixedReport));
    const shown = () => page.locator('.rows > li:visible .name code').allInnerTexts();
    expect(await shown()).toEqual(['accepted/size/largest', 'size/above-maximum', 'name/missing']);
    expect(await page.locator('.shown').innerText()).toBe('3 of 9 scenarios shown');

    await page.getByText('All 9').click();
    expect(await shown()).toHaveLength(9);
    await page.getByRole('combobox', { name: 'Family' }).selectOption('violations');
    expect(await shown()).toHaveLength(5);
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('accepted');
    expect(await shown()).toEqual(['size/above-maximum', 'name/known']);
    await page.getByRole('combobox', { name: 'Evidence' }).selectOption('implied');
    expect(await shown()).toEqual(['name/known']);

    await page.getByRole('combobox', { name: 'Family' }).selectOption('');
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('');
    await page.getByRole('combobox', { name: 'Evidence' }).selectOption('');
    await page.getByLabel('Search').fill('OOPS  missing');
    expect(await shown()).toEqual(['name/missing']);
    await page.getByLabel('Search').fill('nothing is like this');
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    expect(await shown()).toHaveLength(9);
  },
);

browserTest(
  'leads from a code to its scenarios, and from a sentence to the scenario that tests it',
  async ({ open }) => {
    const { page } = await open(toHtml(mixedReport, { sentences }));
    await page.locator('#codes').getByRole('link', { name: 'Name.Taken' }).click();
    expect(await page.locator('.rows > li:visible .name code').allInnerTexts()).toEqual([
      'widgets/duplicate',
    ]);

    await page.locator('#sentences').getByRole('link', { name: 'size/above-maximum' }).click();
    const row = page.locator('[id="scenario:size/above-maximum"]');
    expect(await row.isVisible()).toBe(true);
    expect(await row.locator('details').getAttribute('open')).not.toBeNull();
  },
);

browserTest('says of each sentence of the page what tests it, or why nothing does', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport, { sentences }));
  const rows = await page.locator('#sentences tbody tr').allInnerTexts();
  expect(rows[0]).toMatch(/falls short[\s\S]*Size is 1 to 10/);
  expect(rows[1]).toMatch(/Widgets are blue[\s\S]*not tested: nobody can see it from here/);
});

browserTest('copies a command', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  const row = page.locator('[id="scenario:size/above-maximum"]');
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Copy' }).first().click();
  await row.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(mixedReport.failures[1]?.curl);
});

browserTest('is light or dark as the reader’s system is, until the switch is used', async ({ open }) => {
  const { page } = await open(toHtml(goodReport), { colorScheme: 'dark' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const button = page.getByRole('button', { name: 'Dark' });
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  const dark = await background();

  await button.click();
  expect(await button.getAttribute('aria-pressed')).toBe('false');
  expect(await background()).not.toBe(dark);
  await page.reload();
  expect(await background()).not.toBe(dark);
  await page.emulateMedia({ media: 'print' });
  expect(await background()).toBe('rgb(255, 255, 255)');
});

browserTest('unfolds and folds what is shown', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  await page.getByRole('button', { name: 'Unfold' }).click();
  expect(await page.locator('.rows details[open]').count()).toBe(3);
  await page.getByRole('button', { name: 'Fold', exact: true }).click();
  expect(await page.locator('.rows details[open]').count()).toBe(0);
});

browserTest('shows a cause once, by its shortest request, with the others folded below', async ({ open }) => {
  const { page, incidents } = await open(toHtml(alikeReport));
  const shown = () => page.locator('.rows .scenario:visible .name code').allInnerTexts();
  expect(await page.locator('#scenarios .lead').innerText()).toMatch(/^7 fall short, for 3 causes:/);
  expect(await page.locator('.shown').innerText()).toBe('7 of 13 scenarios shown');
  expect(await shown()).toEqual(['accepted/size/largest', 'size/above-maximum/short', 'name/missing']);
  expect(await page.locator('.came:visible').allInnerTexts()).toEqual(['Size.Invalid', '200 success', '500']);

  await page.getByText('and 4 more alike').click();
  expect(await shown()).toHaveLength(7);
  const another = page.locator('[id="scenario:size/above-maximum/last-item"]');
  await another.locator('summary').click();
  expect(await another.locator('pre').first().innerText()).toBe('{"RequestId":"3"}');
  expect(incidents).toEqual([]);
});

browserTest('finds what is folded away, and folds it again', async ({ open }) => {
  const { page } = await open(toHtml(alikeReport));
  const shown = () => page.locator('.rows .scenario:visible .name code').allInnerTexts();
  const alike = page.locator('.alike');

  await page.getByLabel('Search').fill('-item');
  expect(await shown()).toEqual(['size/above-maximum/first-item', 'size/above-maximum/last-item']);
  expect(await alike.locator('> summary').innerText()).toBe('2 alike');
  await page.getByLabel('Search').fill('above-maximum');
  expect(await alike.locator('> summary').innerText()).toBe('and 4 more alike');
  expect(await shown()).toEqual(['size/above-maximum/short']);
  await page.getByLabel('Search').fill('missing');
  expect(await shown()).toEqual(['name/missing']);
  await page.getByLabel('Search').fill('');
  expect(await alike.getAttribute('open')).toBeNull();

  await page.evaluate(() => (location.hash = '#scenario:size/above-maximum/in-full'));
  await page.locator('[id="scenario:size/above-maximum/in-full"] details[open]').waitFor();
  expect(await page.locator('[id="scenario:size/above-maximum/in-full"]').isVisible()).toBe(true);
});

browserTest('unfolds of a cause what is shown of it', async ({ open }) => {
  const { page } = await open(toHtml(alikeReport));
  await page.getByRole('button', { name: 'Unfold' }).click();
  expect(await page.locator('.scenario details[open]').count()).toBe(3);
  await page.getByText('and 4 more alike').click();
  await page.getByRole('button', { name: 'Unfold' }).click();
  expect(await page.locator('.scenario details[open]').count()).toBe(7);
});

browserTest('can be read and filtered by keyboard alone', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the scenarios');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('.rows > li:visible .name code').allInnerTexts()).toEqual(['widgets/duplicate']);
});

browserTest('shows everything where scripts are off', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport), { javaScriptEnabled: false });
  expect(await page.locator('.rows > li:visible').count()).toBe(9);
  expect(await page.locator('.filters').isVisible()).toBe(false);
});

browserTest('asks for nothing beside itself', async ({ open }) => {
  const { requests } = await open(toHtml(mixedReport, { sentences }));
  expect(requests).toEqual([]);
});

browserTest('runs nothing of what a target answered', async ({ open }) => {
  const { page, incidents, requests } = await open(toHtml(hostileReport));
  await page.getByText('All 9').click();
  await page.getByRole('button', { name: 'Unfold' }).click();

  expect(incidents).toEqual([]);
  expect(requests).toEqual([]);
  expect(
    await page.locator('script, iframe, object, embed, img, [onerror], [onload], [onmouseover]').count(),
  ).toBe(1);
  const text = await page.locator('.rows').innerText();
  for (const attack of attacks.slice(0, 6)) expect(text).toContain(attack);
});

browserTest('runs nothing even where markup of a target slipped through', async ({ open }) => {
  const smuggled =
    '<script>alert(1)</script><img src=x onerror=alert(1)><a id=go href="javascript:alert(1)">go</a><base href="https://evil.example/"><style>body{display:none}</style>';
  const { page, incidents, requests } = await open(
    toHtml(mixedReport).replace('<main>', `${smuggled}<main>`),
  );
  await page.locator('#go').click();
  expect(incidents.filter((incident) => incident.startsWith('dialog'))).toEqual([]);
  expect(incidents.filter((incident) => incident.includes('Content Security Policy')).length).toBeGreaterThan(
    3,
  );
  expect(requests).toEqual([]);
  expect(await page.locator('h1').isVisible()).toBe(true);
});

browserTest.for(['light', 'dark'] as const)(
  'has no hurdle that a checker knows, %s',
  async (colorScheme, { open }) => {
    // The policy of the page would keep the checker out as well.
    const { page } = await open(toHtml(alikeReport, { sentences }), { colorScheme, bypassCSP: true });
    await page.getByText('All 13').click();
    expect(await findHurdles(page)).toEqual([]);
  },
);

browserTest('fits a narrow screen', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport, { sentences }), { viewport: { width: 360, height: 740 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
