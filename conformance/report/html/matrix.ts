/** What was expected against what was answered, as a matrix: a target that is right has nothing beside the diagonal. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Report } from '../report.ts';
import { html, type Html } from './template.ts';

/** A target may answer with a new code each time; more columns than this tell nobody anything. */
const mostColumns = 40;
const others = 'other answers';

interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly timesOf: (expected: string, answered: string) => number;
}

export function matrixSection(report: Report): Html {
  const matrix = readMatrix(report);
  return html`<section id="answers" aria-labelledby="answers-title">
    <h2 id="answers-title">Expected against answered</h2>
    <p class="lead">
      How often each answer came where each was expected. What is right lies on the diagonal.
    </p>
    <div class="scroll" role="group" aria-labelledby="answers-title" tabindex="0">
      <table class="matrix">
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
                <th scope="row" title="${row}">${row}</th>
                ${matrix.columns.map((column) => cell(matrix, row, column))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function cell({ columns, timesOf }: Matrix, row: string, column: string): Html {
  const times = timesOf(row, column);
  const isRight = row === column;
  if (times === 0) return html`<td${isRight ? html` class="expected"` : ''}></td>`;
  const whole = columns.reduce((sum, each) => sum + timesOf(row, each), 0);
  const strength = Math.max(1, Math.ceil((times / whole) * 4));
  return html`<td
    class="${isRight ? 'right' : 'wrong'}-${strength}"
    title="${row} was expected, ${column} was answered: ${times} times"
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
  const times = new Map<string, number>();
  for (const each of confusion) {
    const column = columns.includes(each.answered) ? each.answered : others;
    const key = JSON.stringify([each.expected, column]);
    times.set(key, (times.get(key) ?? 0) + each.times);
  }
  return {
    rows,
    columns,
    timesOf: (expected, name) => times.get(JSON.stringify([expected, name])) ?? 0,
  };
}
