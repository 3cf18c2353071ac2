/** Requests that the contract allows: the shortest, the fullest, every listed value, every boundary from inside, every transport. */
import {
  compareEvidence,
  evidenceLevels,
  readProvenance,
  type Evidence,
  type Provenance,
} from '../../contract/evidence.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas, subjectOf, type Located, type Rule } from '../../contract/schema/rules.ts';
import { adviceOf, fullRequest, minimalRequest, repair } from '../requests/valid-requests.ts';
import { enumAt, removeAt, setAt, validValue, violationsAsSent, type Draft } from '../requests/draft.ts';
import { arrange, conditionValues, onlyItem } from '../requests/placement.ts';
import { itemsFor, mostItems } from '../requests/items.ts';
import { subjectName, type Case } from '../keywords/case.ts';
import { attempt, GenerationError, type Gap } from '../requests/gap.ts';
import { keywordCases } from '../keywords/keyword-cases.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor, type StepOptions } from '../steps/steps.ts';
import { inEveryScript } from './unicode.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** Adds to `gaps` what cannot be generated, and each value of `x-accepts` that the contract refuses. */
export function acceptedScenarios(operation: Operation, gaps: Gap[]): readonly Scenario[] {
  const rulesOf = (keyword: Rule['keyword']): readonly Rule[] =>
    operation.rules.filter((rule) => rule.keyword === keyword);
  const made = <From>(from: readonly From[], make: (one: From) => readonly Scenario[]) =>
    from.flatMap((one) => attempt('accepted', gaps, () => make(one)));
  return [
    ...wholeRequests(operation, gaps),
    ...operation.rules.flatMap((rule) => boundaryScenarios(operation, rule, gaps)),
    ...made(rulesOf('x-max-bytes'), (rule) => [inEveryScript(operation, rule)]),
    ...made(adviceOf(operation), (rule) => [leftOut(operation, rule)]),
    ...locateSchemas(operation.request).flatMap((located) => listedScenarios(operation, located, gaps)),
    ...made(rulesOf('x-unique-by'), (rule) => distinctScenarios(operation, rule)),
  ];
}

function wholeRequests(operation: Operation, gaps: Gap[]): readonly Scenario[] {
  // No documentation page states a transport for this contract.
  const evidence = operation.page === '' ? 'implied' : 'stated';
  const table = { evidence, source: 'Request parameters' } as const;
  const sdks = { evidence: 'implied', source: 'What SDKs send' } as const;
  const minimal = (): Draft => minimalRequest(operation);
  const hasList = Object.values(minimal()).some((member) => isArray(member));
  return [
    scenario(operation, 'minimal', 'The shortest request', minimal(), table),
    ...attempt('accepted/full', gaps, () => [
      scenario(operation, 'full', 'A request with every parameter', fullRequest(operation), table),
    ]),
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
  const [violation] = violationsAsSent(operation, draft);
  if (violation) throw new GenerationError(`"accepted/${slug}" breaks "${violation.rule.id}"`);
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

/** The page says both that it is required and that it has a default: that it may be left out is assumed. */
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

/** The value just inside each boundary, which has to be accepted. */
function boundaryScenarios(operation: Operation, rule: Rule, gaps: Gap[]): readonly Scenario[] {
  const cases = attempt(rule.id, gaps, () => keywordCases[rule.keyword].allowed(rule, operation));
  return cases.flatMap((one) =>
    (one.perCondition === true ? conditionsOf(rule) : [usualCondition]).flatMap((condition) =>
      attempt(`accepted/${idOf(rule, one)}${condition.slug}`, gaps, () => [
        boundaryScenario(operation, rule, one, condition),
      ]),
    ),
  );
}

function idOf(rule: Rule, { slug }: Case): string {
  return [...rule.name.subject, slug].join('/');
}

function boundaryScenario(
  operation: Operation,
  rule: Rule,
  one: Case,
  { slug, note, choice }: ConditionCase,
): Scenario {
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, rule, { ...onlyItem, choice });
  one.apply(draft, place);
  repair(operation, draft, place, true);
  const title = `${subjectName(rule)} ${one.title}${note}`;
  return scenario(operation, `${idOf(rule, one)}${slug}`, title, draft, provenanceOf(rule));
}

/** That a value inside a boundary is accepted can be surer than the error of a value outside. */
function provenanceOf(rule: Rule): Provenance {
  return readProvenance(rule.schema, 'accepts', rule, rule.pointer);
}

interface ConditionCase {
  readonly slug: string;
  readonly note: string;
  readonly choice: number;
}

const usualCondition: ConditionCase = { slug: '', note: '', choice: 0 };

/** One scenario for each value that a condition lists, such as each format. */
function conditionsOf(rule: Rule): readonly ConditionCase[] {
  const [first, ...others] = conditionValues(rule).map(String);
  const rest = others.map((value, index) => ({ slug: `/${value}`, note: ` (${value})`, choice: index + 1 }));
  return [{ ...usualCondition, note: first === undefined ? '' : ` (${first})` }, ...rest];
}

/** Values that the contract lists in `x-accepts`. */
function listedScenarios(operation: Operation, located: Located, gaps: Gap[]): readonly Scenario[] {
  const listed = located.schema['x-accepts'];
  return (isArray(listed) ? listed : []).filter(isObject).flatMap((entry) => {
    const names = located.path.filter((step) => step !== '[]');
    const id = `${names.map(kebab).join('/')}/${String(entry['x-id'])}`;
    return attempt(`accepted/${id}`, gaps, () => {
      try {
        return [listedScenario(operation, located, entry, id)];
      } catch (cause) {
        if (!(cause instanceof GenerationError)) throw cause;
        throw new ContractError(
          `Failed to make scenario "accepted/${id}" of "${operation.name}": ${cause.message}. Correct the rule, or "x-accepts".`,
          { pointer: pointerTo(located.pointer, 'x-accepts'), cause },
        );
      }
    });
  });
}

function listedScenario(operation: Operation, located: Located, entry: JsonObject, id: string): Scenario {
  const draft = minimalRequest(operation);
  for (const [name, other] of Object.entries(isObject(entry['with']) ? entry['with'] : {}))
    draft[name] = other;
  const place = arrange(operation, draft, located, onlyItem);
  setAt(draft, place, entry['value'] ?? '');
  keepUnique(operation, draft, located);
  const names = located.path.filter((step) => step !== '[]');
  return scenario(operation, id, `${names.join('.')} ${String(entry['title'])}`, draft, {
    evidence: evidenceOf(entry['x-evidence']) ?? located.provenance.evidence,
    source: located.provenance.source,
  });
}

function evidenceOf(value: Json | undefined): Evidence | undefined {
  return evidenceLevels.find((level) => level === value);
}

/** Where one part of the key has a fixed value, another part is made unique to this scenario. */
function keepUnique(operation: Operation, draft: Draft, located: Located): void {
  const key = operation.effect?.key ?? [];
  if (!key.includes(located.path[0] ?? '')) return;
  for (const field of key) {
    if (field !== located.path[0]) draft[field] ??= validValue(operation, [field]);
  }
}

/** As many items as a list can have, differing where they must. */
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
