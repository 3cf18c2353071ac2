/** The lower part of the page: every scenario, those first that matter most, with all it takes to see one again. */
import { causesOf, parametersOf } from '../summary/causes.ts';
import { verdicts } from '../../run/judge/judge.ts';
import { evidenceLevels } from '../../../contract/evidence.ts';
import type { Failure, Report } from '../report.ts';
import { filterForm, noneNotice } from './filters.ts';
import { evidenceMark, toneOf } from './tables.ts';
import { html, type Html } from './template.ts';
import { outcomes, type Outcome } from '../outcome.ts';
import { scenarioOutcomes, type ScenarioOutcome } from '../scenario-outcomes.ts';
import type { Call } from '../../targets/target.ts';
import { answerText, brief, callsAlong, callsBefore } from '../summary/failure-lines.ts';

const outcomeNames: Readonly<Record<Outcome, string>> = {
  failed: 'Fall short',
  unjudged: 'Unjudged',
  'known-failure': 'Known to fail',
  'not-scored': 'Not scored',
  skipped: 'Skipped',
  conforms: 'Conform',
};

export function scenarioSection(report: Report): Html {
  const all = scenarioOutcomes(report);
  const rows = rowsOf(all);
  return html`<section id="scenarios" aria-labelledby="scenarios-title" tabindex="-1">
    <h2 id="scenarios-title">Scenarios</h2>
    ${lead(rows)} ${staleNotice(report)} ${filters(report, all)}
    <ol class="rows">
      ${rows.map(rowItem)}
    </ol>
    ${noneNotice()}
  </section>`;
}

/** Scenarios that fail for one cause share a row; every other has its own. */
interface ScenarioRow {
  readonly shown: ScenarioOutcome;
  readonly alike: readonly ScenarioOutcome[];
}

/** In the order in which a reader wants to see them. */
function rowsOf(all: readonly ScenarioOutcome[]): readonly ScenarioRow[] {
  const pointOf = new Map(all.map((each) => [each.scenario.id, each]));
  const find = ({ id }: Failure): readonly ScenarioOutcome[] => {
    const point = pointOf.get(id);
    return point ? [point] : [];
  };
  const causes = causesOf(all.flatMap(({ failure }) => failure ?? [])).flatMap((cause) =>
    find(cause.shown).map((shown) => ({ shown, alike: cause.alike.flatMap(find) })),
  );
  const others = all.filter(({ failure }) => !failure).map((shown) => ({ shown, alike: [] }));
  return outcomes.flatMap((outcome) =>
    [...causes, ...others].filter(({ shown }) => shown.outcome === outcome),
  );
}

function lead(rows: readonly ScenarioRow[]): Html | undefined {
  const causes = rows.filter(({ shown }) => shown.outcome === 'failed');
  if (causes.length === 0) return undefined;
  const scenarios = causes.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  return html`<p class="lead">
    ${scenarios} ${scenarios === 1 ? 'falls' : 'fall'} short, for ${causes.length}
    ${causes.length === 1 ? 'cause' : 'causes'}: one rule with one answer is one cause, shown by its shortest
    request.
  </p>`;
}

function staleNotice({ staleKnownFailures = [] }: Report): Html | undefined {
  if (staleKnownFailures.length === 0) return undefined;
  return html`<div class="notice">
    <h3>Stale known failures, to be taken off the list</h3>
    <ul>
      ${staleKnownFailures.map(({ pattern, problem }) => html`<li><code>${pattern}</code> ${problem}</li>`)}
    </ul>
  </div>`;
}

function filters({ families, scenarios }: Report, all: readonly ScenarioOutcome[]): Html {
  const present = outcomes
    .map((outcome) => ({
      value: outcome,
      name: outcomeNames[outcome],
      times: all.filter((each) => each.outcome === outcome).length,
    }))
    .filter(({ times }) => times > 0);
  return filterForm({
    outcomes: [...present, { value: '', name: 'All', times: scenarios.length }],
    chosen: present[0]?.value === 'failed' ? 'failed' : '',
    hint: 'id, code, parameter, answer',
    choices: [
      { name: 'family', label: 'Family', values: families.map(({ family }) => family) },
      {
        name: 'verdict',
        label: 'Verdict',
        values: verdicts.filter((verdict) => scenarios.some((each) => each.verdict === verdict)),
      },
      {
        name: 'evidence',
        label: 'Evidence',
        values: evidenceLevels.filter((evidence) => scenarios.some((each) => each.evidence === evidence)),
      },
    ],
  });
}

