/** The draft of an overlay: which error each rule of a page means, how sure that is, and what is left to a person. */
import { describeRequest } from '../../build/request-schema.ts';
import { weaker, type Evidence } from '../../evidence.ts';
import { isArray, isObject, tokensOf, type Json, type JsonObject } from '../../json.ts';
import { isKeyword } from '../../schema/keyword-names.ts';
import { locateSchemas } from '../../schema/rules.ts';
import { lastName, readCode, type CodeReading } from './codes.ts';
import { errorFacts } from './error-facts.ts';
import { tieOf, type Tie } from './ties.ts';

export interface DraftedRule {
  readonly place: string;
  readonly keyword: string;
  readonly tie: Tie;
  /** How sure it is that a violation is refused, and that it is refused with this code. */
  readonly evidence: Evidence;
  readonly codeEvidence: Evidence;
}

export interface ImportDraft {
  readonly actions: readonly JsonObject[];
  readonly rules: readonly DraftedRule[];
  readonly codes: readonly CodeReading[];
}

/** The draft of a page by itself; what it does to the state is another matter, see `state.ts`. */
export function draftRules(page: JsonObject): ImportDraft {
  const request = describeRequest(page);
  const located = locateSchemas(request, '/components/schemas/Request');
  const places = [...new Set(located.map(({ path }) => placeOf(path)).filter((place) => place !== ''))];
  const codes = errorFacts(page).map((row) => readCode(row, places));
  const rules: DraftedRule[] = [];
  const actions = located.flatMap(({ schema, path, pointer, provenance }): JsonObject[] => {
    const found = rulesAt(schema, placeOf(path)).map(({ keyword, place, written }) => {
      const tie = tieOf(
        { place, keyword, values: forbiddenIn(keyword, schema[written]), ...limitIn(schema[written]) },
        codes,
      );
      const own = schema['x-evidence'];
      const level =
        isObject(own) && typeof own[keyword] === 'string' ? (own[keyword] as Evidence) : provenance.evidence;
      return {
        keyword,
        place,
        written,
        tie,
        evidence: level,
        codeEvidence: codeEvidenceOf(level, tie, written),
      };
    });
    rules.push(...found);
    return found.length === 0 ? [] : [actionOf(pointer, schema, found)];
  });
  return { actions, rules, codes };
}

interface SpelledRule extends DraftedRule {
  /** The keyword as the document spells it. */
  readonly written: string;
}

/** The rules that stand in a schema, each with the place that it is about. */
function rulesAt(
  schema: JsonObject,
  place: string,
): readonly { readonly keyword: string; readonly place: string; readonly written: string }[] {
  const inside = (name: Json): string => (place === '' ? String(name) : `${place}.${String(name)}`);
  return Object.entries(schema).flatMap(([name, limit]) => {
    if (name === 'required' && isArray(limit))
      return limit.map((one) => ({ keyword: 'required', place: inside(one), written: name }));
    if (name === 'dependentRequired' && isObject(limit))
      return Object.values(limit).flatMap((names) =>
        (isArray(names) ? names : []).map((one) => ({
          keyword: 'required',
          place: inside(one),
          written: name,
        })),
      );
    if (name === 'anyOf') return [{ keyword: 'required', place: inside(firstChoice(limit)), written: name }];
    if (!isKeyword(name) || (name === 'type' && !canFail(limit))) return [];
    return [{ keyword: name, place, written: name }];
  });
}

/** Of parameters of which one has to be given, the one that a missing-code is looked up for. */
function firstChoice(choices: Json): string {
  const [first] = isArray(choices) ? choices : [];
  const names = isObject(first) && isArray(first['required']) ? first['required'] : [];
  return String(names[0] ?? '');
}

function limitIn(limit: Json | undefined): { readonly limit?: number } {
  return typeof limit === 'number' ? { limit } : {};
}

function forbiddenIn(keyword: string, limit: Json | undefined): readonly string[] {
  const values = keyword === 'not' && limit !== undefined && isObject(limit) ? limit['enum'] : undefined;
  return values !== undefined && isArray(values) ? values.map(String) : [];
}

function canFail(types: Json): boolean {
  return ![types].flat().some((type) => type === 'string' || type === 'object' || type === 'array');
}

