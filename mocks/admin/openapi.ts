/** The admin API as an OpenAPI document. */
import type { JsonObject } from '../../contract/json.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const count = { type: 'integer', minimum: 0 };
const instant = { type: 'string', format: 'date-time' };
const object = { type: 'object' };

function objectWith(
  properties: JsonObject,
  required: readonly string[] = Object.keys(properties),
): JsonObject {
  return { type: 'object', properties, required };
}

function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

function json(description: string, schema: JsonObject): JsonObject {
  return { description, content: { 'application/json': { schema } } };
}

const nothing = { description: 'Done.' };
const mistake = json('What is wrong, in one sentence.', { $ref: '#/components/schemas/Error' });
const security = [{}, { token: [] }];

function operation(
  operationId: string,
  summary: string,
  success: Readonly<Record<string, JsonObject>>,
  more: JsonObject = {},
): JsonObject {
  return { operationId, summary, security, ...more, responses: { ...success, default: mistake } };
}

function body(schema: JsonObject): JsonObject {
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function query(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: 'query', description, schema };
}

const clock = { $ref: '#/components/schemas/Clock' };
const entry = { $ref: '#/components/schemas/Request' };
const fault = { $ref: '#/components/schemas/Fault' };

export const adminDocument: JsonObject = {
  openapi: '3.1.0',
  info: {
    title: 'Understudy, admin API',
    version: '1.0.0',
    description:
      'Looks at a mock and changes it. Only from the machine that it runs on, unless the server was started with a token.',
  },
  servers: [{ url: '/_understudy' }],
  paths: {
    '/': {
      get: operation('getInspector', 'The inspector page.', {
        200: { description: 'The page.', content: { 'text/html': { schema: text } } },
      }),
    },
    '/health': {
      get: operation('getHealth', 'Whether the server is there.', {
        200: json('It is.', objectWith({ status: { const: 'ok' } })),
      }),
    },
    '/openapi.json': {
      get: operation('getDocument', 'This document.', { 200: json('An OpenAPI document.', object) }),
    },
    '/state': {
      get: operation('getState', 'What the mock remembers.', {
        200: json(
          'To read in collections; to put back as a snapshot.',
          objectWith({
            collections: listOf(objectWith({ account: text, collection: text, records: listOf(object) })),
            snapshot: object,
          }),
        ),
      }),
      put: operation(
        'putState',
        'Put a snapshot back.',
        { 204: nothing },
        body(objectWith({ snapshot: object })),
      ),
    },
    '/reset': {
      post: operation(
        'reset',
        'Go back to how the mock was created: state, rate limits, nonces, faults, requests and clock. The contract stays.',
        { 204: nothing },
      ),
    },
    '/requests': {
      get: operation(
        'getRequests',
        'What was asked and answered, oldest first.',
        { 200: json('The requests that are remembered.', objectWith({ requests: listOf(entry) })) },
        {
          parameters: [
            query('operation', 'Only of this operation.', text),
            query('account', 'Only of this account.', text),
            query('error', 'Only those that were refused with this code.', text),
            query('last', 'At most so many, the newest.', { type: 'integer', minimum: 1 }),
          ],
        },
      ),
      delete: operation('deleteRequests', 'Forget what was asked. The state stays.', { 204: nothing }),
    },
    '/faults': {
      get: operation('getFaults', 'The faults that are on, and those that there are.', {
        200: json(
          'Faults.',
          objectWith({
            faults: listOf(fault),
            kinds: listOf(objectWith({ name: text, settings: listOf(text) })),
          }),
        ),
      }),
      post: operation(
        'addFault',
        'Switch a fault on.',
        { 201: json('It is on.', objectWith({ id: text, rule: object })) },
        body({ $ref: '#/components/schemas/FaultRule' }),
      ),
      delete: operation('deleteFaults', 'Switch all faults off.', { 204: nothing }),
    },
    '/faults/{id}': {
      delete: operation(
        'deleteFault',
        'Switch one fault off.',
        { 204: nothing },
        { parameters: [{ name: 'id', in: 'path', required: true, schema: text }] },
      ),
    },
    '/clock': {
      get: operation('getClock', 'The time of the mock.', { 200: json('The time.', clock) }),
      put: operation(
        'putClock',
        'Set the clock, move it forward, let it run or stand still; in this order.',
        { 200: json('The time after that.', clock) },
        body(
          objectWith(
            {
              now: instant,
              advance: objectWith({ seconds: number, milliseconds: number }, []),
              running: { type: 'boolean' },
            },
            [],
          ),
        ),
      ),
    },
    '/contract': {
      get: operation('getContract', 'What is played.', {
        200: json('Operations, the documented one first.', objectWith({ operations: listOf(object) })),
      }),
    },
    '/limits': {
      get: operation('getLimits', 'How much of the rate limit each account has used.', {
        200: json(
          'Accounts that have called in the last window.',
          objectWith({
            limits: listOf(
              objectWith({ account: text, operation: text, used: count, requests: count, perMs: count }),
            ),
          }),
        ),
      }),
    },
    '/triggers': {
      get: operation('getTriggers', 'Requests that give documented errors.', {
        200: json(
          'The last call of each is answered with its error.',
          objectWith({
            triggers: listOf(
              objectWith({
                code: text,
                title: text,
                calls: listOf(objectWith({ method: text, path: text, headers: object, body: text })),
              }),
            ),
          }),
        ),
      }),
    },
    '/events': {
      get: operation('getEvents', 'Requests as they are answered, and changes made through this API.', {
        200: {
          description:
            'Server-sent events: "hello" at first, "request" with what /requests shows of one, "changed" when faults, clock or state may have, "cleared" when requests were forgotten.',
          content: { 'text/event-stream': { schema: text } },
        },
      }),
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
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
        },
        description: 'Which calls it is injected into, and the settings that its kind has.',
      },
      Fault: objectWith({
        id: text,
        rule: { $ref: '#/components/schemas/FaultRule' },
        matched: count,
        injected: count,
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
            kind: { enum: ['accepted', 'refused', 'lost'] },
            by: { enum: ['rule', 'state', 'gateway', 'fault'] },
            error: text,
            rule: text,
            evidence: text,
            source: text,
          },
          ['kind'],
        ),
        faults: listOf(text),
      }),
    },
  },
};
