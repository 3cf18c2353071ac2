/** The upper part of the page: the sentence, the score, the documented codes and the families. */
import { evidenceLevels, type Evidence } from '../../../contract/evidence.ts';
import { conforms, verdicts, type Verdict } from '../../run/judge/judge.ts';
import type { CodeReport, Report, VerdictCounts } from '../report.ts';
import { percent, seconds, shortfalls, unplayed } from '../summary/headline.ts';
import { html, type Html } from './template.ts';
import { whyNotScored, type Outcome } from '../outcome.ts';
import { scenarioOutcomes } from '../scenario-outcomes.ts';

/** Whether a verdict is good, bad, or says nothing about the target. */
export function toneOf(verdict: Verdict): 'good' | 'bad' | 'open' {
  if (conforms(verdict)) return 'good';
  return verdict === 'unjudged' || verdict === 'skipped' ? 'open' : 'bad';
}

export function evidenceMark(evidence: Evidence): Html {
  const marks = { stated: '●', implied: '◐', observed: '◎', assumed: '○' } as const;
  return html`<span class="evidence"
    ><span aria-hidden="true">${marks[evidence]}</span> <span class="word">${evidence}</span></span
  >`;
}

export function hero(report: Report): Html {
  const { target, contract, codesMatched, codesDocumented, codes } = report;
  const rest = [...shortfalls(report), ...unplayed(report)];
  return html`<header class="hero">
    <p class="eyebrow">Conformance to ${contract.operation}</p>
    <h1>
      <span class="target">${target}</span> matches
      <strong class="${codesMatched === codesDocumented ? 'good' : 'bad'}"
        >${codesMatched} of ${codesDocumented}</strong
      >
      documented
      codes${contract.page === '' ? '' : ` of the page of ${contract.page}`}${rest.map((part) => `, ${part}`)}
    </h1>
    <ol class="strip" aria-label="Documented codes">
      ${codes.map(stripCell)}
    </ol>
    ${facts(report)} ${verdictBar(report)}
  </header>`;
}

/** One small column for each documented code, filled as far as its scenarios conform. */
function stripCell({ code, score }: CodeReport): Html {
  const height = Math.round((score ?? 0) * 100);
  const says = score === null ? 'not judged' : percent(score);
  const tone = score === null ? 'open' : score === 1 ? 'good' : 'bad';
  return html`<li>
    <a href="#code:${code}" class="${tone}" title="${code}: ${says}"
      ><svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
        <rect y="${100 - height}" width="10" height="${height}" /></svg
      ><span class="unseen">${code}: ${says}</span></a
    >
  </li>`;
}

function facts(report: Report): Html {
  const { score, factors, codesProduced, codesDocumented, scenarios, seed } = report;
  const count = (wanted: Outcome): number =>
    scenarioOutcomes(report).filter(({ outcome }) => outcome === wanted).length;
  return factList([
    [
      'Score',
      score === null ? 'none' : score.toFixed(3),
      `codes ${factors.codes ?? '–'} × all else ${factors.others ?? '–'}`,
    ],
    ['Ever answered', `${codesProduced} of ${codesDocumented}`, 'documented codes'],
    ['Conform', String(count('conforms')), `of ${scenarios.length} scenarios`],
    ['Fall short', String(count('failed')), 'count against the target'],
    ['Not scored', String(count('not-scored')), whyNotScored(report.failOn)],
    ['Took', seconds(report), `seed ${seed}`],
  ]);
}

/** Figures at the head of a page: what each is, its value, and what it is of. */
export function factList(rows: readonly (readonly [name: string, value: string, note: string])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value} <small>${note}</small></dd>
        </div>`,
    )}
  </dl>`;
}

/** All scenarios in one bar, from exact to skipped. */
function verdictBar({ verdicts: counts, scenarios }: Report): Html {
  const total = Math.max(scenarios.length, 1);
  const present = verdicts.filter((verdict) => counts[verdict] > 0);
  const starts = present.map((_, index) =>
    present.slice(0, index).reduce((sum, verdict) => sum + counts[verdict], 0),
  );
  const label = present.map((verdict) => `${verdict} ${counts[verdict]}`).join(', ');
  return html`<figure class="verdicts">
    <svg viewBox="0 0 ${total} 10" preserveAspectRatio="none" role="img" aria-label="Verdicts: ${label}">
      ${present.map(
        (verdict, index) =>
          html`<rect class="verdict-${verdict}" x="${starts[index]}" width="${counts[verdict]}" height="10"
            ><title>${verdict} ${counts[verdict]}</title></rect
          >`,
      )}
    </svg>
    <figcaption>
      ${present.map(
        (verdict) =>
          html`<span
            ><i class="verdict-${verdict}" aria-hidden="true"></i>${verdict} <b>${counts[verdict]}</b></span
          >`,
      )}
    </figcaption>
  </figure>`;
}

