/** One operation of the API, read and validated once from its OpenAPI document. */
import { ContractError } from '../contract-error.ts';
import { compileDefaults, type FillDefaults } from '../schema/defaults.ts';
import { readAnswerForm, type AnswerForm } from './answer-form.ts';
import type { Effect } from './effect.ts';
import { readErrors, type ErrorTable } from './errors.ts';
import { readProvenance, type Evidence, type Provenance } from '../evidence.ts';
import { readGateway, type GatewayChecks } from './gateway.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { assertMembers } from '../known-members.ts';
import { wordOf } from '../schema/limits.ts';
import { memberAt, objectsOf, textOf } from './members.ts';
import { readOutline, type Outline } from './outline.ts';
import { readPermission, type Permission } from './permission.ts';
import { compileBody, finds, type WriteBody } from './response-body.ts';
import { compileNormaliser } from '../schema/equivalents.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { compileDoubts, compileDropIdle, type Doubt } from '../schema/doubts.ts';
import { compileRules, locateSchemas, type Rule } from '../schema/rules.ts';
import { readShape, type Shape } from '../wire/shape.ts';

/** One operation of a contract, as mock, scenarios and reports use it. */
export interface Operation extends Outline {
  /** Its name in the contract: the action; `PRODUCT.ACTION` or `PRODUCT.VERSION.ACTION` where the action is not unique. */
  readonly name: string;
  readonly methods: readonly string[];
  readonly commonParameters: readonly CommonParameter[];
  /** The request's JSON Schema, nested as the documentation prints it. */
  readonly request: JsonObject;
  readonly shape: Shape;
  readonly rules: readonly Rule[];
  /** Doubts: valid requests whose acceptance has weaker evidence. */
  readonly doubts: readonly Doubt[];
  /** Normalises a request before it is stored: fills defaults, and rewrites equivalent values (upper case, trailing dot …) to one. */
  readonly fillDefaults: FillDefaults;
  readonly errors: ErrorTable;
  readonly gateway: GatewayChecks;
  readonly rateLimit: RateLimit | undefined;
  readonly permission: Permission | undefined;
  readonly answer: AnswerForm;
  /** The JSON Schemas of a success's body, and of an error's. */
  readonly response: JsonObject;
  readonly errorBody: JsonObject;
  /** The body of a success, without the members that every answer has. */
  readonly writeBody: WriteBody;
  /** The members that every success has, and every error. */
  readonly responseFields: readonly string[];
  readonly errorFields: readonly string[];
  /** The whole document, for display. */
  readonly document: OpenApiDocument;
}

export interface CommonParameter {
  readonly name: string;
  /** Its role, such as `action` or `account`. */
  readonly role: string;
  /** The header that may carry it instead, in lower case. */
  readonly header: string | undefined;
  /** Required in every request, in signed ones, or in none. */
  readonly required: 'always' | 'signed' | 'never';
}

export interface RateLimit extends Provenance {
  readonly requests: number;
  readonly perMs: number;
  readonly error: string;
  /** Whose calls are counted together: those of an account with all its users, or those of each RAM user separately. */
  readonly scope: 'account' | 'ram-user';
  /** Evidence of each part: the number, the scope, the code, the kind of window, and whether refused calls count. */
  readonly parts: Readonly<Record<(typeof rateLimitParts)[number], Evidence>>;
}

const rateLimitParts = ['requests', 'scope', 'error', 'window', 'refused'] as const;

/**
 * Read an OpenAPI 3.1 document with the extensions of this project.
 *
 * Throws ContractError, with a JSON pointer, for a document with a missing member or a contradiction.
 */
export function readOperation(document: unknown): Operation {
  if (!isObject(document))
    throw new ContractError('Failed to read contract: it is not an object. Give an OpenAPI document.');
  const outline = readOutline(document);
  return compileOperation(document, outline, outline.action);
}

/**
 * The operation of a document whose outline has been read, under the name that it has in its contract.
 *
 * Throws ContractError as `readOperation` does.
 */
