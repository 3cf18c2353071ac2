/** The head of the page: the sentence to remember, and the figures. */
import type { Report } from '../report.ts';
import { percent, seconds, shortfalls, unplayed } from '../summary/headline.ts';
import { factList, strip, type Figure } from './elements.ts';
import { html, type Html } from './template.ts';
import { whyNotScored, type Outcome } from '../outcome.ts';
import { scenarioOutcomes } from '../scenario-outcomes.ts';

export function hero(report: Report): Html {
  const { target, contract, codesMatched, codesDocumented, codes, scenarios, verdicts } = report;
  const tone =
    scenarios.length === verdicts.skipped ? 'open' : codesMatched === codesDocumented ? 'good' : 'bad';
  const rest = [...shortfalls(report), ...unplayed(report)];
  return html`<header class="hero">
    <p class="eyebrow">Conformance to ${contract.operation}</p>
    <h1>
      <span class="target">${target}</span> matches
      <strong class="${tone}">${codesMatched} of ${codesDocumented}</strong>
      documented
      codes${contract.page === '' ? '' : ` of the page of ${contract.page}`}${rest.map((part) => `, ${part}`)}
    </h1>
    ${strip(
      `${codesMatched} of ${codesDocumented} documented codes match`,
      codes.map(({ code, score }) => ({
        code,
        share: score,
        says: score === null ? 'not judged' : percent(score),
      })),
    )}
    ${factList(factsOf(report))}
  </header>`;
}

/** Figures that are zero are left out, but for what conforms. */
function factsOf(report: Report): readonly Figure[] {
  const { score, factors, codesProduced, codesDocumented, scenarios, seed, nearMisses } = report;
  const count = (wanted: Outcome): number =>
    scenarioOutcomes(report).filter(({ outcome }) => outcome === wanted).length;
  const notScored = count('not-scored');
  return [
    {
      name: 'Score',
      value: score === null ? 'none' : score.toFixed(3),
      note:
        score === null
          ? 'nothing was judged'
          : `codes ${factors.codes ?? '–'} × all else ${factors.others ?? '–'}`,
      link: { section: 'codes' },
    },
    {
      name: 'Conform',
      value: String(count('conforms')),
      note: `of ${scenarios.length} scenarios`,
      link: { section: 'scenarios', filters: { outcome: 'conforms' } },
    },
    ...(nearMisses.length === 0
      ? []
      : [
          {
            name: 'But not exact',
            value: String(nearMisses.length),
            note: 'of those that conform',
            link: { section: 'near-misses' },
          },
        ]),
    ...(notScored === 0
      ? []
      : [
          {
            name: 'Not scored',
            value: String(notScored),
            note: whyNotScored(report.failOn),
            link: { section: 'scenarios', filters: { outcome: 'not-scored' } },
          },
        ]),
    { name: 'Ever answered', value: `${codesProduced} of ${codesDocumented}`, note: 'documented codes' },
    { name: 'Took', value: seconds(report), note: `seed ${seed}` },
  ];
}
