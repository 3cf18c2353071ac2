/** The rules of a request schema as a flat list: each with its path, conditions, keyword, limit and error. */
import { ContractError } from '../contract-error.ts';
import { pick, readCodeEvidence, readProvenance, type Evidence, type Provenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { formats, isFormat } from './formats.ts';
import { isKeyword, type Keyword } from './keyword-names.ts';
import { compilePredicate, keywords, type Assertion } from './keywords.ts';
import { assertKnown, assertKnownInside } from './known-words.ts';
import { kebab } from './texts-and-numbers.ts';
import { partsOf, type SchemaCondition, type Part, type Path } from './walk.ts';

/** A condition on a value that contains the rule's value: the `if` of `if`/`then`. */
export interface Guard {
  /** How many steps of the rule's path lead to the condition's value. */
  readonly depth: number;
  readonly schema: Json;
  /** False for `else`: the condition must not hold. */
  readonly wanted: boolean;
  readonly matches: Assertion;
}

export interface Rule extends Provenance {
  /** The parts of `name` with slashes, such as `delay-time/below-minimum`. */
  readonly id: string;
  readonly name: RuleName;
  /** The path of the rule's value; for `required`, of the object that lacks the member. */
  readonly path: Path;
  readonly guards: readonly Guard[];
  readonly keyword: Keyword;
  readonly limit: Json;
  /** JSON pointer to the keyword, inside the schema. */
  readonly pointer: string;
  /** The documented error that a violation means, with `{name}` filled in. */
  readonly error: string;
  /** Evidence that a violation is answered with this error; `evidence` is that of a refusal with any code. */
  readonly codeEvidence: Evidence;
  /** The schema object that the keyword stands in, for its `x-accepts` and `x-refuses`. */
  readonly schema: JsonObject;
  readonly holds: Assertion;
}

/** Of a rule that has no name, such as a recommendation. */
export const unnamed = { id: '', name: { subject: [], breach: '' } } as const;

export interface RuleName {
  /** The path of the parameter, in kebab case; empty for a rule about the whole request. */
  readonly subject: readonly string[];
  /** How the rule is broken, such as `below-minimum`. */
  readonly breach: string;
}

/**
 * The rules of a schema as a flat list, in document order.
 *
 * Throws ContractError for a keyword that is unknown, without `x-error`, or whose rule has the id of another.
 */
export function compileRules(schema: JsonObject, pointer = ''): readonly Rule[] {
  const byId = new Map<string, Rule>();
  for (const found of locateSchemas(schema, pointer).flatMap(rulesOf)) {
    const other = byId.get(found.id);
    const rule = other ? renamed(found, other) : found;
    const same = byId.get(rule.id);
    if (same)
      throw new ContractError(
        `Failed to name rule "${rule.id}": the rule at #${same.pointer} has that name. Give one of them an "x-id".`,
        { pointer: rule.pointer },
      );
    byId.set(rule.id, rule);
  }
  return [...byId.values()];
}

/** A rule that would have the id of another: of items it says so, and of a condition what the condition is about. */
function renamed(rule: Rule, other: Rule): Rule {
  if (other.path.length !== rule.path.length) return ofItems(rule);
  const guard = rule.guards.at(-1)?.schema;
  const given = guard !== undefined && isObject(guard) && isArray(guard['required']) ? guard['required'] : [];
  if (given.length === 0) return rule;
  const { subject, breach } = rule.name;
  return {
    ...rule,
    ...named(subject, `${breach}-with-${given.map((name) => kebab(String(name))).join('-')}`),
  };
}

/** A list and its items may have the same limits, so the ids of item rules are distinct, at every depth. */
function ofItems(rule: Rule): Rule {
  const names = rule.path.map((step) => (step === '[]' ? 'items' : kebab(step)));
  const member = rule.keyword === 'required' ? [kebab(String(rule.limit))] : [];
  return { ...rule, ...named([...names, ...member], rule.name.breach) };
}

function named(subject: readonly string[], breach: string): Pick<Rule, 'id' | 'name'> {
  return { id: [...subject, breach].join('/'), name: { subject, breach } };
}

/** A schema in context: the path of its value, and its conditions. */
export interface Located {
  readonly schema: JsonObject;
  readonly path: Path;
  readonly guards: readonly Guard[];
  readonly pointer: string;
  /** Its `x-error`, or that of the enclosing schema for the same value. */
  readonly error: Json | undefined;
  /** Evidence and source for all its keywords. */
  readonly provenance: Provenance;
}

/** A schema and every schema inside, in document order. Throws ContractError for a keyword that is unknown. */
export function locateSchemas(schema: JsonObject, pointer = ''): readonly Located[] {
  return locate({
    schema,
    path: [],
    guards: [],
    pointer,
    error: schema['x-error'],
    provenance: readProvenance(schema, '', { evidence: 'assumed', source: '' }, pointer),
  });
}

/** The property names from the root to a rule's subject, without list marks, including a missing member. */
export function subjectOf({
  path,
  keyword,
  limit,
}: Pick<Rule, 'path' | 'keyword' | 'limit'>): readonly string[] {
  const names = path.filter((step) => step !== '[]');
  return keyword === 'required' ? [...names, String(limit)] : names;
}

function locate(located: Located): Located[] {
  const { schema, pointer } = located;
  for (const name of Object.keys(schema)) assertKnown(name, pointer);
  assertKnownInside(schema, pointer);
  if (schema['if'] !== undefined) compilePredicate(schema['if'], pointerTo(pointer, 'if'));
  return [located, ...partsOf(schema, pointer).flatMap((part) => locate(inside(located, part)))];
}

function inside(outer: Located, part: Part): Located {
  const { schema, pointer } = part;
  const common = { schema, pointer, provenance: readProvenance(schema, '', outer.provenance, pointer) };
  if (part.about !== 'same') {
    const step = part.about === 'item' ? '[]' : part.name;
    return { ...common, path: [...outer.path, step], guards: outer.guards, error: schema['x-error'] };
  }
  const { path, guards } = part.condition ? guarded(outer, part.condition) : outer;
  return { ...common, path, guards, error: schema['x-error'] ?? outer.error };
}

function guarded(around: Located, { schema, pointer, wanted }: SchemaCondition): Located {
  const matches = compilePredicate(schema, pointer);
  return { ...around, guards: [...around.guards, { depth: around.path.length, schema, wanted, matches }] };
}

function membersOf(value: Json, pointer: string): JsonObject {
  if (isObject(value)) return value;
  throw new ContractError(
    `Failed to read "${pointer.split('/').at(-1)}": it is not an object. Write an object.`,
    { pointer },
  );
}

function rulesOf(located: Located): Rule[] {
  return Object.entries(located.schema).flatMap(([name, limit]) => {
    if (isKeyword(name)) return rulesOfKeyword(name, limit, located, name);
    return name === 'dependentRequired' ? rulesOfDependents(limit, located) : [];
  });
}

function rulesOfDependents(limit: Json, located: Located): Rule[] {
  const members = Object.entries(membersOf(limit, pointerTo(located.pointer, 'dependentRequired')));
  return members.flatMap(([property, names]) => {
    const guard = { schema: { required: [property] }, pointer: located.pointer, wanted: true };
    return rulesOfKeyword('required', names, guarded(located, guard), 'dependentRequired');
  });
}

/** A keyword is one rule; `required` is one for each name. `written` is the keyword as the document spells it. */
function rulesOfKeyword(keyword: Keyword, limit: Json, located: Located, written: string): Rule[] {
  if (!canFail(keyword, limit)) {
    keywords[keyword].compile(limit, pointerTo(located.pointer, written)); // its limit is checked all the same
    return [];
  }
  const { schema, path, guards, error, provenance } = located;
  const limits = keyword === 'required' && isArray(limit) ? limit : [limit];
  const pointer = pointerTo(located.pointer, written);
  return limits.map((one) => {
    const subject = subjectOf({ path, keyword, limit: one });
    const member = keyword === 'required' ? String(one) : '';
    const template = pick(error, written, member);
    if (template === undefined) {
      throw new ContractError(
        `Failed to read "${written}" of "${subject.join('.')}": no "x-error" says which error it means. Add one.`,
        {
          pointer,
        },
      );
    }
    const stands = readProvenance(schema, written, provenance, located.pointer, member);
    return {
      ...named(subject.map(kebab), pick(schema['x-id'], written) ?? keywords[keyword].violation(one)),
      path,
      guards,
      keyword,
      limit: one,
      pointer,
      error: template.replaceAll('{name}', subject.at(-1) ?? ''),
      schema,
      holds: keywords[keyword].compile(one, pointer),
      ...stands,
      codeEvidence: readCodeEvidence(schema, written, stands.evidence, located.pointer, member),
    };
  });
}

/**
 * Whether a request can violate a keyword at all. Parameters arrive as text, so a schema that allows text is never
 * violated by its type, and an empty text or list counts as absent.
 */
function canFail(keyword: Keyword, limit: Json): boolean {
  switch (keyword) {
    case 'type':
      return !(isArray(limit) ? limit : [limit]).some(
        (type) => type === 'string' || type === 'object' || type === 'array',
      );
    case 'minLength':
    case 'minItems':
      return typeof limit !== 'number' || limit > 1;
    case 'uniqueItems':
      return limit !== false;
    case 'format':
      return isFormat(limit) && formats[limit].canFail;
    default:
      return true;
  }
}