export function compileOperation(document: JsonObject, outline: Outline, name: string): Operation {
  const { effect } = outline;
  const post = memberAt(document, ['paths', '/', 'post']);
  const request = memberAt(document, ['components', 'schemas', 'Request']);
  const response = memberAt(document, ['components', 'schemas', 'Response']);
  const errorBody = memberAt(document, ['components', 'schemas', 'Error']);
  const root = pointerTo('/paths', '/') + '/post';
  assertExtensions(post, root);
  const errors = readErrors(post, root);
  const gateway = readGateway(post['x-gateway'], `${root}/x-gateway`);
  const fillDefaults = compileDefaults(request, '/components/schemas/Request');
  const doubts = compileDoubts(request, '/components/schemas/Request');
  const dropIdle = compileDropIdle(doubts);
  const normalise = compileNormaliser(request, '/components/schemas/Request');
  const operation: Operation = {
    ...outline,
    name,
    methods: (isArray(post['x-methods']) ? post['x-methods'] : ['POST']).map(String),
    commonParameters: objectsOf(post, 'x-common-parameters', root).map((parameter, index) => ({
      name: textOf(parameter, 'name', `${root}/x-common-parameters/${index}`),
      role: String(parameter['role'] ?? ''),
      header: typeof parameter['header'] === 'string' ? parameter['header'] : undefined,
      required: requiredOf(parameter['required']),
    })),
    request,
    shape: readShape(request),
    rules: inCheckOrder(
      compileRules(request, '/components/schemas/Request'),
      post['x-check-order'],
      errors,
      `${root}/x-check-order`,
    ),
    doubts,
    fillDefaults: (value) => normalise(fillDefaults(dropIdle(value))),
    errors,
    gateway,
    rateLimit: readRateLimit(post['x-rate-limit'], `${root}/x-rate-limit`),
    permission: readPermission(post['x-ram'] ?? gateway.defaultPermission, outline.action, `${root}/x-ram`),
    answer: readAnswerForm(memberAt(post, ['x-answer']), `${root}/x-answer`),
    response,
    errorBody,
    writeBody: compileBody(response, effect && (finds[effect.kind] ?? []), '/components/schemas/Response'),
    responseFields: requiredMembers(response),
    errorFields: requiredMembers(errorBody),
    document: document as OpenApiDocument, // its paths, schemas and errors were read above
  };
  assertErrorsExist(operation, root);
  assertKeysExist(operation, root);
  assertCreationCanBeRefused(operation, root);
  return operation;
}

/** The extensions of an operation. What each holds is read by the file of its name, or below. */
const extensions = [
  'x-answer',
  'x-check-order',
  'x-common-errors',
  'x-common-parameters',
  'x-effect',
  'x-errors',
  'x-gateway',
  'x-methods',
  'x-preconditions',
  'x-ram',
  'x-rate-limit',
  'x-requirements',
];

/** Members without `x-` are OpenAPI's, of which not all are read here. */
function assertExtensions(post: JsonObject, root: string): void {
  const own = Object.entries(post).filter(([name]) => name.startsWith('x-'));
  assertMembers('operation', Object.fromEntries(own), extensions, root);
}

function requiredOf(value: Json | undefined): CommonParameter['required'] {
  if (value === 'signed') return 'signed';
  return value === true ? 'always' : 'never';
}

function requiredMembers(schema: JsonObject): readonly string[] {
  return isArray(schema['required']) ? schema['required'].map(String) : [];
}

/** Rules in the order that the contract checks them; rules whose codes the order leaves out come last, in document order. */
function inCheckOrder(
  rules: readonly Rule[],
  order: Json | undefined,
  errors: ErrorTable,
  pointer: string,
): readonly Rule[] {
  const codes = isArray(order) ? order.map(String) : [];
  const used = new Set(rules.map((rule) => errors.find(rule.error)?.template));
  const idle = codes.findIndex((code) => !used.has(code));
  if (idle >= 0) {
    throw new ContractError(
      `Failed to read "x-check-order": no rule means "${codes[idle]}". Remove it, or correct it.`,
      {
        pointer: pointerTo(pointer, idle),
      },
    );
  }
  const rank = (rule: Rule): number => {
    const index = codes.indexOf(errors.find(rule.error)?.template ?? '');
    return index < 0 ? codes.length : index;
  };
  return rules.toSorted((a, b) => rank(a) - rank(b));
}

const milliseconds: Readonly<Record<string, number>> = { second: 1000, minute: 60_000 };

function readRateLimit(value: Json | undefined, pointer: string): RateLimit | undefined {
  if (value === undefined) return undefined;
  const limit = isObject(value) ? value : {};
  assertMembers('"x-rate-limit"', limit, ['requests', 'per', 'error', 'scope', 'window'], pointer);
  // Scopes and ways of counting that a mock does not support are refused, not ignored.
  const { scope = 'account' } = limit;
  wordOf('scope', scope, ['account', 'user', 'ram-user'], pointerTo(pointer, 'scope'));
  wordOf('window', limit['window'] ?? 'sliding', ['sliding'], pointerTo(pointer, 'window'));
  const perMs = milliseconds[String(limit['per'])];
  const { requests } = limit;
  if (typeof requests !== 'number' || !(requests > 0) || perMs === undefined) {
    throw new ContractError(
      'Failed to read "x-rate-limit": it needs "requests" (a number above 0) and "per" (second or minute).',
      { pointer },
    );
  }
  const about = (part: string): Provenance =>
    readProvenance(limit, part, { evidence: 'assumed', source: '' }, pointer);
  // A single evidence is that of the number: no page says how calls are counted.
  const isKnown = (part: string): boolean =>
    isObject(limit['x-evidence']) || !['window', 'refused'].includes(part);
  const parts = Object.fromEntries(
    rateLimitParts.map((part) => [part, isKnown(part) ? about(part).evidence : 'assumed']),
  ) as RateLimit['parts']; // one for each part
  return {
    requests,
    perMs,
    error: textOf(limit, 'error', pointer),
    // Pages say "per user", and mean per account.
    scope: scope === 'ram-user' ? 'ram-user' : 'account',
    ...about('requests'),
    parts,
  };
}

