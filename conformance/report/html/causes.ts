/** A headline for each cause, and below it the scenario that shows it best. */
import { anchor, breakable, plural, scenarioLinks } from './elements.ts';
import { html, type Fill, type Html } from './template.ts';

/** What a reader sees once, however many scenarios there are for it. */
export interface CauseCard {
  /** How much it matters, by which the style sheet chooses. */
  readonly weight: string;
  readonly sentence: string;
  /** Which answers came where which were expected. */
  readonly answers: Fill;
  /** How far it goes, after the number of scenarios. */
  readonly note: Fill;
  /** Of all its scenarios, the one that is aimed at it. */
  readonly representative: { readonly id: string; readonly title: string };
  /** What is known of that one. */
  readonly body: Html;
  readonly members: readonly { readonly id: string }[];
}

export function causeList(causes: readonly CauseCard[]): Html | undefined {
  if (causes.length === 0) return undefined;
  return html`<ol class="causes">
    ${causes.map((cause, index) => {
      const before = causes
        .slice(0, index)
        .filter(({ representative }) => representative.id === cause.representative.id).length;
      // Two causes may be seen best in the same scenario.
      const id = `cause:${cause.representative.id}${before > 0 ? `:${before + 1}` : ''}`;
      return causeItem(cause, id, causes.length === 1);
    })}
  </ol>`;
}

function causeItem(
  { weight, sentence, answers, note, representative, body, members }: CauseCard,
  id: string,
  isOpen: boolean,
): Html {
  return html`<li class="cause ${weight}" id="${id}">
    <details ${isOpen && html` open`}>
      <summary>
        <strong class="sentence">${breakable(sentence)}</strong>
        <span class="seen">${answers}</span>
        <span class="reach">${plural(members.length, 'scenario')}${note}</span>
      </summary>
      <p class="representative">${representative.title} <code>${representative.id}</code></p>
      ${body}
      ${
        members.length > 1 &&
        html`<div class="members">
          <h3>All ${members.length} scenarios</h3>
          ${scenarioLinks(members.map((each) => each.id))}
        </div>`
      }
    </details>
    ${anchor(id, 'this cause')}
  </li>`;
}

const mostAnswers = 3;

/** The first answers of a cause, and how many there are beside them. */
export function answersOf(answers: readonly Html[]): Html {
  const rest = answers.length - mostAnswers;
  return html`${answers.slice(0, mostAnswers).map((each) => html`<span class="times">${each}</span> `)}
  ${rest > 0 && html`<span class="times">and ${plural(rest, 'other answer')}</span>`}`;
}

/** A heading of its own for causes that count less; folded where nobody has to look. */
export function causeGroup(title: Fill, causes: readonly CauseCard[], isOpen: boolean): Html | undefined {
  if (causes.length === 0) return undefined;
  return html`<details class="group" ${isOpen && html` open`}>
    <summary><h3>${title}</h3></summary>
    ${causeList(causes)}
  </details>`;
}
