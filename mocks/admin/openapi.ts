/** The admin API as an OpenAPI document. */
import type { JsonObject } from '../../contract/json.ts';
import {
  body,
  call,
  clock,
  count,
  entry,
  fault,
  id,
  instant,
  json,
  listOf,
  nothing,
  number,
  object,
  objectWith,
  operation,
  orNull,
  positive,
  query,
  row,
  schemas,
  text,
} from './openapi-schemas.ts';

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
      get: operation('getHealth', 'Whether calls can be answered as they should be.', {
        200: json('They can.', objectWith({ status: { const: 'ok' }, store: text })),
        503: json(
          'They cannot: the store does not answer.',
          objectWith({ status: { const: 'unavailable' }, store: text }),
        ),
      }),
    },
    '/openapi.json': {
      get: operation('getDocument', 'This document.', { 200: json('An OpenAPI document.', object) }),
    },
    '/state': {
      get: operation(
        'getState',
        'What the mock remembers.',
        {
          200: json(
            'To read in collections; to put back as a snapshot.',
            objectWith({
              total: count,
              collections: listOf(objectWith({ account: text, collection: text, records: listOf(object) })),
              snapshot: { type: ['object', 'null'] },
              next: { type: ['string', 'null'] },
            }),
          ),
        },
        {
          parameters: [
            query('offset', 'Leave out so many records from the start.', count),
            query('limit', 'At most so many records, 10000 where nothing is said.', positive),
          ],
        },
      ),
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
        {
          200: json(
            'The requests that are remembered.',
            objectWith({
              total: count,
              sharedStore: {
                type: ['string', 'null'],
                description:
                  'A store that other servers may share. Each of them remembers the requests that it answered itself.',
              },
              requests: listOf({ oneOf: [entry, row] }),
            }),
          ),
        },
        {
          parameters: [
            query('operation', 'Only of this operation.', text),
            query('account', 'Only of this account.', text),
            query('error', 'Only those that were refused with this code.', text),
            query(
              'search',
              'Only those in whose number, code, parameters, values, account or request id this occurs.',
              text,
            ),
            query('last', 'At most so many, the newest.', positive),
            query('view', 'How much of each: `whole`, or `rows` for a list.', { enum: ['whole', 'rows'] }),
          ],
        },
      ),
      delete: operation('deleteRequests', 'Forget what was asked. The state stays.', { 204: nothing }),
    },
    '/requests/{id}': {
      get: operation(
        'getRequest',
        'One request.',
        { 200: json('The request.', entry) },
        {
          parameters: [
            id,
            query('view', 'How much of it: `whole`, or `rows` for a list.', { enum: ['whole', 'rows'] }),
          ],
        },
      ),
    },
    '/requests/{id}/explain': {
      get: operation(
        'explainRequest',
        'Why a request was answered so, and the smallest change that would be accepted now. Nothing is carried out.',
        {
          200: json(
            'What is wrong, in one sentence, and what to change.',
            objectWith({
              id: count,
              sentence: text,
              saw: listOf(object),
              violations: listOf(object),
              fix: orNull(
                objectWith({
                  changes: listOf(objectWith({ parameter: text, from: {}, to: {} })),
                  call: orNull(call),
                }),
                'Null where none was found. `null` in a change is a parameter that is not sent. The call is null where its secrets are hidden.',
              ),
              record: orNull(
                objectWith({ account: text, collection: text, key: object, effect: text }),
                'The record that the request is about: the one in its way, or the one that it made.',
              ),
              nearest: orNull(
                objectWith({
                  id: count,
                  differences: listOf(objectWith({ parameter: text, here: {}, there: {} })),
                }),
                'The accepted request of the same operation that differs least; null where none is near.',
              ),
            }),
          ),
        },
        { parameters: [id] },
      ),
    },
    '/collections': {
      get: operation(
        'getCollections',
        'How many records each account has, without the records; the newest first.',
        {
          200: json(
            'Collections.',
            objectWith({
              records: count,
              total: count,
              collections: listOf(objectWith({ account: text, collection: text, count })),
              initial: listOf(objectWith({ collection: text, count })),
            }),
          ),
        },
        {
          parameters: [
            query('search', 'Only those with this in their account or name.', text),
            query('limit', 'At most so many, 50 where nothing is said, and never more than 1000.', positive),
          ],
        },
      ),
    },
    '/records': {
      get: operation(
        'getRecords',
        'The records of one collection, in the order of creation.',
        {
          200: json(
            'One page; `key` names the fields that tell one record from another.',
            objectWith({ total: count, key: listOf(text), records: listOf(object) }),
          ),
        },
        {
          parameters: [
            { ...query('collection', 'Which.', text), required: true },
            query('account', 'Whose. Left out: what every account starts with.', text),
            query('search', 'Only those that have each of these words in them.', text),
            query('where', 'Only those with these members, as JSON: {"Name":"a"}.', text),
            query('view', 'How much of each: `whole`, or `rows` for its key only.', {
              enum: ['whole', 'rows'],
            }),
            query('offset', 'Leave out so many from the start.', count),
            query('limit', 'At most so many, 50 where nothing is said, and never more than 1000.', positive),
          ],
        },
      ),
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
      delete: operation('deleteFault', 'Switch one fault off.', { 204: nothing }, { parameters: [id] }),
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
      get: operation(
        'getLimits',
        'How much of the rate limit each account has used.',
        {
          200: json(
            'Accounts that have called in the last window.',
            objectWith({
              limits: listOf(
                objectWith({ account: text, operation: text, used: count, requests: count, perMs: count }),
              ),
            }),
          ),
        },
        { parameters: [query('last', 'At most so many, the newest.', positive)] },
      ),
    },
    '/metrics': {
      get: operation('getMetrics', 'What the server has done, in the text form of Prometheus.', {
        200: {
          description: 'Counters, a histogram and gauges.',
          content: { 'text/plain': { schema: text } },
        },
      }),
    },
    '/spaces': {
      get: operation(
        'getSpaces',
        'The spaces of the server; lastUsed is null for one that only its store remembers.',
        {
          200: json(
            'All but the one of those who name none.',
            objectWith({
              spaces: listOf(
                objectWith({ name: text, lastUsed: { type: ['string', 'null'], format: 'date-time' } }),
              ),
            }),
          ),
        },
      ),
    },
    '/spaces/{name}': {
      delete: operation(
        'deleteSpace',
        'Forget a space and its state.',
        { 204: nothing },
        { parameters: [{ name: 'name', in: 'path', required: true, schema: text }] },
      ),
    },
    '/triggers': {
      get: operation(
        'getTriggers',
        'Requests that give documented errors.',
        {
          200: json(
            'The last call of each is answered with its error.',
            objectWith({ triggers: listOf(objectWith({ code: text, title: text, calls: listOf(call) })) }),
          ),
        },
        {
          parameters: [
            query('operation', 'Of this operation; by default of the documented one.', text),
            query('code', 'Only for this error.', text),
          ],
        },
      ),
    },
    '/events': {
      get: operation('getEvents', 'Requests as they are answered, and changes made through this API.', {
        200: {
          description:
            'Server-sent events: "hello" at first; some milliseconds after calls "request" with a row for each, as in /requests?view=rows, and then "counts": requests remembered, records of the collections that may have changed, how often faults were injected; "changed" with what was (faults, clock, state or everything); "cleared" when requests were forgotten.',
          content: { 'text/event-stream': { schema: text } },
        },
      }),
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas,
  },
};
