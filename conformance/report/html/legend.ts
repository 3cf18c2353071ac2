/** What the words and marks of the page mean. */
import { evidenceLevels, type Evidence } from '../../../contract/evidence.ts';
import { verdicts, type Verdict } from '../../run/judge/judge.ts';
import { evidenceMark } from './elements.ts';
import { section } from './section.ts';
import { html, type Html } from './template.ts';

const evidenceNotes: Readonly<Record<Evidence, string>> = {
  stated: 'the page says so',
  implied: 'follows from the page, or from another public source',
  observed: 'a real target did so, on a date',
  assumed: 'nothing says so; compared, never counted',
};

const verdictNotes: Readonly<Record<Verdict, string>> = {
  exact: 'the documented status, code and message',
  code: 'status and code as documented, another message',
  alternative: 'another answer that is right here too',
  'wrong-status': 'the right code under another status',
  'other-error': 'refused, with a code that was not expected',
  accepted: 'accepted what the page forbids',
  refused: 'refused what the page allows',
  broken: 'not a valid answer of this API',
  'no-answer': 'no answer to this input, though others are answered',
  unjudged: 'no answer, or throttled twice',
  skipped: 'could not be arranged on this target',
};

export function legend(): Html {
  return section({
    id: 'legend',
    title: 'How to read this page',
    isOpen: false,
    body: html`<div class="columns legend">
      <div>
        <h3>Verdicts, best first; the first three conform</h3>
        <dl>
          ${verdicts.map(
            (verdict) =>
              html`<div>
                <dt><i class="verdict-${verdict}" aria-hidden="true"></i>${verdict}</dt>
                <dd>${verdictNotes[verdict]}</dd>
              </div>`,
          )}
        </dl>
      </div>
      <div>
        <h3>Evidence, strongest first</h3>
        <dl>
          ${evidenceLevels.map(
            (evidence) =>
              html`<div>
                <dt>${evidenceMark(evidence)}</dt>
                <dd>${evidenceNotes[evidence]}</dd>
              </div>`,
          )}
        </dl>
      </div>
    </div>`,
  });
}
