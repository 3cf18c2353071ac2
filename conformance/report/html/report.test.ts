/** The page in a real browser: what it shows first, what it does, and what no answer can make it do. */
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { browserTest, closeBrowser } from '../../fixtures/browser.ts';
import { similarReport, manyReport } from '../../fixtures/long-reports.ts';
import { emptyReport, goodReport, mixedReport, sentences } from '../../fixtures/reports.ts';
import { toHtml } from './report.ts';

afterAll(closeBrowser);

const row = (page: Page, id: string) => page.locator(`[id="scenario:${id}"]`);
const cause = (page: Page, id: string) => page.locator(`[id="cause:${id}"]`);
const shownRows = (page: Page) =>
  page
    .locator('.rows > li:visible')
    .evaluateAll((items) => items.map(({ id }) => id.replace('scenario:', '')));
const marked = async (page: Page, selector: string) =>
  (await page.locator(`${selector} mark`).allInnerTexts()).map((text) => text.trim());

test('gives the same page for the same report', () => {
  expect(toHtml(mixedReport)).toBe(toHtml(mixedReport));
});

browserTest('begins with the sentence, and goes from causes to single scenarios', async ({ open }) => {
  const { page, incidents } = await open(toHtml(mixedReport, { sentences }));

  expect(await page.locator('h1').innerText()).toBe(
    'http://127.0.0.1:4999 matches 0 of 3 documented codes of the page of 2025-07-24, and 2 scenarios that the page states and 2 that it implies fall short (1 of them known), with 1 of 9 scenarios not played',
  );
  expect(await page.locator('h2').allInnerTexts()).toEqual([
    'What falls short',
    'Conform, but not exact: 1',
    'Documented codes',
    'Expected against answered',
    'Families',
    'The page, sentence by sentence',
    'All scenarios 9',
    'How to read this page',
  ]);
  expect(await page.locator('nav').innerText()).toMatch(/^Falls short 3\s+Codes\s+Sentences\s+Scenarios$/);
  const code = page.locator('#codes tbody tr').first();
  expect(await code.innerText()).toMatch(/✗[\s\S]*Size\.Invalid[\s\S]*stated[\s\S]*50 %[\s\S]*accepted 1/);
  expect(await page.locator('#families tbody tr').count()).toBe(mixedReport.families.length);
  expect(incidents).toEqual([]);
});

browserTest.for([
  ['a few', similarReport, { width: 1280, height: 800 }],
  ['a few', similarReport, { width: 390, height: 844 }],
  ['many', manyReport, { width: 1280, height: 800 }],
  ['many', manyReport, { width: 390, height: 844 }],
] as const)(
  'has the first of %s failures in the first screen, ten tabs away: %o',
  async ([, report, viewport], { open }) => {
    const { page } = await open(toHtml(report, { sentences }), { viewport });
    const first = page.locator('.cause summary').first();
    const box = await first.locator('.sentence').boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(viewport.height);
    for (
      let tabs = 0;
      tabs < 10 && !(await first.evaluate((one) => one === document.activeElement));
      tabs += 1
    )
      await page.keyboard.press('Tab');
    expect(await first.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator('.cause').first().locator('.failure').isVisible()).toBe(true);
  },
);

browserTest(
  'says one green sentence where all is well, folds the rest, and prints on two pages',
  async ({ open }) => {
    const { page } = await open(toHtml(goodReport, { sentences }));
    expect(await page.locator('.well').innerText()).toBe(
      '✓ Nothing falls short: 9 scenarios played, and none counts against the target.',
    );
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(await page.locator('.rows > li:visible').count()).toBe(0);
    expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeLessThanOrEqual(2);

    await page.locator('nav').getByText('Codes').click();
    expect(await page.locator('#codes tbody tr:visible').count()).toBe(3);
  },
);

browserTest('says why where nothing was played, and calls nothing wrong', async ({ open }) => {
  const { page } = await open(toHtml(emptyReport));
  expect(await page.locator('#falls-short').innerText()).toMatch(
    /Nothing was played\.[\s\S]*9 scenarios: the run may send 0 calls \(--max-requests\)$/,
  );
  expect(await page.locator('.well, .bad:visible, details[open]').count()).toBe(0);
});

