/** Requests that the contract allows: the shortest, the fullest, every listed value, every boundary from inside, every transport. */
import {
  compareEvidence,
  evidenceLevels,
  readProvenance,
  type Evidence,
  type Provenance,
} from '../../contract/evidence.ts';
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas, subjectOf, type Located, type Rule } from '../../contract/schema/rules.ts';
import {
  adviceOf,
  enumAt,
  fullRequest,
  getAt,
  minimalRequest,
  removeAt,
  repair,
  setAt,
  validValue,
  violationsOf,
  type Draft,
  type DraftValue,
} from '../requests/draft.ts';
import { arrange, conditionValues, onlyItem } from '../requests/placement.ts';
import { itemsFor, mostItems } from '../requests/items.ts';
import { alternatives, padded, subjectName } from '../requests/violate.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor, type StepOptions } from '../steps/steps.ts';
import { inEveryScript } from './unicode.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

export function acceptedScenarios(operation: Operation): readonly Scenario[] {
  return [
    ...wholeRequests(operation),
    ...operation.rules.flatMap((rule) => boundaryScenarios(operation, rule)),
    ...operation.rules
      .filter(({ keyword }) => keyword === 'x-max-bytes')
      .map((rule) => inEveryScript(operation, rule)),
    ...adviceOf(operation).map((rule) => leftOut(operation, rule)),
    ...locateSchemas(operation.request).flatMap((located) => listedScenarios(operation, located)),
    ...operation.rules
      .filter(({ keyword }) => keyword === 'x-unique-by')
      .flatMap((rule) => distinctScenarios(operation, rule)),
  ];
}

function wholeRequests(operation: Operation): readonly Scenario[] {
  // Where there is no page, nothing states it.
  const evidence = operation.page === '' ? 'implied' : 'stated';
  const table = { evidence, source: 'Request parameters' } as const;
  const sdks = { evidence: 'implied', source: 'What SDKs send' } as const;
  const minimal = (): Draft => minimalRequest(operation);
  const hasList = Object.values(minimal()).some((member) => isArray(member));
  return [
    scenario(operation, 'minimal', 'The shortest request', minimal(), table),
    scenario(operation, 'full', 'A request with every parameter', fullRequest(operation), table),
    scenario(operation, 'post-query', 'Parameters in the query of a POST', minimal(), sdks, { via: 'query' }),
    scenario(operation, 'get', 'Parameters in the query of a GET', minimal(), sdks, { via: 'get' }),
    scenario(
      operation,
      'unknown-parameter',
      'A parameter that the operation does not have',
      { ...minimal(), NotAParameter: '1' },
      sdks,
    ),
    ...(hasList ? [scenario(operation, 'gap', 'Lists from N = 7', minimal(), sdks, { firstIndex: 7 })] : []),
  ];
}

function scenario(
  operation: Operation,
  slug: string,
  title: string,
  draft: Draft,
  provenance: Provenance,
  options: StepOptions = {},
): Scenario {
  const [violation] = violationsOf(operation, draft);
  if (violation)
    throw new Error(
      `Failed to make scenario "accepted/${slug}": it breaks "${violation.rule.id}". Correct the contract.`,
    );
  return {
    id: `accepted/${slug}`,
    title,
    family: 'accepted',
    operation: operation.name,
    exercises: success,
    evidence: provenance.evidence,
    source: provenance.source,
    arrange: [],
    act: sequence(stepFor(operation, draft, options)),
  };
}

/** One sentence asks for it, another gives a default: whether it may be left out is a reading. */
function leftOut(operation: Operation, rule: Rule): Scenario {
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, rule, onlyItem);
  removeAt(draft, [...place, String(rule.limit)]);
  const id = `${subjectOf(rule).map(kebab).join('/')}/left-out`;
  return scenario(operation, id, `${subjectName(rule)} left out`, draft, {
    evidence: 'assumed',
    source: rule.source,
  });
}

