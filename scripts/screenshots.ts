/**
 * Pictures of the HTML report for docs/images: `npm run screenshots`.
 *
 * They look as they do in the repository where the fonts Inter and JetBrains Mono are installed (Debian: fonts-inter,
 * fonts-jetbrains-mono), and are small where pngquant is.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { createFetchTarget } from '../conformance/fetch-target.ts';
import { launchChromium } from '../conformance/fixtures/chromium.ts';
import { toHtml } from '../conformance/report-html.ts';
import { createReport } from '../conformance/report.ts';
import { run } from '../conformance/run.ts';
import { createVirtualClock, type Target } from '../conformance/target.ts';
import { mainOperation, readContract } from '../contract/contract.ts';
import { createFaulty } from './mutants/faults.ts';
import { allScenarios } from './play.ts';
import { openTarget } from './targets.ts';

const contract = readContract();
const operation = mainOperation(contract);
// As many random requests as `check` makes unasked.
const scenarios = await allScenarios(operation, contract, { seed: 1, runs: 25 }, false);
const folder = join(import.meta.dirname, '..', 'docs', 'images');

interface Shot {
  readonly name: string;
  readonly open: () => Promise<Target>;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** What to do before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  {
    name: 'report-light',
    open: () => openTarget('mock', contract, operation, {}),
    colorScheme: 'light',
    width: 1200,
    height: 900,
  },
  {
    name: 'report-answers',
    open: () => openTarget('prism', contract, operation, {}),
    colorScheme: 'light',
    width: 1200,
    height: 1290,
    prepare: (page) => scrollTo(page, '#answers'),
  },
  {
    name: 'report-dark',
    open: openFaulty,
    colorScheme: 'dark',
    width: 1200,
    height: 900,
  },
  {
    name: 'report-failure',
    open: openFaulty,
    colorScheme: 'light',
    width: 1200,
    height: 900,
    async prepare(page) {
      await page.locator('.rows details').first().locator('summary').click();
      await scrollTo(page, '#scenarios');
    },
  },
  {
    name: 'report-narrow',
    open: () => openTarget('prism', contract, operation, {}),
    colorScheme: 'dark',
    width: 390,
    height: 844,
  },
];

/** A server that takes every DelayTime. */
function openFaulty(): Promise<Target> {
  const clock = createVirtualClock();
  let answers = 0;
  const fetch = createFaulty('never-invalid-delay-time', {
    now: () => clock.now(),
    nextId: () => `4D4D01CF-601C-47EE-A135-${String((answers += 1)).padStart(12, '0')}`,
  });
  const target = createFetchTarget({ name: 'http://127.0.0.1:4999', fetch, anyAccount: true });
  return Promise.resolve({ ...target, clock, remembers: false });
}

async function scrollTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => element.scrollIntoView());
}

async function take(browser: Browser, { name, open, colorScheme, width, height, prepare }: Shot) {
  const target = await open();
  const played = await run({ contract, operation, target, seed: 1, scenarios });
  await target.close();
  // The time that a run took would make every picture a new one.
  const html = toHtml(createReport({ ...played, durationMs: 420 }));
  const page = await browser.newPage({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height },
    deviceScaleFactor: 1.5,
  });
  await page.setContent(html);
  await prepare?.(page);
  const path = join(folder, `${name}.png`);
  await writeFile(path, await page.screenshot());
  await page.close();
  spawnSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--ext', '.png', '64', path]);
  const { size } = await stat(path);
  process.stdout.write(`docs/images/${name}.png ${Math.round(size / 1024)} kB\n`);
}

await mkdir(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const shot of shots) await take(browser, shot);
} finally {
  await browser.close();
}