browserTest('has one headline for each cause, with the scenario that aims at it', async ({ open }) => {
  const { page } = await open(toHtml(similarReport));
  expect(await page.locator('#falls-short .lead').innerText()).toMatch(/^1 fault explains 6 of 9 failures/);
  expect(await page.locator('#falls-short > .causes .sentence').allInnerTexts()).toEqual([
    'Your server takes a Size up to 11; the limit is 10.',
    'Name left out: the body is no JSON object',
  ]);
  expect(await page.locator('.group > summary').allInnerTexts()).toEqual([
    'Not judged',
    'Known to fail',
    'Not scored, since nothing settles which is right',
  ]);
  const first = cause(page, 'size/above-maximum');
  expect(await first.locator('.reach').innerText()).toMatch(/^6 scenarios/);
  expect(await first.locator('.times').allInnerTexts()).toEqual([
    '400 Size.Invalid → 200 success ×5',
    '200 success → 400 Size.Invalid',
  ]);
  await first.locator('summary').first().click();
  expect(await first.locator('.representative').innerText()).toMatch(
    /^Size one above the largest allowed, 11\s+size\/above-maximum$/,
  );
  expect(await first.locator('.parameters .subject').innerText()).toMatch(/Size\s+11/);

  await first.getByText('1 more').click();
  await first.getByRole('link', { name: 'size/above-maximum/short' }).click();
  await row(page, 'size/above-maximum/short').locator('.failure').waitFor();
});

browserTest('names a code and an answer once, whatever rules were broken', async ({ open }) => {
  const { page } = await open(
    toHtml({ ...manyReport, diagnoses: [], unexplained: manyReport.failures.map(({ id }) => id) }),
  );
  const codes = manyReport.codes.length;
  expect(await page.locator('#falls-short > .causes > .cause').count()).toBe(codes);
  const first = page.locator('#falls-short > .causes > .cause').first();
  expect(await first.locator('.sentence').innerText()).toBe(
    'Where 400 InvalidPart1.Malformed is expected, it answers 200 success.',
  );
  expect(await first.locator('.seen').innerText()).toBe('Part1 as 0, and 1 other');
});

browserTest('marks only in what an answer differs', async ({ open }) => {
  const expected = { status: 400, code: 'Size.Invalid', message: 'Size is not valid.' };
  const answers = [
    { ...expected, status: 404 },
    { ...expected, code: 'Size.Unknown' },
    { ...expected, message: 'Size is not right.' },
  ];
  const failures = mixedReport.failures.slice(0, 3).map((failure, index) => ({
    ...failure,
    expected,
    answered: answers[index] ?? {},
  }));
  const { page } = await open(
    toHtml({ ...mixedReport, failures, diagnoses: [], readings: [], unexplained: [] }),
  );
  await page.getByRole('button', { name: 'Unfold' }).click();
  expect(await marked(page, '[id="scenario:accepted/size/largest"] .head')).toEqual(['400', '404']);
  expect(await marked(page, '[id="scenario:size/above-maximum"] .head')).toEqual(['Invalid', 'Unknown']);
  expect(await marked(page, '[id="scenario:name/missing"] .compare')).toEqual(['valid.', 'right.']);
  // A long code goes on in the next line after its dot.
  expect(await page.locator('[id="scenario:size/above-maximum"] .head wbr').count()).toBe(2);
});

browserTest('says what is wrong where status and code are right', async ({ open }) => {
  const failures = mixedReport.failures.slice(0, 1).map((failure) => ({
    ...failure,
    answered: { status: 200, reason: 'RequestId is no UUID' },
  }));
  const { page } = await open(
    toHtml({ ...mixedReport, failures, diagnoses: [], readings: [], unexplained: [] }),
  );
  expect(await row(page, 'accepted/size/largest').locator('.pair').innerText()).toBe(
    '200 success → RequestId is no UUID',
  );
  expect(await marked(page, '[id="scenario:accepted/size/largest"] .head')).toEqual(['RequestId is no UUID']);
});

browserTest('colours the matrix by verdicts: not by the diagonal', async ({ open }) => {
  const confusion = [
    { expected: 'OK', answered: 'OK', times: 3, conforming: 3 },
    { expected: 'Size.Invalid', answered: 'Size.Invalid', times: 2, conforming: 0 },
    { expected: 'Size.Invalid', answered: 'Name.Taken', times: 2, conforming: 2 },
    { expected: 'Name.Taken', answered: 'OK', times: 1, conforming: 0 },
  ];
  const { page } = await open(toHtml({ ...mixedReport, confusion }));
  const classOf = (title: string) => page.locator(`.matrix [title^="${title}"]`).getAttribute('class');
  expect(await classOf('OK was expected, OK was answered: 3 times')).toMatch(/^right/);
  expect(
    await classOf('Size.Invalid was expected, Size.Invalid was answered: 2 times, which is wrong'),
  ).toMatch(/^wrong/);
  expect(
    await classOf('Size.Invalid was expected, Name.Taken was answered: 2 times, which is right as well'),
  ).toMatch(/^other/);
  expect(await classOf('Name.Taken was expected, OK was answered: once, which is wrong')).toMatch(/^wrong/);
});

