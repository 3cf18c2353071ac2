/** Where each requirement of the documentation page is tested, or why it is not. */
import type { Report } from '../report.ts';
import { resultCell, scenarioLinks, type Tone } from './elements.ts';
import { section, wideTable } from './section.ts';
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

export function sentenceSection(report: Report, sentences: readonly Sentence[], isOpen: boolean): Html {
  const outcomeOf = new Map(scenarioOutcomes(report).map(({ scenario, outcome }) => [scenario.id, outcome]));
  const tested = sentences.filter((sentence) => 'scenarios' in sentence).length;
  const short = sentences.filter((sentence) => resultOf(sentence, outcomeOf)[0] === 'bad');
  const rest = sentences.filter((sentence) => !short.includes(sentence));
  const table = (rows: readonly Sentence[]): Html => wideTable('sentences', sentenceTable(rows, outcomeOf));
  return section({
    id: 'sentences',
    title: 'The page, sentence by sentence',
    isOpen,
    lead: `${tested} of ${sentences.length} requirements are tested${tested < sentences.length ? '; the others say why not' : ''}. ${short.length === 0 ? '' : `${short.length} ${short.length === 1 ? 'is' : 'are'} not met.`}`,
    body:
      short.length === 0
        ? table(rest)
        : html`${table(short)}
            <details class="rest">
              <summary>${rest.length} others</summary>
              ${table(rest)}
            </details>`,
  });
}

function sentenceTable(rows: readonly Sentence[], outcomeOf: ReadonlyMap<string, Outcome>): Html {
  return html`<table class="list sentences">
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Result</span></th>
        <th scope="col">Where</th>
        <th scope="col">Requirement</th>
        <th scope="col">Tested by</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((sentence) => sentenceRow(sentence, outcomeOf))}
    </tbody>
  </table>`;
}

function sentenceRow(sentence: Sentence, outcomeOf: ReadonlyMap<string, Outcome>): Html {
  const { id, where, text = id } = sentence;
  const [tone, word] = resultOf(sentence, outcomeOf);
  return html`<tr id="sentence:${id}">
    ${resultCell(`sentence:${id}`, tone, word)}
    <td>${where}</td>
    <th scope="row">${text}</th>
    <td>
      ${'scenarios' in sentence ? scenarioLinks(worstFirst(sentence.scenarios, outcomeOf)) : html`<em>not tested: ${sentence.excluded}</em>`}
    </td>
  </tr>`;
}

function worstFirst(ids: readonly string[], outcomeOf: ReadonlyMap<string, Outcome>): readonly string[] {
  const rankOf = (id: string): number => outcomes.indexOf(outcomeOf.get(id) ?? 'conforms');
  return ids.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function resultOf(sentence: Sentence, outcomeOf: ReadonlyMap<string, Outcome>): readonly [Tone, string] {
  if (!('scenarios' in sentence)) return ['open', 'not tested'];
  const found = sentence.scenarios.flatMap((id) => outcomeOf.get(id) ?? []);
  const [worst] = found.toSorted((a, b) => outcomes.indexOf(a) - outcomes.indexOf(b));
  if (worst === 'failed' || worst === 'known-failure') return ['bad', 'falls short'];
  return worst === 'conforms' ? ['good', 'matches'] : ['open', 'not judged'];
}