/** Both sides of a boundary matter: what is just inside has to be accepted. */
function boundaryScenarios(operation: Operation, rule: Rule): readonly Scenario[] {
  const at = (
    slug: string,
    title: string,
    change: (old: DraftValue | undefined) => DraftValue,
    choice = 0,
  ): Scenario => {
    const draft = minimalRequest(operation);
    const place = arrange(operation, draft, rule, { ...onlyItem, choice });
    setAt(draft, place, change(getAt(draft, place)));
    repair(operation, draft, place);
    return scenario(
      operation,
      `${rule.id.replace(/\/[^/]+$/, '')}/${slug}`,
      `${subjectName(rule)} ${title}`,
      draft,
      provenanceOf(rule),
    );
  };
  const limit = Number(rule.limit);
  switch (rule.keyword) {
    case 'minimum':
      return conditionsOf(rule).map(({ slug, note, choice }) =>
        at(`smallest${slug}`, `the smallest allowed, ${limit}${note}`, () => limit, choice),
      );
    case 'maximum':
      return conditionsOf(rule).map(({ slug, note, choice }) =>
        at(`largest${slug}`, `the largest allowed, ${limit}${note}`, () => limit, choice),
      );
    case 'enum':
      return (isArray(rule.limit) ? rule.limit : []).map((member) =>
        at(kebab(String(member)), `${JSON.stringify(member)}`, () => member),
      );
    case 'anyOf':
      return alternatives(rule).map((name) => {
        const draft = minimalRequest(operation);
        for (const other of alternatives(rule)) removeAt(draft, [other]);
        draft[name] = validValue(operation, [name]);
        repair(operation, draft);
        return scenario(
          operation,
          `only-${kebab(name)}`,
          `Of ${alternatives(rule).join(', ')} only ${name}`,
          draft,
          provenanceOf(rule),
        );
      });
    case 'maxItems':
      return [
        at('most-items', `with ${mostItems(operation, rule.path)} items, the most allowed`, () =>
          itemsFor(operation, rule, mostItems(operation, rule.path)),
        ),
      ];
    case 'x-max-bytes':
      return [
        at('most-bytes', `of ${limit} bytes, the most allowed`, (old) => padded(old, limit, 'x')),
        at('most-bytes-multi-byte', `of ${limit} bytes in fewer characters`, (old) =>
          padded(old, limit, '录'),
        ),
      ];
    default:
      return [];
  }
}

/** What is just inside may be surer than which error the outside means. */
function provenanceOf(rule: Rule): Provenance {
  return readProvenance(rule.schema, 'accepts', rule, rule.pointer);
}

/** Once for each value that a condition lists: what holds for one format has to hold for the other. */
function conditionsOf(
  rule: Rule,
): readonly { readonly slug: string; readonly note: string; readonly choice: number }[] {
  const [first, ...others] = conditionValues(rule).map(String);
  const rest = others.map((value, index) => ({ slug: `/${value}`, note: ` (${value})`, choice: index + 1 }));
  return [{ slug: '', note: first === undefined ? '' : ` (${first})`, choice: 0 }, ...rest];
}

/** Values that the contract itself names in `x-accepts`. */
function listedScenarios(operation: Operation, located: Located): readonly Scenario[] {
  const listed = located.schema['x-accepts'];
  return (isArray(listed) ? listed : []).filter(isObject).map((entry) => {
    const draft = minimalRequest(operation);
    for (const [name, other] of Object.entries(isObject(entry['with']) ? entry['with'] : {}))
      draft[name] = other;
    const place = arrange(operation, draft, located, onlyItem);
    setAt(draft, place, entry['value'] ?? '');
    keepUnique(operation, draft, located);
    const names = located.path.filter((step) => step !== '[]');
    const evidence = evidenceOf(entry['x-evidence']) ?? located.provenance.evidence;
    return scenario(
      operation,
      `${names.map(kebab).join('/')}/${String(entry['x-id'])}`,
      `${names.join('.')} ${String(entry['title'])}`,
      draft,
      {
        evidence,
        source: located.provenance.source,
      },
    );
  });
}

function evidenceOf(value: Json | undefined): Evidence | undefined {
  return evidenceLevels.find((level) => level === value);
}

/** A fixed value in one part of the key needs another part that no other scenario uses. */
function keepUnique(operation: Operation, draft: Draft, located: Located): void {
  const key = operation.effect?.key ?? [];
  if (!key.includes(located.path[0] ?? '')) return;
  for (const field of key) {
    if (field !== located.path[0]) draft[field] ??= validValue(operation, [field]);
  }
}

/** Items that differ where they must, as many as there can be in one list. */
function distinctScenarios(operation: Operation, rule: Rule): readonly Scenario[] {
  const property = String(rule.limit);
  const most = mostItems(operation, rule.path);
  const count = Number.isFinite(most) ? most : 3;
  const all = enumAt(operation, [...rule.path, '[]', property]).length === count;
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, rule, onlyItem);
  setAt(draft, place, itemsFor(operation, rule, count));
  const weakest: Evidence = compareEvidence(rule.evidence, 'implied') > 0 ? rule.evidence : 'implied';
  return [
    scenario(
      operation,
      `${kebab(rule.path.join('/'))}/all-different`,
      `${subjectName(rule)} with ${all ? `every ${property} once` : `${count} items of different ${property}`}`,
      draft,
      { evidence: weakest, source: rule.source },
    ),
  ];
}