browserTest(
  'makes a bar as long as the score, and a place that a link leads to neither green nor red',
  async ({ open }) => {
    const { page } = await open(toHtml(mixedReport));
    const bars = page.locator('#codes .bar rect:not(.track)');
    expect(await bars.evaluateAll((all) => all.map((one) => one.getAttribute('width')))).toEqual([
      '50',
      '0',
      '0',
    ]);
    await page.evaluate(() => (location.hash = '#scenario:size/above-maximum'));
    const style = await row(page, 'size/above-maximum').evaluate((element) => {
      const { backgroundColor, boxShadow } = getComputedStyle(element);
      return backgroundColor + boxShadow;
    });
    const tones = await page.evaluate(() =>
      ['--good', '--good-soft', '--bad', '--bad-soft'].map((name) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(${name})`;
        return getComputedStyle(probe).color;
      }),
    );
    for (const tone of tones) expect(style).not.toContain(tone);
  },
);

browserTest('lists what conforms without being exact, with both messages side by side', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  const cells = page.locator('#near-misses tbody td');
  expect(await cells.allInnerTexts()).toEqual([
    expect.stringMatching(/^400 Size\.Invalid\s+“?Size is not valid\.”?$/),
    expect.stringMatching(/^400 Size\.Invalid\s+“?Size is too small\.”?$/),
    'another message',
    'size/below-minimum',
  ]);
  expect(await marked(page, '#near-misses')).toEqual(['not valid.', 'too small.']);
  await page.locator('.facts').getByRole('link', { name: '1', exact: true }).first().click();
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#near-misses');
});

browserTest('names the target and the command with which to see it again', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport, { command: 'npm run understudy --' }));
  const failure = row(page, 'size/above-maximum');
  await failure.locator('summary').click();
  const text = await failure.innerText();
  for (const part of [
    '400 Size.Invalid',
    '200 success',
    'Request parameters, Size',
    '/properties/Size/maximum',
    'Send it to http://127.0.0.1:4999',
    'Play it again against http://127.0.0.1:4999',
  ])
    expect(text).toContain(part);
  expect(await failure.locator('.parameters dd').allInnerTexts()).toEqual(['CreateWidget', 'a b', '11']);
  expect(await failure.locator('pre').allInnerTexts()).toEqual([
    '{"RequestId":"1"}',
    "curl 'http://127.0.0.1:4999/?Action=CreateWidget' -d Name=a%20b -d Size=11",
    'npm run understudy -- replay size/above-maximum http://127.0.0.1:4999',
  ]);

  const { page: other } = await open(toHtml({ ...mixedReport, target: 'module:./server.ts' }));
  await row(other, 'size/above-maximum').locator('summary').click();
  expect(await row(other, 'size/above-maximum').innerText()).toContain(
    'module:./server.ts has no address of its own',
  );
});

browserTest(
  'filters by outcome, code, family, verdict, evidence and text, and says so in the address',
  async ({ open }) => {
    const { page } = await open(toHtml(mixedReport));
    const choose = (name: string, value: string) => page.getByRole('combobox', { name }).selectOption(value);
    const hash = () => page.evaluate(() => location.hash);
    expect(await shownRows(page)).toEqual(['accepted/size/largest', 'size/above-maximum', 'name/missing']);
    expect(await page.locator('.shown').innerText()).toBe('3 of 9 scenarios shown');
    expect(await hash()).toBe('');

    await page.getByRole('radio', { name: 'All 9' }).check();
    expect(await shownRows(page)).toHaveLength(9);
    await choose('Family', 'violations');
    expect(await shownRows(page)).toHaveLength(5);
    await choose('Verdict', 'accepted');
    expect(await shownRows(page)).toEqual(['size/above-maximum', 'name/known']);
    await choose('Evidence', 'implied');
    expect(await shownRows(page)).toEqual(['name/known']);
    expect(await hash()).toBe('#scenarios?family=violations&verdict=accepted&evidence=implied');

    // Who is sent the address sees the same.
    const { page: sent } = await open(toHtml(mixedReport));
    await sent.goto(`https://report.example/${await hash()}`);
    expect(await shownRows(sent)).toEqual(['name/known']);
    expect(await sent.getByRole('combobox', { name: 'Family' }).inputValue()).toBe('violations');

    for (const name of ['Family', 'Verdict', 'Evidence']) await choose(name, '');
    await choose('Code', 'Name.Taken');
    expect(await shownRows(page)).toEqual(['widgets/duplicate']);
    await choose('Code', '');
    await page.getByLabel('Search').fill('OOPS  missing');
    expect(await shownRows(page)).toEqual(['name/missing']);
    expect(await hash()).toBe('#scenarios?text=OOPS++missing');
    await page.getByLabel('Search').fill('nothing is like this');
    expect(await shownRows(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    expect(await shownRows(page)).toHaveLength(9);
  },
);

browserTest('has a link for each row, and for each figure', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport, { sentences }));
  await page.getByRole('radio', { name: 'All 9' }).check();
  for (const link of await page.locator('.anchor').all()) expect(await link.isVisible()).toBe(true);
  for (const [section, id] of [
    ['codes', 'code:Name.Taken'],
    ['families', 'family:state'],
    ['sentences', 'sentence:size'],
  ])
    expect(await page.locator(`#${section} a[href="#${encodeURIComponent(id ?? '')}"]`).isVisible()).toBe(
      true,
    );
  await cause(page, 'size/above-maximum').getByRole('link', { name: 'Link to this cause' }).click();
  await cause(page, 'size/above-maximum').locator('details[open]').first().waitFor();
  await page.getByRole('link', { name: 'Link to name/known' }).click();
  const known = row(page, 'name/known');
  await known.locator('details[open]').waitFor();

  await page.locator('#codes').getByRole('link', { name: 'accepted 1' }).first().click();
  await expect.poll(() => shownRows(page)).toEqual(['size/above-maximum']);
  await page.locator('#families').getByRole('link', { name: 'uniqueness' }).click();
  await expect.poll(() => shownRows(page)).toEqual(['widgets/duplicate']);
  await page.locator('.verdicts').getByRole('link', { name: 'exact 1' }).click();
  await expect.poll(() => shownRows(page)).toEqual(['accepted/minimal']);
  await page.locator('.facts').getByRole('link').nth(1).click();
  await expect.poll(() => shownRows(page)).toEqual(['accepted/minimal', 'size/below-minimum']);
  await page.locator('#codes').getByRole('link', { name: 'Name.Taken' }).click();
  await expect.poll(() => shownRows(page)).toEqual(['widgets/duplicate']);

  await page.locator('#sentences').getByRole('link', { name: 'size/above-maximum' }).click();
  await row(page, 'size/above-maximum').locator('details[open]').waitFor();
});

browserTest('says of each sentence of the page what tests it, or why nothing does', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport, { sentences }));
  await page.getByText('1 others').click();
  const rows = await page.locator('#sentences tbody tr').allInnerTexts();
  expect(rows[0]).toMatch(/falls short[\s\S]*Size is 1 to 10[\s\S]*above-maximum[\s\S]*below-minimum/);
  expect(rows[1]).toMatch(/Widgets are blue[\s\S]*not tested: nobody can see it from here/);
});

