/** What is wrong with the target, before anything is counted. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { diagnosisLines, explanation, reachOf, unexplainedIn } from '../summary/diagnosis-lines.ts';
import type { Report } from '../report.ts';
import { evidenceMark } from './tables.ts';
import { html, type Html } from './template.ts';

/** Undefined where nothing falls short. */
export function diagnosisSection(report: Report): Html | undefined {
  const headline = explanation(report);
  if (headline === undefined) return undefined;
  const open = unexplainedIn(report);
  return html`<section id="diagnosis" aria-labelledby="diagnosis-title">
    <h2 id="diagnosis-title">What is wrong</h2>
    <p class="lead">${headline}.</p>
    <ol>
      ${report.diagnoses.map((one) => diagnosisItem(one, report))}
    </ol>
    ${
      open.length > 0 &&
      html`<h3>Not explained</h3>
        <ul>
          ${open.map(({ id, title }) => html`<li><code>${id}</code> ${title}</li>`)}
        </ul>`
    }
    ${
      report.readings.length > 0 &&
      html`<h3>Readings, where nothing settles which is right</h3>
        <ol>
          ${report.readings.map((one) => diagnosisItem(one, report))}
        </ol>`
    }
  </section>`;
}

function diagnosisItem(one: Diagnosis, report: Report): Html {
  return html`<li>
    <p><strong>${one.sentence}</strong> ${reachOf(one)} ${evidenceMark(one.evidence)}</p>
    <details>
      <summary>Where it is seen best</summary>
      <dl>
        ${diagnosisLines(one, report).map(
          ({ label, text, isCommand }) =>
            html`<dt>${label}</dt>
              <dd>${isCommand === true ? html`<pre>${text}</pre>` : text}</dd>`,
        )}
      </dl>
      ${
        one.explains.length > 1 &&
        html`<p>Explains ${one.explains.map((id, index) => html`${index > 0 && ', '}<code>${id}</code>`)}</p>`
      }
    </details>
  </li>`;
}
