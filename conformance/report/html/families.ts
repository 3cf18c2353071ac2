/** The scenarios by what they try. */
import { conforms, verdicts } from '../../run/judge/judge.ts';
import type { Report } from '../report.ts';
import { bar, countsOf, linkTo, resultCell, toneOf } from './elements.ts';
import { section, wideTable } from './section.ts';
import { html, type Html } from './template.ts';

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

export function familySection({ families }: Report, isOpen: boolean): Html {
  return section({
    id: 'families',
    title: 'Families',
    isOpen,
    body: wideTable(
      'families',
      html`<table class="list">
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Result</span></th>
            <th scope="col">Family</th>
            <th scope="col" class="note">What it asks</th>
            <th scope="col" class="bar-cell">Conform</th>
            <th scope="col" class="number"><span class="unseen">Count</span></th>
            <th scope="col">Verdicts</th>
          </tr>
        </thead>
        <tbody>
          ${families.map(familyRow)}
        </tbody>
      </table>`,
    ),
  });
}

function familyRow({ family, scenarios, verdicts: counts }: Report['families'][number]): Html {
  const good = verdicts.filter(conforms).reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  const isBad = verdicts.some((verdict) => toneOf(verdict) === 'bad' && counts[verdict] !== undefined);
  const tone = isBad ? 'bad' : good > 0 ? 'good' : 'open';
  return html`<tr id="family:${family}">
    ${resultCell(`family:${family}`, tone)}
    <th scope="row">${linkTo({ section: 'scenarios', filters: { family } }, family)}</th>
    <td class="note">${familyNotes[family]}</td>
    <td class="bar-cell">${bar(good / Math.max(scenarios, 1))}</td>
    <td class="number">${good} of ${scenarios}</td>
    <td class="counts">${countsOf(counts, { family })}</td>
  </tr>`;
}
