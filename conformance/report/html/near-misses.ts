/** What conforms without being exact: another message, or another answer that is right as well. Nobody would see it otherwise. */
import type { NearMiss, Report } from '../report.ts';
import { answerIn } from './answers.ts';
import { scenarioLinks } from './elements.ts';
import { section, wideTable } from './section.ts';
import { html, type Html } from './template.ts';

const why: Readonly<Partial<Record<NearMiss['verdict'], string>>> = {
  code: 'another message',
  alternative: 'right as well',
};

export function nearMissSection({ nearMisses }: Report, isOpen: boolean): Html | undefined {
  if (nearMisses.length === 0) return undefined;
  const messages = nearMisses.filter(({ verdict }) => verdict === 'code');
  const others = nearMisses.length - messages.length;
  return section({
    id: 'near-misses',
    title: html`Conform, but not exact: <span class="count">${nearMisses.length}</span>`,
    isOpen: isOpen && messages.length > 0,
    lead: `${[
      ...(messages.length === 0
        ? []
        : [`${messages.length} with the documented status and code, but another message`]),
      ...(others === 0
        ? []
        : [
            `${others} with another answer that is as right: two rules are broken at once, or sources differ`,
          ]),
    ].join('; ')}.`,
    body: wideTable(
      'near-misses',
      html`<table class="list side-by-side">
        <thead>
          <tr>
            <th scope="col">Expected</th>
            <th scope="col">Answered</th>
            <th scope="col">Why it conforms</th>
            <th scope="col">Scenarios</th>
          </tr>
        </thead>
        <tbody>
          ${groupsOf(nearMisses).map(nearMissRow)}
        </tbody>
      </table>`,
    ),
  });
}

/** Another message first: that is what somebody may want to mend. */
function groupsOf(nearMisses: readonly NearMiss[]): readonly (readonly NearMiss[])[] {
  const groups = Map.groupBy(nearMisses, ({ verdict, expected, answered }) =>
    JSON.stringify([verdict, expected, answered]),
  );
  return [...groups.values()].toSorted(
    (a, b) => Number(b[0]?.verdict === 'code') - Number(a[0]?.verdict === 'code') || b.length - a.length,
  );
}

function nearMissRow(group: readonly NearMiss[]): Html | undefined {
  const [first] = group;
  if (!first) return undefined;
  const { expected, answered, verdict } = first;
  return html`<tr>
    <td class="wire">${answerIn(expected, answered)}</td>
    <td class="wire">${answerIn(answered, expected)}</td>
    <td>${why[verdict]}</td>
    <td>
      ${scenarioLinks(
        group.map(({ id }) => id),
        2,
      )}
    </td>
  </tr>`;
}
