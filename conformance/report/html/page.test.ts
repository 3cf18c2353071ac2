/** The frame of the page in a real browser: both themes, every width, nobody kept out, and nothing let in. */
import { afterAll, expect } from 'vitest';
import { browserTest, closeBrowser, findHurdles } from '../../fixtures/browser.ts';
import { attacks, hostileReport } from '../../fixtures/hostile-report.ts';
import { similarReport, manyReport } from '../../fixtures/long-reports.ts';
import { goodReport, mixedReport, sentences } from '../../fixtures/reports.ts';
import { toHtml } from './report.ts';

afterAll(closeBrowser);

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

browserTest('asks for nothing beside itself', async ({ open }) => {
  const { requests } = await open(toHtml(mixedReport, { sentences }));
  expect(requests).toEqual([]);
});

browserTest('runs nothing of what a target answered', async ({ open }) => {
  const { page, incidents, requests } = await open(toHtml(hostileReport));
  await page.getByRole('radio', { name: 'All 9' }).check();
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

browserTest.for([
  ['a few failures', 'light', similarReport],
  ['a few failures', 'dark', similarReport],
  ['many failures', 'light', manyReport],
  ['all well', 'dark', goodReport],
] as const)(
  'has no hurdle that a checker knows: %s, %s',
  { timeout: 120_000 },
  async ([, colorScheme, report], { open }) => {
    // The policy of the page would keep the checker out as well.
    const { page } = await open(toHtml(report, { sentences }), { colorScheme, bypassCSP: true });
    await page.evaluate(() => (location.hash = '#scenarios?'));
    await page.getByRole('radio', { name: /^All/ }).check();
    expect(await findHurdles(page)).toEqual([]);
  },
);

browserTest.for([360, 390, 1280, 2560])('fits a screen of %i pixels', async (width, { open }) => {
  const { page } = await open(toHtml(manyReport, { sentences }), { viewport: { width, height: 900 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});

browserTest.for([360, 768, 1280])(
  'fits a screen of %i pixels whatever a target answered, folded and unfolded',
  async (width, { open }) => {
    const { page } = await open(toHtml(hostileReport), { viewport: { width, height: 900 } });
    // What is far below is not laid out before somebody gets there.
    await page.evaluate(() =>
      document.querySelectorAll<HTMLElement>('body *').forEach(({ style }) => {
        style.contentVisibility = 'visible';
      }),
    );
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await overflow()).toBe(width);
    const headline = page.locator('.cause .sentence').first();
    expect((await headline.boundingBox())?.height).toBeLessThan(130);

    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));

    expect(await overflow()).toBe(width);
    expect((await headline.boundingBox())?.height).toBeGreaterThan(400);
  },
);

// A4 between its margins; with as many codes as the documented operation has, and more that were answered.
browserTest('fits on paper', async ({ open }) => {
  const codes = Array.from({ length: 29 }, (_, index) => `InvalidSomething${index}.Malformed`);
  const confusion = codes.map((expected) => ({ expected, answered: expected, times: 1, conforming: 1 }));
  const { page } = await open(toHtml({ ...manyReport, confusion }, { sentences }), {
    viewport: { width: 718, height: 1000 },
  });
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.matrix tbody tr').count()).toBe(29);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(718);
});
