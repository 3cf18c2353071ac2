/** The report as one page that needs nothing else: no server, no network, and no script to be read. */
import { printableReport } from '../printable-report.ts';
import type { Report } from '../report.ts';
import { diagnosisSection } from './diagnosis.ts';
import { matrixSection } from './matrix.ts';
import { toPage } from './page.ts';
import { scenarioSection } from './scenarios.ts';
import { sentenceSection, type Sentence } from './sentences.ts';
import { codeSection, familySection, hero, legend } from './tables.ts';
import { html } from './template.ts';
import { explanation } from '../summary/diagnosis-lines.ts';
import { settings, summary } from '../summary/headline.ts';

export interface HtmlOptions {
  /** What the documentation page requires; the section is left out where it requires nothing. */
  readonly sentences?: readonly Sentence[];
}

export function toHtml(raw: Report, { sentences = [] }: HtmlOptions = {}): string {
  const report = printableReport(raw);
  const { target, contract, score } = report;
  return toPage({
    title: `${target} ${summary(report)}`,
    tone: score === 1 ? 'good' : 'bad',
    links: [
      ...(explanation(report) === undefined ? [] : [['diagnosis', 'What is wrong'] as const]),
      ['codes', 'Codes'],
      ['answers', 'Answers'],
      ['families', 'Families'],
      ...(sentences.length === 0 ? [] : [['sentences', 'Sentences'] as const]),
      ['scenarios', 'Scenarios'],
    ],
    main: [
      hero(report),
      diagnosisSection(report),
      codeSection(report),
      matrixSection(report),
      familySection(report),
      sentences.length > 0 && sentenceSection(report, sentences),
      scenarioSection(report),
      legend(),
    ],
    footer: html`<p>
      ${contract.operation}, ${settings(report)}. The same target, seed and version give the same report. The
      page states no order of checks, so a scenario that counts breaks one rule, once.
    </p>`,
  });
}
