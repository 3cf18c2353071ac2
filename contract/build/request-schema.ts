/** The request schema that a page's parameter table amounts to. */
import { ContractError } from '../contract-error.ts';
import { kebab } from '../schema/texts-and-numbers.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** How sure a page's facts are, and what its sections are called where a source is named. */
export interface PageProvenance {
  readonly evidence: string;
  readonly sourceOf: (section: string) => string;
}

/** A page states its facts. Facts that come from elsewhere say so: `evidence`, and `source`, which is put in front. */
export function readPageProvenance(page: JsonObject): PageProvenance {
  const { evidence, source } = page;
  return {
    evidence: typeof evidence === 'string' ? evidence : 'stated',
    sourceOf: (section) => (typeof source === 'string' ? `${source}, ${section}` : section),
  };
}

/**
 * Describe the parameters of a page as JSON Schema, each with the place on the page that states it.
 *
 * What holds only under a condition (`when`) stands in `if`/`then` and nowhere else. Errors are not named here: which
 * error a violation means is a reading, and readings are overlays.
 *
 * Throws ContractError for a parameter that is malformed.
 */
export function describeRequest(page: JsonObject): JsonObject {
  const provenance = readPageProvenance(page);
  const schema = describeObject(parameters(page, ''), [], '', provenance);
  return { ...schema, ...stateOf(provenance, []), ...choice(page) };
}

/** How sure it is, and where on the page it stands. */
function stateOf({ evidence, sourceOf }: PageProvenance, names: readonly string[]): JsonObject {
  const place = names.length === 0 ? '' : `, ${names.join('.')}`;
  return { 'x-evidence': evidence, 'x-source': sourceOf(`Request parameters${place}`) };
}

/** `[[A, B]]`: one of A and B has to be there. */
function choice(page: JsonObject): JsonObject {
  const choices = page['atLeastOneOf'] ?? [];
  const [names, ...others] = isArray(choices) ? choices : [choices];
  if (names === undefined) return {};
  if (isArray(names) && others.length === 0) return { anyOf: names.map((name) => ({ required: [name] })) };
  throw new ContractError('Failed to read "atLeastOneOf": it wants one list of names, in a list.', {
    pointer: '/atLeastOneOf',
  });
}

interface Parameter extends JsonObject {
  readonly name: string;
  readonly type: string;
}

function parameters(holder: JsonObject, pointer: string): readonly Parameter[] {
  const list = isArray(holder['parameters']) ? holder['parameters'] : [];
  return list.map((entry, index) => {
    if (isParameter(entry)) return entry;
    throw new ContractError('Failed to read parameter: it wants "name" and "type".', {
      pointer: pointerTo(`${pointer}/parameters`, index),
    });
  });
}

function isParameter(entry: Json): entry is Parameter {
  return isObject(entry) && typeof entry['name'] === 'string' && typeof entry['type'] === 'string';
}

/** `names` lead here from the root, `N` for a place in a list; `pointer` leads to the holder of the parameters on the page. */
function describeObject(
  members: readonly Parameter[],
  names: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject {
  const required = members.filter((member) => member['required'] === true).map(({ name }) => name);
  const requires = members
    .filter((member) => isArray(member['requires']))
    .map((member) => [member.name, member['requires'] ?? []] as const);
  const conditions = [...conditionsOf(members, names, pointer, provenance), ...defaultsByValue(members)];
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      members.map((member, index) => [
        member.name,
        describeMember(member, names, pointerTo(`${pointer}/parameters`, index), provenance),
      ]),
    ),
    ...(requires.length === 0 ? {} : { dependentRequired: Object.fromEntries(requires) }),
    ...(conditions.length === 0 ? {} : { allOf: conditions }),
  };
}

