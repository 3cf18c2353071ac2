/** Scenarios of texts that are not ASCII: of the greatest length in every transport, and as names that identify a record. */
import { compareEvidence } from '../../contract/evidence.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { type Rule } from '../../contract/schema/rules.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { getAt, setAt, validValue, type Draft } from '../requests/draft.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { isKeyFixed } from '../steps/related-operations.ts';
import { arrange, onlyItem } from '../requests/placement.ts';
import { subjectName } from '../keywords/case.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor, underNameOf } from '../steps/steps.ts';
import { paddedToBytes } from '../../contract/schema/padding.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** Three bytes, two code points for one character, four bytes (two units of UTF-16), and from right to left. */
const scripts = [
  { slug: 'chinese', title: 'in Chinese', text: '\u5F55\u5236' },
  { slug: 'combining', title: 'with a combining accent', text: 'e\u0301' },
  { slug: 'emoji', title: 'with an emoji', text: '\u{1F600}' },
  { slug: 'right-to-left', title: 'in Arabic, from right to left', text: '\u062A\u0633\u062C\u064A\u0644' },
] as const;

const transports = ['form', 'query', 'get'] as const;

/** For a limit in bytes: a text in all of these scripts of exactly that many bytes in UTF-8. In any other encoding it is longer. */
export function inEveryScript(operation: Operation, rule: Rule): Scenario {
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, rule, onlyItem);
  const filler = scripts.map(({ text }) => text).join('');
  setAt(draft, place, paddedToBytes(String(getAt(draft, place) ?? ''), Number(rule.limit), filler));
  const calls = transports.map((via, index) => underNameOf(stepFor(operation, draft, { via }), index));
  // Where only one record can exist, a second call would meet the first one's record.
  const possible = isKeyFixed(operation) ? calls.slice(0, 1) : calls;
  return {
    id: ['accepted', ...rule.name.subject, 'most-bytes-in-every-script'].join('/'),
    title: `${subjectName(rule)} of ${String(rule.limit)} bytes in Chinese, Arabic, emoji and combining accents, in ${possible.length} transports`,
    family: 'accepted',
    operation: operation.name,
    exercises: success,
    evidence: compareEvidence(rule.evidence, 'implied') > 0 ? rule.evidence : 'implied',
    source: rule.source,
    arrange: [],
    act: sequence(...possible),
  };
}

/** A name that is not ASCII is the same name in a form and in a query. That such names are accepted is assumed: the page does not say. */
export function namesInScripts(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const field = precondition.key.findLast((name) => isFreeText(operation, name));
  if (field === undefined) return [];
  return scripts.map(({ slug, title, text }) => {
    const draft: Draft = {
      ...minimalRequest(operation),
      [field]: `${String(validValue(operation, [field]))}-${text}`,
    };
    const call = (via: Step['via'], expect: string): Step =>
      stepFor(operation, draft, { via, expect: [expect] });
    return {
      id: `${kebab(precondition.collection)}/duplicate-${slug}`,
      title: `${field} ${title}, in a form and again in a query`,
      family: 'uniqueness',
      operation: operation.name,
      exercises: precondition.error,
      evidence: 'assumed',
      source: precondition.source,
      arrange: [],
      act: sequence(
        call('form', success),
        call('query', precondition.error),
        call('get', precondition.error),
      ),
    };
  });
}

/** Whether the contract accepts any text there. */
function isFreeText(operation: Operation, field: string): boolean {
  const schemas = schemasAt(operation.request, [field]);
  const limiting = ['enum', 'const', 'pattern', 'format', 'x-fixture'];
  return (
    schemas.some(({ type }) => type === 'string') &&
    !schemas.some((schema) => limiting.some((keyword) => schema[keyword] !== undefined))
  );
}
