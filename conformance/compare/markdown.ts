/** The comparison as Markdown, for the summary page of a CI job. */
import { alikeDifferences, isAsDocumented, type Comparison, type Difference } from './compare.ts';
import { shareOf } from './terminal.ts';
import { percent } from '../report/summary/headline.ts';
import { printableReport } from '../report/printable-report.ts';
import { code, details, restRow, table, withinLimit } from '../report/formats/markdown-text.ts';

const mostRows = 50;

export function toComparisonMarkdown(raw: Comparison): string {
  const comparison = printableReport(raw);
  const { reports, agreement, doubtful, differences } = comparison;
  const names = reports.map(({ target }) => code(target));
  const parts = [
    `## ${names.join(', ')}: ${percent(shareOf(agreement))} of ${agreement.of} scenarios answered alike`,
    targetTable(comparison),
    codeTable(comparison),
    ...distinctionTable(comparison),
    ...differenceTable(
      doubtful,
      names,
      `${doubtful.length} where targets agree with each other and not with the contract: there the reading is probably wrong`,
    ),
    ...differenceTable(differences, names, `${differences.length} more where targets differ`),
    ...orderList(comparison),
  ];
  return `${withinLimit(parts).join('\n\n')}\n`;
}

function distinctionTable({ distinctions }: Comparison): readonly string[] {
  if (distinctions.length === 0) return [];
  return [
    table(
      ['What tells them apart', 'Evidence'],
      [':--', ':--'],
      distinctions.slice(0, mostRows).map(({ sentence, evidence }) => [code(sentence), evidence]),
    ),
  ];
}

function targetTable({ reports, pairs }: Comparison): string {
  const names = reports.map(({ target }) => code(target));
  const among = names.length > 2 ? names.map((name) => `like ${name}`) : [];
  return table(
    ['Target', 'Score', 'Codes matched', ...among],
    [':--', '--:', '--:', ...among.map(() => '--:')],
    reports.map(({ score, codesMatched, codesDocumented }, position) => [
      names[position] ?? '',
      score === null ? '–' : score.toFixed(3),
      `${codesMatched} of ${codesDocumented}`,
      ...among.map((_, other) => {
        const pair = pairs.find(({ between }) => between.includes(position) && between.includes(other));
        return pair && other !== position ? percent(shareOf(pair)) : '';
      }),
    ]),
  );
}

/** Codes in doubt first, with a mark in the cells of those that agree with each other. */
function codeTable({ reports, codes, doubtful }: Comparison): string {
  const doubtsOf = (wanted: string): readonly Difference[] =>
    doubtful.filter(({ expected }) => expected === wanted);
  const sorted = codes.toSorted(
    (a, b) => Number(doubtsOf(b.code).length > 0) - Number(doubtsOf(a.code).length > 0),
  );
  return table(
    ['Documented code', 'Evidence', ...reports.map(({ target }) => code(target)), 'Alike'],
    [':--', ':--', ...reports.map(() => '--:'), '--:'],
    sorted.map((row) => [
      code(row.code),
      row.evidence,
      ...row.scores.map((score, position) => {
        const isDoubtful = doubtsOf(row.code).some(({ agreeing }) => agreeing.includes(position));
        return `${isDoubtful ? '❓ ' : ''}${percent(score)}`;
      }),
      percent(shareOf(row.agreement)),
    ]),
  );
}

function differenceTable(
  differences: readonly Difference[],
  names: readonly string[],
  title: string,
): readonly string[] {
  if (differences.length === 0) return [];
  const groups = alikeDifferences(differences);
  const rows = groups
    .slice(0, mostRows)
    .map(({ representative, similar }) => [
      `${code(representative.id)}${similar.length === 0 ? '' : ` and ${similar.length} more alike`}`,
      representative.evidence,
      code(representative.expected),
      ...representative.answers.map((answer, position) =>
        isAsDocumented(representative.verdicts[position] ?? 'skipped') ? '✅' : code(answer),
      ),
    ]);
  const list = table(
    ['Scenario', 'Evidence', 'Expected', ...names],
    [':--', ':--', ':--', ...names.map(() => ':--')],
    [...rows, ...restRow(groups.length - rows.length, 3 + names.length)],
  );
  return [details(title, list)];
}

function orderList({ orders }: Comparison): readonly string[] {
  const shown = orders.filter(({ codes }) => codes.length > 0);
  if (shown.length === 0) return [];
  const rows = shown.map(({ target, codes }) => [code(target), code(codes.join(' > '))]);
  return [
    details(
      'Which check comes first, as far as it showed where two rules were broken at once',
      table(['Target', 'Codes, in the order of their checks'], [':--', ':--'], rows),
    ),
  ];
}