browserTest('prints of each cause the scenario that shows it best', async ({ open }) => {
  const { page } = await open(toHtml(manyReport));
  await page.emulateMedia({ media: 'print' });
  const bodies = page.locator('#falls-short > .causes > .cause > details > .failure');
  expect(await bodies.count()).toBe(manyReport.diagnoses.length);
  for (const body of await bodies.all()) expect((await body.boundingBox())?.height).toBeGreaterThan(50);
  expect(await page.locator('.filters').isVisible()).toBe(false);
});

browserTest('copies a command', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  const failure = row(page, 'size/above-maximum');
  await failure.locator('summary').click();
  await failure.getByRole('button', { name: 'Copy' }).nth(1).click();
  await failure.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(mixedReport.failures[1]?.curl);
});

browserTest('unfolds and folds what is shown', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  await page.getByRole('button', { name: 'Unfold' }).click();
  expect(await page.locator('.rows details[open]').count()).toBe(3);
  await page.getByRole('button', { name: 'Fold', exact: true }).click();
  expect(await page.locator('.rows details[open]').count()).toBe(0);
});

browserTest('can be filtered by keyboard alone', async ({ open }) => {
  const { page } = await open(toHtml(mixedReport));
  await page.getByRole('radio', { name: 'Fall short' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await shownRows(page)).toEqual(['widgets/duplicate']);
});

browserTest(
  'shows everything where scripts are off, and follows links into what is folded',
  async ({ open }) => {
    const { page } = await open(toHtml(mixedReport), { javaScriptEnabled: false });
    expect(await page.locator('.rows > li:visible').count()).toBe(9);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    const { page: good } = await open(toHtml(goodReport), { javaScriptEnabled: false });
    await good.locator('nav').getByText('Codes').click();
    expect(await good.locator('#codes tbody tr:visible').count()).toBe(3);
  },
);

/** Sheets of paper in a PDF. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