interface Meant {
  readonly error: string;
  readonly pointer: string;
}

/** Every error code of the contract must have a row with its status and message. */
function assertErrorsExist(operation: Operation, root: string): void {
  const meant: readonly Meant[] = [
    ...operation.rules.map(({ error, pointer }) => ({ error, pointer })),
    ...operation.preconditions.map(({ error, pointer }) => ({ error, pointer })),
    ...errorsOfTransitions(operation.effect, root),
    ...(operation.rateLimit ? [{ error: operation.rateLimit.error, pointer: `${root}/x-rate-limit` }] : []),
  ];
  const names = locateSchemas(operation.request).flatMap(({ path }) => path.slice(-1));
  // Almost any misspelt code matches a template such as `Invalid{name}`, so only a parameter's name may fill it.
  const isKnown = (error: string): boolean => {
    const template = operation.errors.find(error)?.template;
    return template === error || names.some((name) => template?.replaceAll('{name}', name) === error);
  };
  for (const { error, pointer } of meant) {
    if (!isKnown(error)) {
      throw new ContractError(
        `Failed to read error "${error}": no row of x-errors or x-common-errors has it. Add one, or correct the code.`,
        { pointer },
      );
    }
  }
}

function errorsOfTransitions(effect: Effect | undefined, root: string): readonly Meant[] {
  const transitions = effect?.kind === 'transition' ? Object.entries(effect.transitions) : [];
  return transitions.flatMap(([value, { error }]) =>
    error === undefined ? [] : [{ error, pointer: pointerTo(`${root}/x-effect/transitions`, value) }],
  );
}

/** Each key field must be a parameter: otherwise all requests would share one record. */
function assertKeysExist({ request, preconditions, effect }: Operation, root: string): void {
  const names = Object.keys(isObject(request['properties']) ? request['properties'] : {});
  const keys = [
    ...preconditions,
    ...(effect ? [{ key: [...effect.key, ...parametersOf(effect)], pointer: `${root}/x-effect` }] : []),
  ];
  for (const { key, pointer } of keys) {
    const unknown = key.find((name) => !names.includes(name));
    if (unknown === undefined) continue;
    throw new ContractError(`Failed to read "key": the request has no parameter "${unknown}". Correct it.`, {
      pointer: `${pointer}/key`,
    });
  }
}

/** The parameters that an effect reads, apart from its key. */
function parametersOf(effect: Effect): readonly string[] {
  if (effect.kind === 'transition') return [effect.by];
  if (effect.kind !== 'list') return [];
  const { filter, page, order } = effect;
  return [...filter, ...(page ? [page.number, page.size] : []), ...(order ? [order.parameter] : [])];
}

/** An operation that creates records needs an error for the second of two requests with one key. */
function assertCreationCanBeRefused({ effect, preconditions }: Operation, root: string): void {
  if (effect?.kind !== 'create') return;
  const guarded = preconditions.some(
    ({ kind, collection }) => kind === 'absent' && collection === effect.collection,
  );
  if (guarded) return;
  throw new ContractError(
    `Failed to read "x-effect": it creates in "${effect.collection}", but no precondition says what a record that is there already means. Add one with "absent: ${effect.collection}".`,
    { pointer: `${root}/x-effect` },
  );
}

/**
 * An operation that is compiled at the first access to more than its outline.
 *
 * `compile` is called once; its error is thrown at each access.
 */
export function deferOperation(outline: Outline, name: string, compile: () => Operation): Operation {
  const operation = { ...outline, name };
  let whole: Operation | undefined;
  const compiled = (): Operation => (whole ??= compile());
  for (const member of compiledMembers) {
    Object.defineProperty(operation, member, {
      configurable: true,
      enumerable: true,
      get() {
        const value = compiled()[member];
        Object.defineProperty(operation, member, { value, enumerable: true });
        return value;
      },
    });
  }
  return operation as Operation; // every member that it lacked was defined above
}

const compiledMembers = Object.keys({
  methods: true,
  commonParameters: true,
  request: true,
  shape: true,
  rules: true,
  doubts: true,
  fillDefaults: true,
  errors: true,
  gateway: true,
  rateLimit: true,
  permission: true,
  answer: true,
  response: true,
  errorBody: true,
  writeBody: true,
  responseFields: true,
  errorFields: true,
  document: true,
} satisfies Record<Exclude<keyof Operation, keyof Outline | 'name'>, true>) as readonly Exclude<
  keyof Operation,
  keyof Outline | 'name'
>[]; // its keys, as it is written there