/** How sure it is that this is the code: its name says so, only its role does, or no code is listed at all. */
function codeEvidenceOf(rule: Evidence, { by }: Tie, written: string): Evidence {
  if (by === 'exact' || by === 'name') return weaker(rule, 'implied');
  // The gateway's table says what a missing parameter is answered with.
  if (by === 'none' && ['required', 'dependentRequired'].includes(written)) return weaker(rule, 'implied');
  return 'assumed';
}

function actionOf(pointer: string, schema: JsonObject, found: readonly SpelledRule[]): JsonObject {
  const errors: Record<string, Json> = {};
  const evidence: Record<string, Json> = {};
  const codeEvidence: Record<string, Json> = {};
  const sources: Record<string, Json> = {};
  for (const [written, rules] of Map.groupBy(found, (rule) => rule.written)) {
    const told = (tell: (rule: SpelledRule) => string): Json => perMember(rules, tell);
    errors[written] = told(({ tie, place }) =>
      written === 'anyOf' ? tie.code.replace('{name}', lastName(place)) : tie.code,
    );
    evidence[written] = told((rule) => rule.evidence);
    codeEvidence[written] = told((rule) => rule.codeEvidence);
    sources[written] = told(({ tie }) =>
      tie.by === 'none' ? noCode(schema, written) : `${sourceOf(schema)}; Error codes, ${tie.code}`,
    );
  }
  return {
    target: jsonPath(pointer),
    update: {
      'x-error': errors,
      'x-evidence': evidence,
      'x-code-evidence': codeEvidence,
      'x-source': sources,
      ...acceptsOf(schema),
    },
  };
}

/** Where the source's own example breaks what it says, a value that does not. */
function acceptsOf(schema: JsonObject): JsonObject {
  const [example] = isArray(schema['examples']) ? schema['examples'] : [];
  const { enum: values, minimum, maximum, type } = schema;
  if (example === undefined) return {};
  const isListed = values === undefined || !isArray(values) || values.includes(example);
  const isInside = !(Number(example) < Number(minimum) || Number(example) > Number(maximum));
  const isOfType = !['integer', 'number', 'boolean'].includes(String(type)) || typeof example !== 'string';
  if (isListed && isInside && isOfType) return {};
  const first = isArray(values) ? values[0] : type === 'boolean' ? true : (minimum ?? maximum ?? 1);
  return {
    'x-accepts': [
      {
        value: first ?? 1,
        title: 'in place of the example, which breaks a rule',
        'x-id': 'in-place-of-example',
        'x-evidence': 'assumed',
      },
    ],
  };
}

/** One text where all parameters share it, else one for each, and `*` for what most of them have. */
function perMember(rules: readonly SpelledRule[], tell: (rule: SpelledRule) => string): Json {
  const texts = rules.map(tell);
  const [first = ''] = texts;
  if (texts.every((text) => text === first)) return first;
  const counts = Map.groupBy(texts, (text) => text);
  const usual = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? first;
  const others = rules
    .filter((rule) => tell(rule) !== usual)
    .map((rule): [string, Json] => [lastName(rule.place), tell(rule)]);
  return { ...Object.fromEntries(others), '*': usual };
}

function noCode(schema: JsonObject, written: string): string {
  return written === 'required' || written === 'dependentRequired'
    ? `${sourceOf(schema)}; gateway error table (Missing<Name>)`
    : `${sourceOf(schema)}; no code is listed for other values`;
}

function sourceOf(schema: JsonObject): string {
  return typeof schema['x-source'] === 'string' ? schema['x-source'] : 'Request parameters';
}

function placeOf(path: readonly string[]): string {
  return path.map((step) => (step === '[]' ? 'N' : step)).join('.');
}

/** A JSON pointer into a document as JSONPath (RFC 9535). */
export function jsonPath(pointer: string): string {
  const steps = tokensOf(pointer);
  return steps.reduce((path, step, index) => {
    if (/^\d+$/.test(step) && ['allOf', 'anyOf'].includes(steps[index - 1] ?? '')) return `${path}[${step}]`;
    return /^[A-Za-z_]\w*$/.test(step)
      ? `${path}.${step}`
      : `${path}['${step.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}']`;
  }, '$');
}
