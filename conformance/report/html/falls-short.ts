/** What falls short, as what is wrong with the target: a headline for each cause, and below it the scenario that shows it best. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { whyNotScored, type FailureOutcome } from '../outcome.ts';
import type { Failure, Report } from '../report.ts';
import { groupByAnswer, skipsByReason, type FailureGroup } from '../summary/causes.ts';
import { brief } from '../summary/failure-lines.ts';
import { explanation, representativeOf, unexplainedIn } from '../summary/diagnosis-lines.ts';
import { isMostlyPlayed } from '../summary/headline.ts';
import { answerPair } from './answers.ts';
import { answersOf, causeGroup, causeList, type CauseCard } from './causes.ts';
import { evidenceMark, plural } from './elements.ts';
import { failureBody, type Origin } from './failure.ts';
import { html, type Html } from './template.ts';

/** How many scenarios count against the target. */
export function fallShort({ failures }: Report): number {
  return failures.filter(({ outcome }) => outcome === 'failed').length;
}

export function playedIn({ scenarios, verdicts }: Report): number {
  return scenarios.length - verdicts.skipped;
}

/** Whether nothing needs attention: no failure that counts, no stale known failure, and the run was played to its end. */
export function isWell(report: Report): boolean {
  const { failures, staleKnownFailures = [], cutOff } = report;
  const isMet = failures.every(({ outcome }) => outcome === 'not-scored');
  return (
    isMet && staleKnownFailures.length === 0 && playedIn(report) > 0 && !cutOff && isMostlyPlayed(report)
  );
}

export function fallsShortSection(report: Report, command: string): Html {
  const origin: Origin = { target: report.target, command };
  const headline = explanation(report);
  const isAllWell = isWell(report);
  return html`<section id="falls-short" aria-labelledby="falls-short-title" tabindex="-1">
    <h2 id="falls-short-title" class="${isAllWell && 'unseen'}">What falls short</h2>
    ${isAllWell ? wellNotice(report) : html`<p class="lead">${headline ?? whyNotWell(report)}.</p>`}
    ${causeList(causesIn(report, origin))} ${staleNotice(report)} ${skippedNotice(report)}
    ${otherGroups(report, origin).map(({ title, causes }) => causeGroup(title, causes, !isAllWell))}
  </section>`;
}

/** Where nothing was found wrong, and yet not all is well. */
function whyNotWell(report: Report): string {
  const { scenarios, verdicts, cutOff, failures } = report;
  if (cutOff) return `The run was cut off: ${cutOff.reason}`;
  if (playedIn(report) === 0) return 'Nothing was played';
  return failures.length > 0
    ? 'Nothing falls short that nobody knows of'
    : `Nothing falls short, but ${verdicts.skipped} of ${scenarios.length} scenarios were not played`;
}

function wellNotice(report: Report): Html {
  const played = playedIn(report);
  return html`<p class="well">
    <span aria-hidden="true">✓</span> Nothing falls short: ${plural(played, 'scenario')} played, and none
    counts against the target.
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

/** Where more was skipped than a run may skip, the reasons are what is wrong. */
function skippedNotice(report: Report): Html | undefined {
  if (isMostlyPlayed(report)) return undefined;
  return html`<div class="notice">
    <h3>Not played</h3>
    <ul>
      ${skipsByReason(report.skipped).map(({ reason, ids }) => html`<li>${plural(ids.length, 'scenario')}: ${reason}</li>`)}
    </ul>
  </div>`;
}

/** Diagnoses first, then what nothing explains. */
function causesIn(report: Report, origin: Origin): readonly CauseCard[] {
  const open = unexplainedIn(report).filter(({ outcome }) => outcome === 'failed');
  return [
    ...report.diagnoses.flatMap((one) => causeOf(one, report, origin)),
    ...groupByAnswer(open).map((group) => causeOfGroup(group, origin)),
  ];
}

function otherGroups(
  report: Report,
  origin: Origin,
): readonly { readonly title: string; readonly causes: readonly CauseCard[] }[] {
  const grouped = (failures: readonly Failure[]): readonly CauseCard[] =>
    groupByAnswer(failures).map((group) => causeOfGroup(group, origin));
  const of = (wanted: FailureOutcome): readonly Failure[] =>
    report.failures.filter(({ outcome }) => outcome === wanted);
  const open = unexplainedIn(report).filter(({ outcome }) => outcome === 'not-scored');
  return [
    { title: 'Not judged', causes: grouped(of('unjudged')) },
    { title: 'Known to fail', causes: grouped(of('known-failure')) },
    {
      title: `Not scored, since ${whyNotScored(report.failOn)}`,
      causes: [...report.readings.flatMap((one) => causeOf(one, report, origin)), ...grouped(open)],
    },
  ];
}

function causeOf(one: Diagnosis, report: Report, origin: Origin): readonly CauseCard[] {
  const representative = representativeOf(one, report);
  if (!representative) return [];
  const explained = new Set(one.explains);
  const members = report.failures.filter(({ id }) => explained.has(id));
  const against = one.contradictedBy.length;
  const note = against === 0 ? '' : `, ${plural(against, 'speaks', 'speak')} against it`;
  return [causeWith(one.sentence, note, representative, members, origin)];
}

/** A single scenario says itself what is wrong; of several, what they have in common does. */
function causeOfGroup({ representative, similar }: FailureGroup, origin: Origin): CauseCard {
  const { title, known, expected, answered } = representative;
  const note = known === undefined ? '' : `, known: ${known}`;
  if (similar.length === 0) {
    const sentence = answered.reason === undefined ? title : `${title}: ${answered.reason}`;
    return causeWith(sentence, note, representative, [representative], origin);
  }
  const sentence = `Where ${brief(expected)} is expected, it answers ${answered.reason ?? brief(answered)}.`;
  return {
    ...causeWith(sentence, note, representative, [representative, ...similar], origin),
    answers: `${title}, and ${plural(similar.length, 'other')}`,
  };
}

function causeWith(
  sentence: string,
  note: string,
  representative: Failure,
  members: readonly Failure[],
  origin: Origin,
): CauseCard {
  return {
    weight: representative.outcome,
    sentence,
    answers: answersOf(answersIn(members, representative)),
    note: html`${note} ${evidenceMark(representative.evidence)}`,
    representative,
    body: failureBody(representative, origin),
    members,
  };
}

/** Which answers came where which were expected: that of the representative first, then the most frequent. */
function answersIn(members: readonly Failure[], representative: Failure): readonly Html[] {
  const groups = [
    ...Map.groupBy(members, ({ expected, answered }) => `${brief(expected)} ${brief(answered)}`).values(),
  ];
  const rankOf = (group: readonly Failure[]): number =>
    group.includes(representative) ? members.length + 1 : group.length;
  return groups
    .toSorted((a, b) => rankOf(b) - rankOf(a))
    .flatMap(([first, ...others]) =>
      first
        ? [
            html`${answerPair(first.expected, first.answered)}
            ${groups.length > 1 && others.length > 0 && `×${others.length + 1}`}`,
          ]
        : [],
    );
}
