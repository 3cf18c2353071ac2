/** The comparison as a person reads it. */
import { alikeDifferences, isAsDocumented, type Comparison, type Difference } from './compare.ts';
import { listed } from './distinctions.ts';
import type { Agreement } from './agreement.ts';
import { printableReport } from '../report/printable-report.ts';
import { percent } from '../report/summary/headline.ts';

/** Longer lists than this are for a file. */
const mostDifferences = 20;

/**
 * A comparison as text for a terminal.
 *
 *     const print = (comparison: Comparison): void => console.log(printComparison(comparison));
 */
export function printComparison(comparison: Comparison): string {
  const { reports, agreement, pairs, codes, distinctions, doubtful, differences, orders } =
    printableReport(comparison);
  const names = reports.map(({ target }) => target);
  const width = Math.max(...codes.map(({ code }) => code.length), 'codes matched'.length);
  const columns = [...names, 'agree'].map((name) => Math.max(name.length, 6));
  const row = (head: string, cells: readonly string[]): string =>
    `  ${head.padEnd(width)}  ${cells.map((cell, index) => cell.padStart(columns[index] ?? 6)).join('  ')}`;
  const shown = orders.filter((order) => order.codes.length > 0);
  return [
    row('code', [...names, 'agree']),
    ...codes.map(({ code, scores, agreement: ofCode }) =>
      row(code, [...scores.map(percent), percent(shareOf(ofCode))]),
    ),
    '',
    row(
      'score',
      reports.map(({ score }) => percent(score)),
    ),
    row(
      'codes matched',
      reports.map(({ codesMatched, codesDocumented }) => `${codesMatched}/${codesDocumented}`),
    ),
    '',
    `${listed(names)} answer ${alike(agreement)}`,
    ...(names.length < 3
      ? []
      : pairs.map(
          ({ between, ...pair }) => `  ${between.map((index) => names[index]).join(' and ')}: ${alike(pair)}`,
        )),
    ...(distinctions.length === 0 ? [] : ['', 'What tells them apart:']),
    ...distinctions.slice(0, mostDifferences).map(({ sentence, evidence }) => `  ${sentence} (${evidence})`),
    ...section(
      'Targets agree with each other and not with the contract; here the reading is probably wrong:',
      doubtful,
      names,
    ),
    ...section('Targets differ:', differences, names),
    ...(shown.length === 0
      ? []
      : ['', 'Order of checks, as far as it showed (where two rules were broken at once):']),
    ...shown.map((order) => `  ${order.target}: ${order.codes.join(' > ')}`),
    '',
  ].join('\n');
}

/** From 0 to 1; null where nothing could be compared. */
export function shareOf({ same, of }: Agreement): number | null {
  return of === 0 ? null : same / of;
}

function alike(agreement: Agreement): string {
  return `${percent(shareOf(agreement))} of ${agreement.of} scenarios alike`;
}

function section(
  title: string,
  differences: readonly Difference[],
  names: readonly string[],
): readonly string[] {
  if (differences.length === 0) return [];
  const groups = alikeDifferences(differences);
  const rows = groups.slice(0, mostDifferences).map(({ representative, similar: others }) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more alike`;
    return `  ${representative.id}${more} (${representative.evidence}): expected ${representative.expected}; ${wrong(representative, names)}`;
  });
  const rest = groups.length - mostDifferences;
  return [
    '',
    title,
    ...rows,
    ...(rest > 0 ? [`  … and ${rest} more; --report html=FILE has them all.`] : []),
  ];
}

/** Who answered what, of those that do not answer as expected; those with one answer together. */
function wrong({ answers, verdicts }: Difference, names: readonly string[]): string {
  const against = answers.flatMap((answer, position) => {
    const verdict = verdicts[position] ?? 'skipped';
    return isAsDocumented(verdict) || verdict === 'skipped' ? [] : [{ answer, name: names[position] ?? '' }];
  });
  return [...Map.groupBy(against, ({ answer }) => answer)]
    .map(([answer, members]) => `${listed(members.map(({ name }) => name))}: ${answer}`)
    .join('; ');
}