function rowItem({ shown, alike }: ScenarioRow): Html {
  return html`<li>
    ${scenarioRow(shown)}
    ${
      alike.length > 0 &&
      html`<details class="alike">
        <summary>and ${alike.length} more alike</summary>
        <ol>
          ${alike.map((each) => html`<li>${scenarioRow(each)}</li>`)}
        </ol>
      </details>`
    }
  </li> `;
}

function scenarioRow({ scenario, outcome, failure, reason }: ScenarioOutcome): Html {
  const { id, title, family, exercises, evidence, verdict } = scenario;
  const head = html`<span class="verdict ${toneOf(verdict)}">${verdict}</span>
    <span class="name"><code>${id}</code> <span class="title">${title}</span></span>
    <span class="about"
      ><code>${exercises}</code> ${failure && html`<code class="came">${inShort(failure)}</code>`}</span
    >
    ${evidenceMark(evidence)}`;
  const why =
    reason === ''
      ? undefined
      : html`<p class="why">${outcome === 'known-failure' ? `Known: ${reason}` : reason}</p>`;
  return html`<div
    class="scenario"
    id="scenario:${id}"
    data-outcome="${outcome}"
    data-family="${family}"
    data-verdict="${verdict}"
    data-evidence="${evidence}"
  >
    ${
      failure
        ? html`<details>
            <summary class="head">${head}</summary>
            ${why}${failureBody(failure)}
          </details>`
        : html`<div class="head">${head}</div>
            ${why}`
    }
  </div>`;
}

/** What came; the status is told only where it decides, or nothing else is known. */
function inShort({ verdict, answered }: Failure): string {
  const { code } = answered;
  return code === undefined || verdict === 'wrong-status' ? brief(answered) : code;
}

function failureBody(failure: Failure): Html {
  const { expected, answered, body, request, source, pointer, curl, replay } = failure;
  return html`<div class="failure">
    <dl class="compare">
      <div>
        <dt>expected</dt>
        <dd>${answerText(expected)}</dd>
      </div>
      <div>
        <dt>answered</dt>
        <dd class="answered">${answerText(answered)}</dd>
      </div>
      ${
        answered.reason !== undefined &&
        html`<div>
          <dt>because</dt>
          <dd>${answered.reason}</dd>
        </div>`
      }
      <div>
        <dt>source</dt>
        <dd class="prose">${source}</dd>
      </div>
      <div>
        <dt>contract</dt>
        <dd>${pointer}</dd>
      </div>
    </dl>
    ${request && requestTable(request, subjectOf(pointer))}
    ${
      body !== undefined &&
      body !== '' &&
      html`<h3>Answer</h3>
        <pre tabindex="0" role="group" aria-label="Answer">${body}</pre>`
    }
    ${curl !== undefined && command(['Send it again', ...sentWith(failure)].join(', '), curl)}
    ${command('Replay the scenario', replay)}
  </div>`;
}

/** What the line of the call alone does not send. */
function sentWith(failure: Failure): readonly string[] {
  const { calls, along } = failure;
  return [
    ...(calls > 1 ? [`after ${callsBefore(failure)}`] : []),
    ...(along === undefined ? [] : [callsAlong(along)]),
  ];
}

/** The parameters as they were meant, not as they are escaped: that is what `curl` is for. The one in question is marked. */
function requestTable(call: Call, subject: string): Html {
  return html`<h3>Request <small>${call.method} ${call.path.split('?')[0]}</small></h3>
    <dl class="parameters">
      ${parametersOf(call).map(
        ([name, value]) =>
          html`<div class="${name.replaceAll(/\.\d+(?=\.|$)/g, '.N') === subject && 'subject'}">
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

/** The parameter that a place in the request's schema is about: `/properties/List/items/properties/Size/maximum` is `List.N.Size`. */
function subjectOf(pointer: string): string {
  const steps = [...pointer.matchAll(/\/properties\/([^/]+)|\/items(?=\/|$)/g)];
  return steps.map(([, name]) => name ?? 'N').join('.');
}

export function command(title: string, text: string): Html {
  return html`<h3>${title} <button type="button" class="live" data-copy hidden>Copy</button></h3>
    <pre tabindex="0" role="group" aria-label="${title}">${text}</pre>`;
}
