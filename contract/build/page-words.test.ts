import { describe, expect, test } from 'vitest';
import { readContract } from '../contract.ts';
import { documents } from '../openapi/documents.ts';
import type { JsonObject } from '../json.ts';
import { applyOverlay } from './overlay.ts';
import { assertPageWords } from './page-words.ts';

const page = {
  operation: 'CreateWidget',
  version: '2026-01-01',
  page: { title: 'Widgets', updated: '2026-02-03' },
  parameters: [
    { name: 'Mode', type: 'string', values: ['fast', 'slow'] },
    { name: 'Speed', type: 'integer', when: { Mode: ['fast'] }, mandatory: true, minimum: 1 },
    {
      name: 'Parts',
      type: 'array',
      items: { type: 'object', parameters: [{ name: 'Kind', type: 'string' }] },
    },
  ],
  response: [{ name: 'Widget', fields: [{ name: 'Id', type: 'string' }] }],
  errors: [{ status: 400, code: 'Bad', message: 'So it cannot be.' }],
};

test('takes the words of a page', () => {
  expect(() => assertPageWords(page)).not.toThrow();
});

function withParameter(change: JsonObject): JsonObject {
  return { ...page, parameters: [...page.parameters, { name: 'Size', type: 'integer', ...change }] };
}

test.each<{
  readonly written: string;
  readonly meant: string;
  readonly changed: JsonObject;
  readonly at: string;
}>([
  { written: 'parametrs', meant: 'parameters', changed: { ...page, parametrs: [] }, at: '/parametrs' },
  {
    written: 'requird',
    meant: 'required',
    changed: withParameter({ requird: true }),
    at: '/parameters/3/requird',
  },
  {
    written: 'maxByte',
    meant: 'maxBytes',
    changed: withParameter({ maxByte: 3 }),
    at: '/parameters/3/maxByte',
  },
  {
    written: 'minimun',
    meant: 'minimum',
    changed: withParameter({ items: { type: 'integer', minimun: 3 } }),
    at: '/parameters/3/items/minimun',
  },
  {
    written: 'mandatry',
    meant: 'mandatory',
    changed: withParameter({ parameters: [{ name: 'A', type: 'string', mandatry: true }] }),
    at: '/parameters/3/parameters/0/mandatry',
  },
  {
    written: 'perr',
    meant: 'per',
    changed: { ...page, rateLimit: { requests: 3, perr: 'second' } },
    at: '/rateLimit/perr',
  },
  {
    written: 'mesage',
    meant: 'message',
    changed: { ...page, errors: [{ status: 400, code: 'Bad', mesage: 'No.' }] },
    at: '/errors/0/mesage',
  },
  {
    written: 'exampel',
    meant: 'example',
    changed: { ...page, response: [{ name: 'A', fields: [{ name: 'B', exampel: 1 }] }] },
    at: '/response/0/fields/0/exampel',
  },
])('refuses $written, and says that $meant is near', ({ written, meant, changed, at }) => {
  expect(() => assertPageWords(changed)).toThrow(
    `"${written}" is not known. Did you mean "${meant}"? (at #${at})`,
  );
});

test.each<{ readonly changed: JsonObject; readonly at: string }>([
  { changed: withParameter({ when: { Mod: ['fast'] } }), at: '/parameters/3/when' },
  { changed: withParameter({ requires: ['Mod'] }), at: '/parameters/3/requires' },
  { changed: { ...page, atLeastOneOf: [['Mod', 'Speed']] }, at: '/atLeastOneOf' },
])('refuses a word about a parameter that is not there, at $at', ({ changed, at }) => {
  expect(() => assertPageWords(changed)).toThrow(
    `there is no parameter "Mod" beside it. Did you mean "Mode"? (at #${at})`,
  );
});

describe('an extension of an operation', () => {
  const document = documents['RealTimeRecordCommand'] ?? {};

  test.each<{ readonly target: string; readonly update: JsonObject; readonly message: string }>([
    { target: "$.paths['/'].post", update: { 'x-efect': {} }, message: 'Did you mean "x-effect"?' },
    {
      target: "$.paths['/'].post",
      update: { 'x-wire': {} },
      message: 'Failed to read operation: "x-wire" is not known.',
    },
    {
      target: "$.paths['/'].post.x-effect",
      update: { stam: 'At' },
      message: 'Failed to read "x-effect": "stam" is not known.',
    },
    {
      target: "$.paths['/'].post.x-effect.transitions.start",
      update: { unless: ['started'] },
      message: 'Failed to read transition: "unless" is not known.',
    },
    {
      target: "$.paths['/'].post.x-preconditions[0]",
      update: { wildcrd: '*' },
      message: 'Did you mean "wildcard"?',
    },
    {
      target: "$.paths['/'].post.x-gateway",
      update: { timeTolerance: 3 },
      message: 'Did you mean "timeToleranceSeconds"?',
    },
    { target: "$.paths['/'].post.x-rate-limit", update: { request: 3 }, message: 'Did you mean "requests"?' },
    {
      target: "$.paths['/'].post.x-rate-limit",
      update: { window: 'fixed' },
      message: 'Failed to read "window": "fixed" is not known. Use "sliding".',
    },
    {
      target: "$.paths['/'].post.x-rate-limit",
      update: { scope: 'address' },
      message: 'Failed to read "scope": "address" is not known. Use one of "account", "user", "ram-user".',
    },
    {
      target: "$.paths['/'].post.x-preconditions[0]",
      update: { present: 'recordTask' },
      message: 'nothing makes or holds "recordTask". Did you mean "recordTasks"?',
    },
  ])('is refused where it says what nothing reads: $message', ({ target, update, message }) => {
    const changed = applyOverlay(document, { overlay: '1.0.0', actions: [{ target, update }] });

    expect(() => [...readContract([changed]).values()].map(({ rules }) => rules)).toThrow(message);
  });
});
