/** The comparison's page in a real browser. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Comparison } from './compare.ts';
import { toComparisonHtml } from './html.ts';
import { browserTest, closeBrowser, findHurdles } from '../fixtures/browser.ts';
import {
  accepts,
  comparisonOf,
  documented,
  hostileComparison,
  mixedComparison,
} from '../fixtures/comparisons.ts';
import { attacks } from '../fixtures/hostile-report.ts';

let mixed: Comparison;
beforeAll(async () => {
  mixed = await mixedComparison();
});
afterAll(closeBrowser);

test('gives the same page for the same comparison', () => {
  expect(toComparisonHtml(mixed)).toBe(toComparisonHtml(mixed));
});

browserTest('begins with the agreement, and has a column for each target', async ({ open }) => {
  const { page, incidents, requests } = await open(toComparisonHtml(mixed));

  expect(await page.locator('h1').innerText()).toMatch(
    /^one, two, three and http:\/\/127\.0\.0\.1:4999 answer 0 % of \d+ scenarios alike$/,
  );
  const rows = await page.locator('#targets tbody tr').allInnerTexts();
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatch(/^one\s+0\.000\s+0 of 21\s+0 of 21\s+100 %\s+0 %\s+0 %$/);
  expect(await page.locator('#codes tbody tr').count()).toBe(21);
  expect(await page.locator('#codes thead th').allInnerTexts()).toEqual(
    expect.arrayContaining(['one', 'two', 'three', 'http://127.0.0.1:4999']),
  );
  expect(incidents).toEqual([]);
  expect(requests).toEqual([]);
});

const shownRows = (page: Page) =>
  page
    .locator('.rows > li:visible')
    .evaluateAll((items) => items.map(({ id }) => id.replace('scenario:', '')));

browserTest('leads with what differs, in doubt first, and marks the codes in doubt', async ({ open }) => {
  const { page } = await open(toComparisonHtml(mixed));
  expect((await page.locator('h2').allInnerTexts())[0]).toBe('Where they differ');
  expect(await page.locator('#distinctions .sentence').allInnerTexts()).toEqual(
    mixed.distinctions.map(({ sentence }) => sentence),
  );
  const groups = page.locator('#differences > .group');
  expect(await groups.first().locator('h3').first().innerText()).toMatch(/^In doubt/);
  const doubtful = groups.first().locator('.cause').first();
  expect(await doubtful.locator('.times').first().innerText()).toBe('InvalidDelayTime → OK ×2');
  expect(await groups.last().locator('.cause').last().locator('.times').allInnerTexts()).toEqual([
    'OK → 400 Another',
    'OK → 400 InvalidDelayTime',
  ]);

  const first = page.locator('#codes tbody tr').first();
  expect(await first.innerText()).toMatch(/^InvalidDelayTime/);
  expect(await first.locator('.doubt').count()).toBe(2);
  expect(await page.locator('#codes .doubt[title]').count()).toBe(2);
  expect(await shownRows(page)).toContain('delay-time/below-minimum');
  expect(await shownRows(page)).not.toContain('accepted/minimal');
  await page.getByRole('radio', { name: /^Differ/ }).check();
  expect(await shownRows(page)).toEqual(['accepted/minimal']);
});

browserTest.for([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])('has the first difference in the first screen, ten tabs away: %o', async (viewport, { open }) => {
  const { page } = await open(toComparisonHtml(mixed), { viewport });
  const first = page.locator('.cause summary').first();
  const box = await page.locator('#differences .sentence').first().boundingBox();
  expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThan(viewport.height);
  const isFocused = () => first.evaluate((element) => element === document.activeElement);
  for (let tabs = 0; tabs < 10 && !(await isFocused()); tabs += 1) await page.keyboard.press('Tab');
  expect(await isFocused()).toBe(true);
});

browserTest('shows of a difference what each target answered, and how to see it again', async ({ open }) => {
  const { page } = await open(toComparisonHtml(mixed, { command: 'npm run understudy --' }));
  const row = page.locator('[id="scenario:delay-time/below-minimum"]');
  await row.locator('summary').click();
  expect(await row.locator('.sides dd').allInnerTexts()).toEqual([
    '400 InvalidDelayTime "Specified Delaytime is invalid."',
    '200 success',
    '200 success',
    '400 Another',
    '400 InvalidDelayTime',
    expect.any(String),
  ]);
  expect(await row.locator('pre').first().innerText()).toMatch(/^curl /);
  expect(await row.locator('pre').last().innerText()).toMatch(
    /^npm run understudy -- replay delay-time\/below-minimum one\n.* two\n.* three$/,
  );
});

browserTest('leads from a code to its differences, and shows the order of checks', async ({ open }) => {
  const { page } = await open(toComparisonHtml(mixed));
  await page.locator('#codes').getByRole('link', { name: 'InvalidDelayTime' }).click();
  await expect.poll(() => shownRows(page)).toContain('delay-time/below-minimum');
  expect(await page.evaluate(() => location.hash)).toBe('#scenarios?code=InvalidDelayTime');
  const orders = page.locator('.orders > div');
  expect(await orders.first().innerText()).toMatch(/one\s+It showed none\./);
  expect(await orders.last().locator('li').first().innerText()).toBe('InvalidDelayTime');
});

browserTest('has neither filters nor marks where all is as documented', async ({ open }) => {
  const right = ['right', documented] as const;
  const { page } = await open(toComparisonHtml(await comparisonOf([right, right], ['delay-time/*'])));
  expect(await page.locator('h1').innerText()).toMatch(
    /^right and right answer 100 % of \d+ scenarios alike$/,
  );
  expect(await page.locator('.well').innerText()).toContain('There are no differences');
  expect(await page.locator('.fold[open]').count()).toBe(1);
  expect(await page.locator('.doubt, .filters').count()).toBe(0);
});

browserTest('runs nothing of what targets are called or answered', async ({ open }) => {
  const { page, incidents, requests } = await open(toComparisonHtml(await hostileComparison()));
  await page.getByRole('radio', { name: /^All/ }).check();
  await page.getByRole('button', { name: 'Unfold' }).click();

  expect(incidents).toEqual([]);
  expect(requests).toEqual([]);
  expect(
    await page.locator('script, iframe, object, embed, img, [onerror], [onload], [onmouseover]').count(),
  ).toBe(1);
  expect(await page.locator('#targets').innerText()).toContain('<script>alert(1)</script>');
  for (const attack of attacks.slice(0, 6)) expect(await page.locator('.rows').innerText()).toContain(attack);
});

browserTest.for(['light', 'dark'] as const)(
  'has no hurdle that a checker knows, %s',
  async (colorScheme, { open }) => {
    // The policy of the page would keep the checker out as well.
    const { page } = await open(toComparisonHtml(mixed), { colorScheme, bypassCSP: true });
    await page.getByRole('radio', { name: /^All/ }).check();
    expect(await findHurdles(page)).toEqual([]);
  },
);

browserTest('fits a narrow screen, and shows everything where scripts are off', async ({ open }) => {
  const viewport = { width: 360, height: 740 };
  const { page } = await open(toComparisonHtml(mixed), { viewport });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  const { page: plain } = await open(toComparisonHtml(mixed), { viewport, javaScriptEnabled: false });
  expect(await plain.locator('.filters').isVisible()).toBe(false);
  expect(await plain.locator('.rows > li:visible').count()).toBeGreaterThan(3);
});

browserTest('compares two', async ({ open }) => {
  const targets = [
    ['right', documented],
    ['wrong', accepts],
  ] as const;
  const { page } = await open(toComparisonHtml(await comparisonOf(targets, ['delay-time/*'])));
  expect(await page.locator('#targets thead th').allInnerTexts()).not.toContain('like right');
  expect(await page.locator('#codes').innerText()).not.toContain('?');
});
