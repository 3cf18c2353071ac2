/** Builds the request schema from a page's parameter table. */
import { ContractError } from '../contract-error.ts';
import { kebab } from '../schema/texts-and-numbers.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** The evidence of a page's facts, and the names of its sections in sources. */
export interface PageProvenance {
  readonly evidence: string;
  readonly sourceOf: (section: string) => string;
}

/** Facts of a page are `stated` by default. Facts from elsewhere have an `evidence`, and a `source`, which precedes the section. */
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
 * A rule under a condition (`when`) becomes an `if`/`then`. Errors are not named here: which
 * error a violation means is an interpretation, and stands in overlays.
 *
 * Throws ContractError for a parameter that is malformed.
 */
export function describeRequest(page: JsonObject): JsonObject {
  const provenance = readPageProvenance(page);
  const schema = describeObject(parameters(page, ''), [], '', provenance);
  return { ...schema, ...stateOf(provenance, []), ...choice(page) };
}

/** Evidence and place on the page. A parameter may have weaker evidence for some of its facts. */
function stateOf({ evidence, sourceOf }: PageProvenance, names: readonly string[], own?: Json): JsonObject {
  const place = names.length === 0 ? '' : `, ${names.join('.')}`;
  return {
    'x-evidence': isObject(own) ? schemaWords(own) : evidence,
    'x-source': sourceOf(`Request parameters${place}`),
  };
}

/** From keys of a page to schema keywords. */
function schemaWords(evidence: JsonObject): JsonObject {
  const words: Readonly<Record<string, string>> = { values: 'enum', maxBytes: 'x-max-bytes' };
  return Object.fromEntries(Object.entries(evidence).map(([name, level]) => [words[name] ?? name, level]));
}

/** `[[A, B]]`: one of A and B is required. */
function choice(page: JsonObject): JsonObject {
  const choices = page['atLeastOneOf'] ?? [];
  const [names, ...others] = isArray(choices) ? choices : [choices];
  if (names === undefined) return {};
  if (isArray(names) && others.length === 0) return { anyOf: names.map((name) => ({ required: [name] })) };
  throw new ContractError('Failed to read "atLeastOneOf": it needs one list of names, in a list.', {
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
    throw new ContractError('Failed to read parameter: it needs "name" and "type".', {
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
  const conditions = [
    ...conditionsOf(members, names, pointer, provenance),
    ...requiredWhen(members, names, pointer, provenance),
    ...defaultsByValue(members),
  ];
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
    ...(member['style'] === undefined ? {} : { 'x-style': member['style'] }),
    ...stateOf(provenance, here, member['evidence']),
  };
  // A conditional parameter has no rules here: outside its condition the value has no effect.
  if (member['when'] !== undefined) {
    const type = ['integer', 'number', 'boolean'].includes(member.type)
      ? [member.type, 'string']
      : member.type;
    return { type, ...plainParts(member), ...common };
  }
  return { ...demands(member, here, pointer, provenance), ...common };
}

/** The members of a list or an object are described unconditionally: the decoder needs their names on the wire. */
function plainParts(holder: JsonObject): JsonObject {
  const { items, parameters: members } = holder;
  if (isObject(items)) return { items: { type: items['type'] ?? 'string', ...plainParts(items) } };
  if (!isArray(members)) return {};
  const named = members.filter((member): member is Parameter => isParameter(member));
  return {
    properties: Object.fromEntries(
      named.map((member) => [member.name, { type: member.type, ...plainParts(member) }]),
    ),
  };
}

/** The schema keywords of a parameter's value. */
function demands(
  member: JsonObject,
  here: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject {
  const items = member['items'];
  if (isArray(member['parameters']))
    return describeObject(parameters(member, pointer), here, pointer, provenance);
  return {
    type: isNumberInText(member) ? ['number', 'string'] : (member['type'] ?? 'string'),
    ...(member['values'] === undefined ? {} : { enum: member['values'] }),
    ...copy(member, copied),
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

const ofNumbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

const copied = [
  ...ofNumbers,
  'default',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
];

/** A page may call a parameter a string and give it bounds: its digits are then compared as a number. */
function isNumberInText(member: JsonObject): boolean {
  const isBounded = ofNumbers.some((name) => member[name] !== undefined);
  return isBounded && (member['type'] ?? 'string') === 'string' && member['values'] === undefined;
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

/** `yyyy-MM-ddTHH:mm:ssZ` and its parts, down to `yyyy-MM`. A whole point in time has to exist as well. */
function timeFormat(format: Json, pointer: string): JsonObject {
  const text = String(format);
  if (!/^(?:yyyy|HH)/.test(text) || !/^(?:yyyy|MM|dd|HH|mm|ss|SSS|[-:/ TZ.])+$/.test(text)) {
    throw new ContractError(
      `Failed to read format "${text}": only yyyy-MM-ddTHH:mm:ssZ and its parts are known. Use one of them.`,
      {
        pointer,
      },
    );
  }
  const pattern = text
    .replaceAll(/[./]/g, String.raw`\$&`)
    .replaceAll(/yyyy|MM|dd|HH|mm|ss|SSS/g, (part) => String.raw`\d{${part.length}}`);
  return { ...(text === 'yyyy-MM-ddTHH:mm:ssZ' && { format: 'date-time' }), pattern: `^${pattern}$` };
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
              {
                ...demands(member, here, at(member), provenance),
                ...stateOf(provenance, here, member['evidence']),
              },
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
    'Failed to read "when": it needs, by the name of a parameter, a list of values or "present".',
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

/** `requiredWhen: { Mode: [fast] }`: needed where a sibling has one of the values, and free to be given elsewhere. */
function requiredWhen(
  members: readonly Parameter[],
  names: readonly string[],
  pointer: string,
  provenance: PageProvenance,
): JsonObject[] {
  return members.flatMap((member) => {
    const when = member['requiredWhen'];
    if (when === undefined) return [];
    const at = `${pointerTo(`${pointer}/parameters`, members.indexOf(member))}/requiredWhen`;
    assertCondition(when, at);
    return [
      {
        if: condition(when as JsonObject), // it was asserted one line above
        then: {
          required: [member.name],
          'x-id': `missing-with-${Object.keys(when as JsonObject)
            .map(kebab)
            .join('-')}`,
          ...stateOf(provenance, [...names, member.name]),
        },
      },
    ];
  });
}

/** Conditional defaults, by the value of a sibling: one `if`/`then` for each default. */
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
