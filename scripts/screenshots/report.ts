/**
 * Pictures for docs/images: `npm run screenshots`, or with names of pictures to take only those.
 *
 * They look as they do in the repository where the fonts Inter and JetBrains Mono are installed (Debian: fonts-inter,
 * fonts-jetbrains-mono), and are small where pngquant is.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { toComparisonHtml } from '../../conformance/compare/html.ts';
import { compareRuns } from '../../conformance/compare/compare.ts';
import { createFetchTarget } from '../../conformance/targets/fetch.ts';
import { launchChromium } from '../../conformance/fixtures/chromium.ts';
import { toHtml } from '../../conformance/report/html/report.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run, type Run } from '../../conformance/run/run.ts';
import type { RunOptions } from '../../conformance/run/run-options.ts';
import { createVirtualClock, type Target } from '../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import type { Fetch } from '../mutants/reference/parts.ts';
import { createServer, documentedParts, type ReferenceServerOptions } from '../mutants/reference/server.ts';
import { limiting, without } from '../mutants/reference/variations.ts';
import { traceRequirements } from '../../scenarios/traceability.ts';
import { allScenarios } from '../cli/runs/play.ts';
import { ensureBuilt } from '../testing/processes.ts';
import { startBusyMock } from './inspector.ts';
import { openTarget } from '../cli/targets/targets.ts';

const contract = readContract();
const operation = mainOperation(contract);
// As many random requests as `check` makes unasked.
const scenarios = await allScenarios(operation, contract, { seed: 1, runs: 25 }, false);
const sentences = traceRequirements(operation, scenarios);
const folder = join(import.meta.dirname, '../..', 'docs', 'images');

interface Shot {
  readonly name: string;
  /** Fill the page; what it needs to stay is closed after the picture. */
  readonly show: (page: Page) => Promise<AsyncDisposable | void>;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

const wide = { width: 1280, height: 800 } as const;
const narrow = { width: 390, height: 844 } as const;
const schemes = ['light', 'dark'] as const;

/** What a reader may find: nothing played, all well, one fault, hardly anything right, several targets side by side. */
const states = {
  'report-empty': reportOf(openMock, { maxRequests: 0 }),
  'report-good': reportOf(openMock),
  'report-few': reportOf(openFaulty),
  'report-many': reportOf(openPrism),
  compare: showComparison,
} as const;

const shots: readonly Shot[] = [
  ...Object.entries(states).flatMap(([state, show]) =>
    schemes.map((colorScheme) => ({ name: `${state}-${colorScheme}`, show, colorScheme, ...wide })),
  ),
  { name: 'report-narrow', show: states['report-many'], colorScheme: 'dark', ...narrow },
  {
    name: 'report-answers',
    show: async (page) => {
      await states['report-few'](page);
      await scrollTo(page, '#answers');
    },
    colorScheme: 'light',
    width: 1280,
    height: 1240,
  },
  ...schemes.map((colorScheme) => ({
    name: `inspector-${colorScheme}`,
    show: showInspector,
    colorScheme,
    width: 1280,
    height: 960,
  })),
  { name: 'inspector-narrow', show: showInspector, colorScheme: 'dark', ...narrow },
];

function reportOf(
  open: () => Promise<Target>,
  options: Pick<RunOptions, 'maxRequests'> = {},
): (page: Page) => Promise<void> {
  return async (page) => page.setContent(toHtml(createReport(await play(open, options)), { sentences }));
}

async function showComparison(page: Page): Promise<void> {
  const runs = [await play(openMock), await play(openFaulty), await play(openUnbounded)];
  await page.setContent(toComparisonHtml(compareRuns(runs)));
}

async function showInspector(page: Page): Promise<AsyncDisposable> {
  const server = await startBusyMock();
  await page.goto(`${server.url}/_understudy/`);
  await page.getByText('live', { exact: true }).waitFor();
  const fire = page.locator('.errors button');
  for (const index of [2, 7]) {
    await fire.nth(index).click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }
  await page.locator('.request').first().click();
  return server;
}

/** The time that a run took would make every picture a new one. */
async function play(
  open: () => Promise<Target>,
  options: Pick<RunOptions, 'maxRequests'> = {},
): Promise<Run> {
  const target = await open();
  const played = await run({ contract, operation, target, seed: 1, scenarios, ...options });
  await target.close();
  return { ...played, durationMs: 420 };
}

function openMock(): Promise<Target> {
  return openTarget('mock', contract, operation, {});
}

function openPrism(): Promise<Target> {
  return openTarget('prism', contract, operation, {});
}

/** A server that takes every DelayTime. */
function openFaulty(): Promise<Target> {
  return openServer('http://127.0.0.1:4999', (options) =>
    createServer(without('InvalidDelayTime')(documentedParts), options),
  );
}

/** A server whose DelayTime has no upper bound. */
function openUnbounded(): Promise<Target> {
  return openServer('http://127.0.0.1:5999', (options) => {
    const { min } = documentedParts.limits.DelayTime;
    const DelayTime = { min, max: Number.MAX_SAFE_INTEGER };
    return createServer(limiting({ DelayTime })(documentedParts), options);
  });
}

function openServer(name: string, create: (options: ReferenceServerOptions) => Fetch): Promise<Target> {
  const clock = createVirtualClock();
  let answers = 0;
  const fetch = create({
    now: () => clock.now(),
    nextId: () => `4D4D01CF-601C-47EE-A135-${String((answers += 1)).padStart(12, '0')}`,
  });
  const target = createFetchTarget({ name, fetch, anyAccount: true });
  return Promise.resolve({ ...target, baseUrl: `${name}/`, clock, persistent: false });
}

async function scrollTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => element.scrollIntoView());
}

async function take(browser: Browser, { name, show, colorScheme, width, height }: Shot): Promise<void> {
  const page = await browser.newPage({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height },
    deviceScaleFactor: 1.5,
  });
  await using _ = (await show(page)) ?? undefined;
  const path = join(folder, `${name}.png`);
  await writeFile(path, await page.screenshot());
  await page.close();
  spawnSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--ext', '.png', '64', path]);
  const { size } = await stat(path);
  process.stdout.write(`docs/images/${name}.png ${Math.round(size / 1024)} kB\n`);
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !shots.some((shot) => shot.name === name));
if (unknown !== undefined) {
  const known = shots.map(({ name }) => name).join(', ');
  throw new Error(`Failed to take "${unknown}": there is no such picture. Name some of ${known}.`);
}
await ensureBuilt();
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const shot of shots) if (names.length === 0 || names.includes(shot.name)) await take(browser, shot);
} finally {
  await browser.close();
}
