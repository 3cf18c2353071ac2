/** The report as one page that needs nothing else: no server, no network, and no script to be read. */
import { printableReport } from '../printable-report.ts';
import type { Report } from '../report.ts';
import { settings, summary } from '../summary/headline.ts';
import { codeSection } from './codes.ts';
import { fallShort, fallsShortSection, isWell, playedIn } from './falls-short.ts';
import { familySection } from './families.ts';
import { hero } from './hero.ts';
import { legend } from './legend.ts';
import { matrixSection } from './matrix.ts';
import { nearMissSection } from './near-misses.ts';
import { toPage } from './page.ts';
import { scenarioSection } from './scenarios.ts';
import { sentenceSection, type Sentence } from './sentences.ts';
import { html } from './template.ts';

export interface HtmlOptions {
  /** What the documentation page requires; the section is left out where it requires nothing. */
  readonly sentences?: readonly Sentence[];
  /** How the program is called that plays a scenario again; default `npx understudy`. */
  readonly command?: string;
}

/** Where all is well, or nothing was played, everything below the sentence is folded. */
export function toHtml(
  raw: Report,
  { sentences = [], command = 'npx understudy' }: HtmlOptions = {},
): string {
  const report = printableReport(raw);
  const { target, contract } = report;
  const isAllWell = isWell(report);
  const isOpen = !isAllWell && playedIn(report) > 0;
  return toPage({
    title: `${target} ${summary(report)}`,
    tone: isAllWell ? 'good' : 'bad',
    links: [
      ['falls-short', html`Falls short <b>${fallShort(report)}</b>`],
      ['codes', 'Codes'],
      ...(sentences.length === 0 ? [] : [['sentences', 'Sentences'] as const]),
      ['scenarios', 'Scenarios'],
    ],
    main: [
      hero(report),
      fallsShortSection(report, command),
      nearMissSection(report, isOpen),
      codeSection(report, isOpen),
      matrixSection(report, isOpen),
      familySection(report, isOpen),
      sentences.length > 0 && sentenceSection(report, sentences, isOpen),
      scenarioSection(report, isOpen, command),
      legend(),
    ],
    footer: html`<p>
      ${contract.operation}, ${settings(report)}. The same target, seed and version give the same report. The
      page states no order of checks, so a scenario that counts breaks one rule, once.
    </p>`,
  });
}