export function codeSection({ codes }: Report): Html {
  return html`<section id="codes" aria-labelledby="codes-title">
    <h2 id="codes-title">Documented codes</h2>
    <p class="lead">
      In the order of the page. Only scenarios of the strongest evidence that a code has count for it, and it
      loses where it was answered without being expected.
    </p>
    <div class="scroll" role="group" aria-labelledby="codes-title" tabindex="0">
      <table class="list">
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Result</span></th>
            <th scope="col">Code</th>
            <th scope="col">Evidence</th>
            <th scope="col" class="bar-cell">Score</th>
            <th scope="col" class="number"><span class="unseen">Percent</span></th>
            <th scope="col" class="number">Scenarios</th>
            <th scope="col">Verdicts</th>
          </tr>
        </thead>
        <tbody>
          ${codes.map(codeRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function codeRow({ code, evidence, score, scenarios, unexpected, verdicts: counts }: CodeReport): Html {
  const [tone, mark, word] =
    score === null
      ? (['open', '–', 'not judged'] as const)
      : score === 1
        ? (['good', '✓', 'matches'] as const)
        : (['bad', '✗', 'falls short'] as const);
  return html`<tr id="code:${code}">
    <td class="mark ${tone}"><span aria-hidden="true">${mark}</span><span class="unseen">${word}</span></td>
    <th scope="row">
      <a href="#scenarios" data-find="${code}"><code>${code}</code></a>
    </th>
    <td>${evidenceMark(evidence)}</td>
    <td class="bar-cell">${bar(score ?? 0, tone)}</td>
    <td class="number">${score === null ? '–' : percent(score)}</td>
    <td class="number">${scenarios}</td>
    <td class="counts">
      ${countsOf(counts)}${unexpected > 0 && html`<span class="bad">not expected <b>${unexpected}</b></span>`}
    </td>
  </tr>`;
}

/** What conforms, and in the other colour what does not; grey where nobody can say. */
export function bar(share: number, tone: 'good' | 'bad' | 'open'): Html {
  const width = Math.round(share * 100);
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track ${tone === 'bad' && 'bad'}" width="100" height="4" />
    <rect class="good" width="${width}" height="4" />
  </svg>`;
}

function countsOf(counts: VerdictCounts): readonly Html[] {
  return verdicts.flatMap((verdict) =>
    counts[verdict] === undefined
      ? []
      : [html`<span class="${toneOf(verdict)}">${verdict} <b>${counts[verdict]}</b></span> `],
  );
}

/** A family that is not here explains itself by its name. */
const familyNotes: Readonly<Partial<Record<string, string>>> = {
  accepted: 'what the page allows, at every boundary inside',
  violations: 'each rule broken alone, at every boundary and place',
  uniqueness: 'duplicates, and what only looks like one',
  combinations: 'two rules broken at once, answered with either code',
  random: 'random requests, and random sequences of calls',
  state: 'what a call leaves behind, and what a refused one does not',
  simultaneous: 'calls at the same moment',
  answers: 'the shape of what comes back',
  gateway: 'signatures, keys and times',
  'rate-limit': 'up to the limit, past it, and after it',
};

export function familySection({ families }: Report): Html {
  return html`<section id="families" aria-labelledby="families-title">
    <h2 id="families-title">Families</h2>
    <div class="scroll" role="group" aria-labelledby="families-title" tabindex="0">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Family</th>
            <th scope="col" class="note">What it asks</th>
            <th scope="col" class="bar-cell">Conform</th>
            <th scope="col" class="number"><span class="unseen">Count</span></th>
            <th scope="col">Verdicts</th>
          </tr>
        </thead>
        <tbody>
          ${families.map(({ family, scenarios, verdicts: counts }) => {
            const tone = verdicts.some(
              (verdict) => toneOf(verdict) === 'bad' && counts[verdict] !== undefined,
            )
              ? 'bad'
              : 'good';
            const good = verdicts.filter(conforms).reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
            return html`<tr>
              <th scope="row">${family}</th>
              <td class="note">${familyNotes[family]}</td>
              <td class="bar-cell">${bar(good / Math.max(scenarios, 1), tone)}</td>
              <td class="number">${good} of ${scenarios}</td>
              <td class="counts">${countsOf(counts)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

const evidenceNotes: Readonly<Record<Evidence, string>> = {
  stated: 'the page says so',
  implied: 'follows from the page, or from another public source',
  observed: 'a real target did so, on a date',
  assumed: 'nothing says so; compared, never counted',
};

const verdictNotes: Readonly<Record<Verdict, string>> = {
  exact: 'the documented status, code and message',
  code: 'status and code as documented, another message',
  alternative: 'another answer that is right here too',
  'wrong-status': 'the right code under another status',
  'other-error': 'refused, with a code that was not expected',
  accepted: 'accepted what the page forbids',
  refused: 'refused what the page allows',
  broken: 'not a valid answer of this API',
  'no-answer': 'no answer to this input, though others are answered',
  unjudged: 'no answer, or throttled twice',
  skipped: 'could not be arranged on this target',
};

export function legend(): Html {
  return html`<details class="legend">
    <summary>How to read this page</summary>
    <div class="columns">
      <div>
        <h3>Verdicts, best first; the first three conform</h3>
        <dl>
          ${verdicts.map(
            (verdict) =>
              html`<div>
                <dt><i class="verdict-${verdict}" aria-hidden="true"></i>${verdict}</dt>
                <dd>${verdictNotes[verdict]}</dd>
              </div>`,
          )}
        </dl>
      </div>
      <div>
        <h3>Evidence, strongest first</h3>
        <dl>
          ${evidenceLevels.map(
            (evidence) =>
              html`<div>
                <dt>${evidenceMark(evidence)}</dt>
                <dd>${evidenceNotes[evidence]}</dd>
              </div>`,
          )}
        </dl>
      </div>
    </div>
  </details>`;
}
