/** All it takes to understand one failure, and to see it again. */
import type { Call } from '../../targets/target.ts';
import type { Failure } from '../report.ts';
import { parametersOf } from '../summary/causes.ts';
import { failureLines } from '../summary/failure-lines.ts';
import { answerIn } from './answers.ts';
import { html, type Html } from './template.ts';

/** Who was checked, and how the program is called that checks it again. */
export interface Origin {
  readonly target: string;
  readonly command: string;
}

export function failureBody(failure: Failure, origin: Origin): Html {
  const { expected, answered, body, request, source, pointer } = failure;
  return html`<div class="failure">
    <div>
      <dl class="compare">
        ${comparison('expected', answerIn(expected, answered))}
        ${comparison('answered', html`<span class="answered">${answerIn(answered, expected)}</span>`)}
        ${answered.reason !== undefined && comparison('because', answered.reason)}
        ${comparison('source', html`<span class="prose">${source}</span>`)} ${comparison('contract', pointer)}
      </dl>
      ${request && requestTable(request, subjectOf(pointer))}
    </div>
    <div>${body !== undefined && body !== '' && block('Answer', body)} ${commandsOf(failure, origin)}</div>
  </div>`;
}

function comparison(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** The parameters as they were meant, not as they are escaped: that is what `curl` is for. The one in question is marked. */
function requestTable(call: Call, subject: string): Html {
  return html`<h3>Request <small>${call.method} ${call.path.split('?')[0]}</small></h3>
    <dl class="parameters">
      ${parametersOf(call).map(
        ([name, value]) =>
          html`<div class="${name.replaceAll(/\.\d+(?=\.|$)/g, '.N') === subject && 'subject'}">
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

/** The parameter that a place in the request's schema is about: `/properties/List/items/properties/Size/maximum` is `List.N.Size`. */
function subjectOf(pointer: string): string {
  const steps = [...pointer.matchAll(/\/properties\/([^/]+)|\/items(?=\/|$)/g)];
  return steps.map(([, name]) => name ?? 'N').join('.');
}

/** The calls that lead up to it, itself, and the command that plays all of it; each names the target. */
function commandsOf(failure: Failure, { target, command }: Origin): readonly Html[] {
  return failureLines(failure, command).flatMap(({ label, text }) => {
    switch (label) {
      case 'first':
        return [block('Send first', text)];
      case 'send':
        return [block(whereToSend(target, command), text)];
      case 'after':
        return [html`<p class="note">After ${text}.</p>`];
      case 'along':
        return [html`<p class="note">It is sent ${text}.</p>`];
      case 'sign':
        return [html`<p class="note">Sign it ${text}.</p>`];
      case 'replay':
        return [block(`Play it again against ${target}`, text)];
      default:
        return [];
    }
  });
}

/** A target inside the process has no address that `curl` could reach. */
function whereToSend(target: string, command: string): string {
  if (/^https?:/i.test(target)) return `Send it to ${target}`;
  if (target === 'mock') return `Send it to the mock, once "${command} serve" runs`;
  return `Send the same to a server on port 4010; ${target} has no address of its own`;
}

/** A title, the text under it, and a button that copies the text. */
export function block(title: string, text: string): Html {
  return html`<h3>${title} <button type="button" class="live" data-copy hidden>Copy</button></h3>
    <pre tabindex="0" role="group" aria-label="${title}">${text}</pre>`;
}
