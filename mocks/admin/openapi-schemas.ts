/** What the OpenAPI document of the admin API is made of: schemas, responses, parameters. */
import type { JsonObject } from '../../contract/json.ts';

export const text = { type: 'string' };
export const number = { type: 'number' };
export const count = { type: 'integer', minimum: 0 };
export const instant = { type: 'string', format: 'date-time' };
export const object = { type: 'object' };

/** An object with these members; all of them are required where nothing else is said. */
export function objectWith(
  properties: JsonObject,
  required: readonly string[] = Object.keys(properties),
): JsonObject {
  return { type: 'object', properties, required };
}

export function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** A response, or a body, of JSON. */
export function json(description: string, schema: JsonObject): JsonObject {
  return { description, content: { 'application/json': { schema } } };
}

export const nothing = { description: 'Done.' };
const mistake = json('What is wrong, in one sentence.', { $ref: '#/components/schemas/Error' });
const security = [{}, { token: [] }];

/** An operation by its answers of success, by status; any other answer is a mistake. `more`: parameters and body. */
export function operation(
  operationId: string,
  summary: string,
  success: Readonly<Record<string, JsonObject>>,
  more: JsonObject = {},
): JsonObject {
  return { operationId, summary, security, ...more, responses: { ...success, default: mistake } };
}

/** The body that a request has to have. */
export function body(schema: JsonObject): JsonObject {
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

/** An optional parameter of the query. */
export function query(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: 'query', description, schema };
}

// References to the schemas below.
export const clock = { $ref: '#/components/schemas/Clock' };
export const row = { $ref: '#/components/schemas/RequestRow' };
export const entry = { $ref: '#/components/schemas/Request' };
export const fault = { $ref: '#/components/schemas/Fault' };

export const positive = { type: 'integer', minimum: 1 };
export const id = { name: 'id', in: 'path', required: true, schema: text };
export const call = objectWith({ method: text, path: text, headers: object, body: text });

export function orNull(schema: JsonObject, description = 'Null where it cannot be said.'): JsonObject {
  return { oneOf: [schema, { type: 'null' }], description };
}

/** By the names under which `$ref` finds them. */
export const schemas: JsonObject = {
  Error: objectWith({ error: text }),
  Clock: objectWith({ now: instant, running: { type: 'boolean' } }),
  FaultRule: {
    type: 'object',
    required: ['fault'],
    properties: {
      fault: text,
      operation: text,
      where: object,
      nth: { type: 'integer', minimum: 1 },
      times: { type: 'integer', minimum: 1 },
      probability: { type: 'number', minimum: 0, maximum: 1 },
      between: { type: 'array', items: instant, minItems: 2, maxItems: 2 },
      latencyMs: { type: 'number', minimum: 0 },
      distribution: {
        oneOf: [
          objectWith({ kind: { const: 'uniform' }, minMs: number, maxMs: number }),
          objectWith({ kind: { const: 'lognormal' }, medianMs: number, sigma: number }, ['kind', 'medianMs']),
        ],
      },
      error: text,
      retryAfterMs: { type: 'number', minimum: 0 },
      bytes: { type: 'integer' },
      contentType: text,
    },
    description:
      'Which calls it is injected into, and its settings: /faults says which of them each kind has.',
  },
  Fault: objectWith({
    id: text,
    rule: { $ref: '#/components/schemas/FaultRule' },
    matched: count,
    injected: count,
  }),
  RequestRow: objectWith({
    id: count,
    at: instant,
    operation: { type: ['string', 'null'] },
    account: text,
    address: text,
    status: { type: ['integer', 'null'] },
    requestId: { type: ['string', 'null'] },
    outcome: { enum: ['accepted', 'refused', 'throttled', 'lost', 'overridden'] },
    error: { type: ['string', 'null'] },
    parameter: { type: ['string', 'null'] },
    faults: listOf(text),
    delivery: { enum: ['whole', 'altered', 'none'] },
    key: listOf(text),
    pairs: listOf({ type: 'array', items: text, minItems: 2, maxItems: 2 }),
  }),
  Request: objectWith({
    id: count,
    at: instant,
    durationMs: number,
    operation: { type: ['string', 'null'] },
    account: text,
    request: objectWith({ method: text, url: text, headers: object, body: text }),
    parameters: object,
    answer: {
      oneOf: [objectWith({ status: count, headers: object, body: text }), { type: 'null' }],
      description: 'Null for a call that a fault took away.',
    },
    decision: objectWith(
      {
        kind: { enum: ['accepted', 'refused', 'lost', 'overridden'] },
        by: { enum: ['rule', 'state', 'gateway', 'fault'] },
        error: text,
        rule: text,
        evidence: text,
        source: text,
      },
      ['kind'],
    ),
    faults: listOf(text),
    delivery: objectWith({ kind: { enum: ['whole', 'altered', 'none'] }, sentence: text, body: text }, [
      'kind',
      'sentence',
    ]),
  }),
};
