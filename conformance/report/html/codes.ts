/** Each documented code, with how far it is answered where it should be, and nowhere else. */
import type { CodeReport, Report } from '../report.ts';
import { percent } from '../summary/headline.ts';
import { bar, code, countsOf, evidenceMark, linkTo, resultCell, toneOfShare } from './elements.ts';
import { section, wideTable } from './section.ts';
import { html, type Html } from './template.ts';

export function codeSection({ codes }: Report, isOpen: boolean): Html {
  return section({
    id: 'codes',
    title: 'Documented codes',
    isOpen,
    lead: `In the order of the page. Only scenarios of the strongest evidence that a code has count for it, and it loses where it was answered without being expected.`,
    body: wideTable(
      'codes',
      html`<table class="list">
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
      </table>`,
    ),
  });
}

function codeRow({ code: name, evidence, score, scenarios, unexpected, verdicts: counts }: CodeReport): Html {
  return html`<tr id="code:${name}">
    ${resultCell(`code:${name}`, toneOfShare(score))}
    <th scope="row">${linkTo({ section: 'scenarios', filters: { code: name } }, code(name))}</th>
    <td>${evidenceMark(evidence)}</td>
    <td class="bar-cell">${bar(score)}</td>
    <td class="number">${score === null ? '–' : percent(score)}</td>
    <td class="number">${scenarios}</td>
    <td class="counts">
      ${countsOf(counts, { code: name })}${unexpected > 0 && html`<span class="bad">not expected <b>${unexpected}</b></span>`}
    </td>
  </tr>`;
}
