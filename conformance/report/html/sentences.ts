/** Where each requirement of the documentation page is tested, or why it is not. */
import type { Report } from '../report.ts';
import { html, type Html } from './template.ts';
import { outcomes, type Outcome } from '../outcome.ts';
import { scenarioOutcomes } from '../scenario-outcomes.ts';

/** A sentence of the page that requires something: tested by scenarios, or excluded with the reason. */
export type Sentence = {
  readonly id: string;
  /** The section of the page, such as "Request parameters, Size". */
  readonly where: string;
  /** What it requires, in our words. */
  readonly text?: string;
} & ({ readonly scenarios: readonly string[] } | { readonly excluded: string });

export function sentenceSection(report: Report, sentences: readonly Sentence[]): Html {
  const outcomeOf = new Map(scenarioOutcomes(report).map(({ scenario, outcome }) => [scenario.id, outcome]));
  const tested = sentences.filter((sentence) => 'scenarios' in sentence).length;
  return html`<section id="sentences" aria-labelledby="sentences-title">
    <h2 id="sentences-title">The page, sentence by sentence</h2>
    <p class="lead">
      ${tested} of ${sentences.length} requirements are
      tested${tested < sentences.length && '; the others say why not'}.
    </p>
    <div class="scroll" role="group" aria-labelledby="sentences-title" tabindex="0">
      <table class="list sentences">
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Result</span></th>
            <th scope="col">Where</th>
            <th scope="col">Promise</th>
            <th scope="col">Tested by</th>
          </tr>
        </thead>
        <tbody>
          ${sentences.map((sentence) => sentenceRow(sentence, outcomeOf))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function sentenceRow(sentence: Sentence, outcomeOf: ReadonlyMap<string, Outcome>): Html {
  const { id, where, text = id } = sentence;
  const [tone, mark, word] = resultOf(sentence, outcomeOf);
  return html`<tr id="sentence:${id}">
    <td class="mark ${tone}"><span aria-hidden="true">${mark}</span><span class="unseen">${word}</span></td>
    <td>${where}</td>
    <th scope="row">${text}</th>
    <td>
      ${'scenarios' in sentence ? scenarioLinks(sentence.scenarios) : html`<em>not tested: ${sentence.excluded}</em>`}
    </td>
  </tr>`;
}

function resultOf(
  sentence: Sentence,
  outcomeOf: ReadonlyMap<string, Outcome>,
): readonly ['good' | 'bad' | 'open', string, string] {
  if (!('scenarios' in sentence)) return ['open', '–', 'not tested'];
  const found = sentence.scenarios.flatMap((id) => outcomeOf.get(id) ?? []);
  const [worst] = found.toSorted((a, b) => outcomes.indexOf(a) - outcomes.indexOf(b));
  if (worst === 'failed' || worst === 'known-failure') return ['bad', '✗', 'falls short'];
  return worst === 'conforms' ? ['good', '✓', 'matches'] : ['open', '–', 'not judged'];
}

const mostLinks = 5;

function scenarioLinks(ids: readonly string[]): Html {
  const link = (id: string): Html =>
    html`<li>
      <a href="#scenario:${encodeURIComponent(id)}"><code>${id}</code></a>
    </li>`;
  const rest = ids.slice(mostLinks);
  return html`<ul class="links">
      ${ids.slice(0, mostLinks).map(link)}
    </ul>
    ${
      rest.length > 0 &&
      html`<details>
        <summary>${rest.length} more</summary>
        <ul class="links">
          ${rest.map(link)}
        </ul>
      </details>`
    }`;
}
