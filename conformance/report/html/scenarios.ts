/** The lower part of the page: every scenario, those first that matter most, with all it takes to see one again. */
import { verdicts } from '../../run/judge/judge.ts';
import type { Report } from '../report.ts';
import { outcomes, type Outcome } from '../outcome.ts';
import { scenarioOutcomes, type ScenarioOutcome } from '../scenario-outcomes.ts';
import { answerPair } from './answers.ts';
import { anchor, breakable, code, evidenceIn, evidenceMark, linkTo, toneOf } from './elements.ts';
import { failureBody, type Origin } from './failure.ts';
import { filterForm, noneNotice } from './filters.ts';
import { section } from './section.ts';
import { html, type Html } from './template.ts';

const outcomeNames: Readonly<Record<Outcome, string>> = {
  failed: 'Fall short',
  unjudged: 'Unjudged',
  'known-failure': 'Known to fail',
  'not-scored': 'Not scored',
  skipped: 'Skipped',
  conforms: 'Conform',
};

export function scenarioSection(report: Report, isOpen: boolean, command: string): Html {
  const origin: Origin = { target: report.target, command };
  const all = scenarioOutcomes(report).toSorted(
    (a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  );
  return section({
    id: 'scenarios',
    title: html`All scenarios <span class="count">${all.length}</span>`,
    isOpen,
    body: html`${verdictBar(report)} ${filters(report, all)}
      <ol class="rows">
        ${all.map((each) => scenarioRow(each, origin))}
      </ol>
      ${noneNotice()}`,
  });
}

/** All scenarios in one bar, from exact to skipped; the figures below it lead to those of each verdict. */
function verdictBar({ verdicts: counts, scenarios }: Report): Html | undefined {
  if (scenarios.length === 0) return undefined;
  const present = verdicts.filter((verdict) => counts[verdict] > 0);
  const starts = present.map((_, index) =>
    present.slice(0, index).reduce((sum, verdict) => sum + counts[verdict], 0),
  );
  const label = present.map((verdict) => `${verdict} ${counts[verdict]}`).join(', ');
  return html`<figure class="verdicts">
    <svg
      viewBox="0 0 ${scenarios.length} 10"
      preserveAspectRatio="none"
      role="img"
      aria-label="Verdicts: ${label}"
    >
      ${present.map(
        (verdict, index) =>
          html`<rect class="verdict-${verdict}" x="${starts[index]}" width="${counts[verdict]}" height="10"
            ><title>${verdict} ${counts[verdict]}</title></rect
          >`,
      )}
    </svg>
    <figcaption>
      ${present.map((verdict) =>
        linkTo(
          { section: 'scenarios', filters: { verdict } },
          html`<i class="verdict-${verdict}" aria-hidden="true"></i>${verdict} <b>${counts[verdict]}</b>`,
        ),
      )}
    </figcaption>
  </figure>`;
}

function filters({ families, scenarios, codes }: Report, all: readonly ScenarioOutcome[]): Html {
  const present = outcomes
    .map((outcome) => ({
      value: outcome,
      name: outcomeNames[outcome],
      times: all.filter((each) => each.outcome === outcome).length,
    }))
    .filter(({ times }) => times > 0);
  const exercised = new Set(scenarios.map(({ exercises }) => exercises));
  return filterForm({
    outcomes: [...present, { value: '', name: 'All', times: scenarios.length }],
    chosen: present[0]?.value === 'failed' ? 'failed' : '',
    hint: 'id, code, parameter, answer',
    choices: [
      {
        name: 'code',
        label: 'Code',
        values: codes.map((each) => each.code).filter((each) => exercised.has(each)),
      },
      { name: 'family', label: 'Family', values: families.map(({ family }) => family) },
      {
        name: 'verdict',
        label: 'Verdict',
        values: verdicts.filter((verdict) => scenarios.some((each) => each.verdict === verdict)),
      },
      { name: 'evidence', label: 'Evidence', values: evidenceIn(scenarios) },
    ],
  });
}

function scenarioRow({ scenario, outcome, failure, reason }: ScenarioOutcome, origin: Origin): Html {
  const { id, title, family, exercises, evidence, verdict } = scenario;
  const head = html`<span class="verdict ${toneOf(verdict)}">${verdict}</span>
    <span class="name">${title} <code>${id}</code></span>
    <span class="about">${failure ? answerPair(failure.expected, failure.answered) : code(exercises)}</span>
    ${evidenceMark(evidence)}`;
  const why =
    reason !== '' &&
    html`<p class="why">${outcome === 'known-failure' ? `Known: ${reason}` : breakable(reason)}</p>`;
  return html`<li
    class="scenario"
    id="scenario:${id}"
    data-outcome="${outcome}"
    data-code="${exercises}"
    data-family="${family}"
    data-verdict="${verdict}"
    data-evidence="${evidence}"
  >
    ${
      failure
        ? html`<details>
            <summary class="head">${head}</summary>
            ${why}${failureBody(failure, origin)}
          </details>`
        : html`<div class="head">${head}</div>
            ${why}`
    }
    ${anchor(`scenario:${id}`, id)}
  </li> `;
}
