/** Each scenario in which some target differs, those first that say most about our reading of the page. */
import { evidenceLevels } from '../../contract/evidence.ts';
import { alikeDifferences, isAsDocumented, type Comparison, type Difference } from './compare.ts';
import type { Failure, Report } from '../report/report.ts';
import { filterForm, noneNotice } from '../report/html/filters.ts';
import { command } from '../report/html/scenarios.ts';
import { evidenceMark, toneOf } from '../report/html/tables.ts';
import { html, type Html } from '../report/html/template.ts';
import { answerText } from '../report/summary/failure-lines.ts';

type DifferenceKind = 'in doubt' | 'differ';

export function differenceSection({ reports, doubtful, differences }: Comparison): Html {
  const all = [...doubtful, ...differences];
  const failuresOf = reports.map(({ failures }) => new Map(failures.map((failure) => [failure.id, failure])));
  const rows = (list: readonly Difference[], outcome: DifferenceKind): readonly Html[] =>
    alikeDifferences(list).map(
      ({ shown, alike }) =>
        html`<li>
          ${differenceRow(shown, outcome, reports, failuresOf)}
          ${
            alike.length > 0 &&
            html`<details class="alike">
              <summary>and ${alike.length} more alike</summary>
              <ol>
                ${alike.map((each) => html`<li>${differenceRow(each, outcome, reports, failuresOf)}</li>`)}
              </ol>
            </details>`
          }
        </li> `,
    );
  return html`<section id="scenarios" aria-labelledby="scenarios-title" tabindex="-1">
    <h2 id="scenarios-title">Differences</h2>
    ${
      all.length === 0
        ? html`<p class="lead">There are none: every target answers as the contract says.</p>`
        : html`<p class="lead">
              Scenarios that some target answers otherwise than the contract says. In doubt are those that two
              targets answer alike against it: there our reading of the page is probably wrong.
            </p>
            ${filters(doubtful, differences)}
            <ol class="rows">
              ${rows(doubtful, 'in doubt')} ${rows(differences, 'differ')}
            </ol>
            ${noneNotice()}`
    }
  </section>`;
}

function filters(doubtful: readonly Difference[], differences: readonly Difference[]): Html {
  const all = [...doubtful, ...differences];
  const tabs = [
    { value: 'in doubt', name: 'In doubt', times: doubtful.length },
    { value: 'differ', name: 'Differ', times: differences.length },
  ].filter(({ times }) => times > 0);
  return filterForm({
    outcomes: [...tabs, { value: '', name: 'All', times: all.length }],
    chosen: tabs[0]?.value ?? '',
    hint: 'id, code, answer',
    choices: [
      { name: 'family', label: 'Family', values: [...new Set(all.map(({ family }) => family))] },
      {
        name: 'evidence',
        label: 'Evidence',
        values: evidenceLevels.filter((level) => all.some(({ evidence }) => evidence === level)),
      },
    ],
  });
}

function differenceRow(
  difference: Difference,
  outcome: DifferenceKind,
  reports: readonly Report[],
  failuresOf: readonly ReadonlyMap<string, Failure>[],
): Html {
  const { id, title, family, evidence, expected } = difference;
  return html`<div
    class="scenario"
    id="scenario:${id}"
    data-outcome="${outcome}"
    data-family="${family}"
    data-evidence="${evidence}"
  >
    <details>
      <summary class="head">
        <span class="verdict ${outcome === 'in doubt' ? 'doubtful' : 'bad'}">${outcome}</span>
        <span class="name"><code>${id}</code> <span class="title">${title}</span></span>
        <span class="about"><code>${expected}</code> ${wrongAnswers(difference)}</span>
        ${evidenceMark(evidence)}
      </summary>
      ${body(
        difference,
        reports,
        failuresOf.map((failures) => failures.get(id)),
      )}
    </details>
  </div>`;
}

/** Each answer that is not as the contract says, and how many targets gave it. */
function wrongAnswers({ answers, verdicts }: Difference): readonly Html[] {
  const wrong = answers.filter((_, position) => !isAsDocumented(verdicts[position] ?? 'skipped'));
  return [...Map.groupBy(wrong, (answer) => answer)].map(
    ([answer, { length }]) => html`<code class="came">${answer}${length > 1 && ` ×${length}`}</code>`,
  );
}

function body(
  { answers: all, verdicts, expected, source }: Difference,
  reports: readonly Report[],
  failures: readonly (Failure | undefined)[],
): Html {
  const texts = new Set(failures.flatMap((failure) => (failure ? answerText(failure.expected) : [])));
  const [curl] = failures.flatMap((failure) => failure?.curl ?? []);
  return html`<div class="failure">
    <dl class="compare sides">
      <div>
        <dt>expected</dt>
        <dd>${texts.size === 0 ? expected : [...texts].join(', at another call ')}</dd>
      </div>
      ${reports.map(({ target }, position) => {
        const tone = toneOf(verdicts[position] ?? 'skipped');
        const text = failures[position] ? spelledOut(failures[position]) : all[position];
        return html`<div>
          <dt><span class="target">${target}</span></dt>
          <dd class="${tone}">${text}</dd>
        </div>`;
      })}
      <div>
        <dt>source</dt>
        <dd class="prose">${source}</dd>
      </div>
    </dl>
    ${curl !== undefined && command('Send it again', curl)}
    ${command('Replay the scenario', failures.flatMap((failure) => failure?.replay ?? []).join('\n'))}
  </div>`;
}

function spelledOut({ answered }: Failure): string {
  const { reason } = answered;
  return reason === undefined ? answerText(answered) : `${answerText(answered)} (${reason})`;
}
