/** What was expected against what was answered, as a matrix: a target that is right has nothing red in it. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Report } from '../report.ts';
import { breakable } from './elements.ts';
import { section, wideTable } from './section.ts';
import { html, type Html } from './template.ts';

/** A target may answer with a new code each time; more columns than this tell nobody anything. */
const mostColumns = 40;
const others = 'other answers';

interface Count {
  readonly times: number;
  readonly conforming: number;
}

interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly countOf: (expected: string, answered: string) => Count;
}

export function matrixSection(report: Report, isOpen: boolean): Html {
  const matrix = readMatrix(report);
  return section({
    id: 'answers',
    title: 'Expected against answered',
    isOpen,
    lead: html`How often each answer came where each was expected:
      <span class="key"><i class="right-4"></i>as expected</span>
      <span class="key"><i class="other-4"></i>right as well</span>
      <span class="key"><i class="wrong-4"></i>wrong, by code or by status</span>`,
    body: wideTable(
      'answers',
      html`<table class="matrix">
        <thead>
          <tr>
            <td class="corner"><span>expected ↓</span> <span>answered →</span></td>
            ${matrix.columns.map(
              (column) => html`<th scope="col" title="${column}"><span>${column}</span></th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${matrix.rows.map(
            (row) =>
              html`<tr>
                <th scope="row" title="${row}">${breakable(row)}</th>
                ${matrix.columns.map((column) => cell(matrix, row, column))}
              </tr>`,
          )}
        </tbody>
      </table>`,
    ),
  });
}

/** Red is what does not conform, wherever it stands: a right code may come with a wrong status, and another code may be right. */
function cell({ columns, countOf }: Matrix, row: string, column: string): Html {
  const { times, conforming } = countOf(row, column);
  const isSame = row === column;
  if (times === 0) return html`<td${isSame ? html` class="expected"` : ''}></td>`;
  const whole = columns.reduce((sum, each) => sum + countOf(row, each).times, 0);
  const strength = Math.max(1, Math.ceil((times / whole) * 4));
  const wrong = times - conforming;
  const kind = wrong > 0 ? 'wrong' : isSame ? 'right' : 'other';
  const verdict =
    wrong === 0
      ? isSame
        ? ''
        : ', which is right as well'
      : wrong === times
        ? ', which is wrong'
        : `, ${wrong} of them wrong`;
  return html`<td
    class="${kind}-${strength}"
    title="${row} was expected, ${column} was answered: ${times === 1 ? 'once' : `${times} times`}${verdict}"
  >
    ${times}
  </td>`;
}

function readMatrix({ confusion, codes }: Report): Matrix {
  const documented = [success, ...codes.map(({ code }) => code)];
  const inOrder = (names: readonly string[]): readonly string[] => [
    ...documented.filter((code) => names.includes(code)),
    ...names.filter((name) => !documented.includes(name)),
  ];
  const rows = inOrder([...new Set(confusion.map(({ expected }) => expected))]);
  const answered = inOrder([...new Set(confusion.map(({ answered: name }) => name))]);
  const all = [...rows, ...answered.filter((name) => !rows.includes(name))];
  const columns = all.length > mostColumns ? [...all.slice(0, mostColumns), others] : all;
  const counts = new Map<string, Count>();
  for (const each of confusion) {
    const column = columns.includes(each.answered) ? each.answered : others;
    const key = JSON.stringify([each.expected, column]);
    const { times, conforming } = counts.get(key) ?? nothing;
    counts.set(key, { times: times + each.times, conforming: conforming + each.conforming });
  }
  return {
    rows,
    columns,
    countOf: (expected, name) => counts.get(JSON.stringify([expected, name])) ?? nothing,
  };
}

const nothing: Count = { times: 0, conforming: 0 };
