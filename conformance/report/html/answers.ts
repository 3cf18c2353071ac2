/** What was expected beside what was answered, with only that marked in which they differ. */
import type { ExpectedAnswer, GivenAnswer } from '../report.ts';
import { brief } from '../summary/failure-lines.ts';
import { html, type Fill, type Html } from './template.ts';

/** `400 Size.Invalid → 404 Size.Invalid` in one line; where status and code are right, what is wrong beyond them. */
export function answerPair(expected: ExpectedAnswer, answered: GivenAnswer): Html {
  const [due, came] = [brief(expected), brief(answered)];
  const { reason } = answered;
  const isBeyond = due === came && reason !== undefined;
  return html`<span class="pair"
    ><code>${isBeyond ? due : markDifference(due, came)}</code>
    <span class="arrow" role="img" aria-label="was answered with">→</span>
    <code class="came">${isBeyond ? html`<mark>${reason}</mark>` : markDifference(came, due)}</code></span
  >`;
}

/** Status, code and message of one side, with what the other side has otherwise marked. */
export function answerIn(answer: GivenAnswer, other: GivenAnswer): Html {
  const { message = '' } = answer;
  return html`${markDifference(brief(answer), brief(other))}${message !== '' && html` <q>${messageIn(answer, other)}</q>`}`;
}

/** Messages are compared where the codes are the same: each code has a message of its own. */
function messageIn({ message = '', code }: GivenAnswer, other: GivenAnswer): Fill {
  const isOfOther = other.code !== code || other.message === undefined || other.message === '';
  return isOfOther ? message : markDifference(message, other.message);
}

/**
 * A text with that part marked that another text has not: what both begin with and what both end with is left out, by words
 * and by the parts of codes.
 */
function markDifference(text: string, other: string): Fill {
  const [parts, others] = [partsOf(text), partsOf(other)];
  const most = Math.min(parts.length, others.length);
  const start = countWhile(most, (index) => parts[index] === others[index]);
  const end = countWhile(most - start, (index) => parts.at(-1 - index) === others.at(-1 - index));
  const marked = parts.slice(start, parts.length - end);
  return [
    ...parts.slice(0, start).map(written),
    marked.length > 0 && html`<mark>${marked.map(written)}</mark>`,
    ...parts.slice(parts.length - end).map(written),
  ];
}

function partsOf(text: string): readonly string[] {
  return text.split(/(?<=[.\s])/);
}

/** A line may break after a dot inside a code. */
function written(part: string): Html {
  return part.endsWith('.') ? html`${part}<wbr />` : html`${part}`;
}

function countWhile(most: number, holds: (index: number) => boolean): number {
  let count = 0;
  while (count < most && holds(count)) count += 1;
  return count;
}
