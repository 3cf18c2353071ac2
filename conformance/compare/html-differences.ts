/** Where targets differ, those first that say most about our reading of the page; and each scenario for which they do. */
import {
  alikeDifferences,
  isAsDocumented,
  type AlikeDifferences,
  type Comparison,
  type Difference,
} from './compare.ts';
import type { Failure, Report } from '../report/report.ts';
import { answersOf, causeGroup, type CauseCard } from '../report/html/causes.ts';
import { anchor, breakable, code, evidenceIn, evidenceMark, toneOf } from '../report/html/elements.ts';
import { block } from '../report/html/failure.ts';
import { filterForm, noneNotice } from '../report/html/filters.ts';
import { section } from '../report/html/section.ts';
import { html, type Html } from '../report/html/template.ts';
import { answerText, replayLine } from '../report/summary/failure-lines.ts';

type DifferenceKind = 'in doubt' | 'differ';

export function differenceSection(comparison: Comparison, command: string): Html {
  const { reports, doubtful, differences } = comparison;
  const describe = describer(reports, command);
  const causes = (list: readonly Difference[], outcome: DifferenceKind): readonly CauseCard[] =>
    alikeDifferences(list).map((each) => causeOf(each, outcome, describe));
  const isAlike = doubtful.length + differences.length === 0;
  return html`<section id="differences" aria-labelledby="differences-title" tabindex="-1">
    <h2 id="differences-title" class="${isAlike && 'unseen'}">Where they differ</h2>
    ${
      isAlike &&
      html`<p class="well">
        <span aria-hidden="true">✓</span> There are no differences: every target answers as the contract says.
      </p>`
    }
    ${distinctionList(comparison)}
    ${causeGroup(
      'In doubt: two targets answer alike against the contract, so our reading of the page is probably wrong',
      causes(doubtful, 'in doubt'),
      true,
    )}
    ${causeGroup('Some target answers otherwise than the contract says', causes(differences, 'differ'), true)}
  </section>`;
}

/** What tells the targets apart, one sentence each; the scenarios that show it stand below. */
function distinctionList({ distinctions }: Comparison): Html | false {
  return (
    distinctions.length > 0 &&
    html`<h3>What tells them apart</h3>
      <ul class="causes" id="distinctions">
        ${distinctions.map(
          ({ sentence, evidence }) =>
            html`<li class="cause stated-once">
              <strong class="sentence">${breakable(sentence)}</strong>
              <span class="reach">${evidenceMark(evidence)}</span>
            </li>`,
        )}
      </ul>`
  );
}

type Describe = (difference: Difference) => Html;

function causeOf(
  { representative, similar }: AlikeDifferences,
  outcome: DifferenceKind,
  describe: Describe,
): CauseCard {
  return {
    weight: outcome === 'in doubt' ? 'doubtful' : 'differ',
    sentence: representative.title,
    answers: answersOf(wrongAnswers(representative)),
    note: html` ${evidenceMark(representative.evidence)}`,
    representative,
    body: describe(representative),
    members: [representative, ...similar],
  };
}

/** Each answer that is not as the contract says, and who gave it. */
function wrongAnswers({ answers, verdicts, expected }: Difference): readonly Html[] {
  const wrong = answers.filter((_, position) => !isAsDocumented(verdicts[position] ?? 'skipped'));
  return [...Map.groupBy(wrong, (answer) => answer)].map(
    ([answer, { length }]) =>
      html`<span class="pair"
          >${code(expected)} <span class="arrow" role="img" aria-label="was answered with">→</span>
          <code class="came"><mark>${answer}</mark></code></span
        >
        ${length > 1 && `×${length}`}`,
  );
}

/** Every scenario for which targets differ, in a row of its own. */
export function differentScenarios({ reports, doubtful, differences }: Comparison, command: string): Html {
  const describe = describer(reports, command);
  const all = [...doubtful, ...differences];
  return section({
    id: 'scenarios',
    title: html`All scenarios in which they differ <span class="count">${all.length}</span>`,
    isOpen: true,
    body: html`${filters(doubtful, differences)}
      <ol class="rows">
        ${doubtful.map((each) => differenceRow(each, 'in doubt', describe))}
        ${differences.map((each) => differenceRow(each, 'differ', describe))}
      </ol>
      ${noneNotice()}`,
  });
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
      { name: 'code', label: 'Expected', values: [...new Set(all.map(({ expected }) => expected))] },
      { name: 'family', label: 'Family', values: [...new Set(all.map(({ family }) => family))] },
      { name: 'evidence', label: 'Evidence', values: evidenceIn(all) },
    ],
  });
}

function differenceRow(difference: Difference, outcome: DifferenceKind, describe: Describe): Html {
  const { id, title, family, evidence, expected } = difference;
  return html`<li
    class="scenario"
    id="scenario:${id}"
    data-outcome="${outcome}"
    data-code="${expected}"
    data-family="${family}"
    data-evidence="${evidence}"
  >
    <details>
      <summary class="head">
        <span class="verdict ${outcome === 'in doubt' ? 'doubtful' : 'bad'}">${outcome}</span>
        <span class="name">${title} <code>${id}</code></span>
        <span class="about"
          >${wrongAnswers(difference).map((each) => html`<span class="times">${each}</span> `)}</span
        >
        ${evidenceMark(evidence)}
      </summary>
      ${describe(difference)}
    </details>
    ${anchor(`scenario:${id}`, id)}
  </li> `;
}

/** What each target answered, and how to see it again. */
function describer(reports: readonly Report[], command: string): Describe {
  const failuresOf = reports.map(({ failures }) => new Map(failures.map((failure) => [failure.id, failure])));
  return (difference) =>
    body(
      difference,
      reports,
      failuresOf.map((failures) => failures.get(difference.id)),
      command,
    );
}

function body(
  { answers: all, verdicts, expected, source }: Difference,
  reports: readonly Report[],
  failures: readonly (Failure | undefined)[],
  command: string,
): Html {
  const texts = new Set(failures.flatMap((failure) => (failure ? answerText(failure.expected) : [])));
  const [sent] = failures.flatMap((failure) => (failure?.curl === undefined ? [] : [failure.curl]));
  const replays = failures.flatMap((failure) => (failure ? replayLine(failure, command) : []));
  return html`<div class="failure">
    <div>
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
    </div>
    <div>
      ${sent !== undefined && block('Send it again', sent)}
      ${replays.length > 0 && block('Play it again', replays.join('\n'))}
    </div>
  </div>`;
}

function spelledOut({ answered }: Failure): string {
  const { reason } = answered;
  return reason === undefined ? answerText(answered) : `${answerText(answered)} (${reason})`;
}