function describeMember(
  member: Parameter,
  names: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject {
  const here = [...names, member.name];
  const common = {
    ...(member['example'] === undefined ? {} : { examples: [member['example']] }),
    ...(member['unit'] === undefined ? {} : { 'x-unit': member['unit'] }),
    ...stateOf(provenance, here),
  };
  // Under a condition nothing is demanded here: outside it the value has no effect, whatever it is.
  if (member['when'] !== undefined) {
    const type = member.type === 'integer' ? ['integer', 'string'] : member.type;
    return { type, ...plainItems(member), ...common };
  }
  return { ...demands(member, here, pointer, provenance), ...common };
}

/** That a list is one has to be known wherever it stands: its items have names of their own on the wire. */
function plainItems({ items }: Parameter): JsonObject {
  return isObject(items) ? { items: { type: items['type'] ?? 'string' } } : {};
}

/** What a parameter's value must be, as keywords. */
function demands(
  member: JsonObject,
  here: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject {
  const items = member['items'];
  return {
    type: member['type'] ?? 'string',
    ...(member['values'] === undefined ? {} : { enum: member['values'] }),
    ...copy(member, ['minimum', 'maximum', 'default', 'maxItems']),
    ...(member['maxBytes'] === undefined ? {} : { 'x-max-bytes': member['maxBytes'] }),
    ...(member['format'] === undefined ? {} : timeFormat(member['format'], `${pointer}/format`)),
    ...(member['reserved'] === undefined ? {} : { not: { enum: member['reserved'] } }),
    ...(isArray(member['mustContain']) ? { allOf: member['mustContain'].map(contains) } : {}),
    ...(isArray(member['variables']) ? { 'x-variables': member['variables'] } : {}),
    ...(isObject(items)
      ? { items: describeItems(items, [...here, 'N'], `${pointer}/items`, provenance) }
      : {}),
  };
}

function describeItems(
  items: JsonObject,
  names: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject {
  if (items['type'] === 'object')
    return describeObject(parameters(items, pointer), names, pointer, provenance);
  return {
    ...demands(items, names, pointer, provenance),
    ...(items['example'] === undefined ? {} : { examples: [items['example']] }),
    ...stateOf(provenance, names),
  };
}

function timeFormat(format: Json, pointer: string): JsonObject {
  if (format !== 'yyyy-MM-ddTHH:mm:ssZ') {
    throw new ContractError(
      `Failed to read format "${String(format)}": only yyyy-MM-ddTHH:mm:ssZ is known.`,
      { pointer },
    );
  }
  return { format: 'date-time', pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$` };
}

/** One of several variables must stand in the text, in braces. */
function contains(alternatives: Json): JsonObject {
  const names = (isArray(alternatives) ? alternatives : [alternatives]).map(String);
  const title = `without ${names.map((name) => `{${name}}`).join(' or ')}`;
  return {
    'x-id': `without-${kebab(names[0] ?? '')}`,
    'x-title': title,
    pattern: String.raw`\{(?:${names.join('|')})\}`,
  };
}

/** One `if`/`then` for each condition that parameters of an object stand under. */
function conditionsOf(
  members: readonly Parameter[],
  names: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject[] {
  const at = (member: Parameter): string => pointerTo(`${pointer}/parameters`, members.indexOf(member));
  const conditional = members.filter((member) => member['when'] !== undefined);
  for (const member of conditional) assertCondition(member['when'], `${at(member)}/when`);
  const groups = Map.groupBy(conditional, (member) => JSON.stringify(member['when']));
  return [...groups].map(([when, group]) => {
    const mandatory = group.filter((member) => member['mandatory'] === true).map(({ name }) => name);
    return {
      if: condition(JSON.parse(when) as JsonObject), // stringified three lines above
      then: {
        ...(mandatory.length === 0 ? {} : { required: mandatory }),
        properties: Object.fromEntries(
          group.map((member) => {
            const here = [...names, member.name];
            return [
              member.name,
              { ...demands(member, here, at(member), provenance), ...stateOf(provenance, here) },
            ];
          }),
        ),
      },
    };
  });
}

function assertCondition(when: Json | undefined, pointer: string): void {
  const isKnown = (value: Json): boolean => value === 'present' || isArray(value);
  if (isObject(when) && Object.values(when).every(isKnown)) return;
  throw new ContractError(
    'Failed to read "when": it wants, by the name of a parameter, a list of values or "present".',
    { pointer },
  );
}

/** `{ Format: [m3u8, cmaf] }` asks for one of the values, `{ StreamName: present }` for any. */
function condition(when: JsonObject): JsonObject {
  const values = Object.entries(when).filter(([, value]) => isArray(value));
  return {
    required: Object.keys(when),
    ...(values.length === 0
      ? {}
      : { properties: Object.fromEntries(values.map(([name, value]) => [name, { enum: value }])) }),
  };
}

/** Defaults that depend on the value of a sibling: one `if`/`then` for each default. */
function defaultsByValue(members: readonly Parameter[]): JsonObject[] {
  return members.flatMap((member) =>
    Object.entries(isObject(member['defaultBy']) ? member['defaultBy'] : {}).flatMap(([sibling, table]) => {
      const values = Object.entries(isObject(table) ? table : {});
      const groups = Map.groupBy(values, ([, value]) => value);
      return [...groups].map(([value, entries]) => ({
        if: condition({ [sibling]: entries.map(([name]) => name) }),
        then: { properties: { [member.name]: { default: value } } },
      }));
    }),
  );
}

function copy(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
