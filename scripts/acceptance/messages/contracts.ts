/** Mistakes in a contract: pages, overlays, and the words of a document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { applyOverlay } from '../../../contract/build/overlay.ts';
import { buildDocument } from '../../../contract/build/document.ts';
import { compileBody } from '../../../contract/operation/response-body.ts';
import { readContract } from '../../../contract/contract.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { documents } from '../../../contract/openapi/documents.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { traceRequirements } from '../../../scenarios/traceability.ts';
import { root } from '../../testing/processes.ts';
import type { NamedMistake, MessageSection } from './causes.ts';

const name = 'AddLiveAppRecordConfig';
const others = Object.entries(documents)
  .filter(([each]) => each !== name)
  .map(([, document]) => document);

type EditedObject = Record<string, unknown>;

/** A copy of the document with another value at a place; undefined takes it away. */
function edited(path: readonly string[], value: unknown): JsonObject {
  const copy = structuredClone(documents[name]) as EditedObject; // an object
  const holder = path
    .slice(0, -1)
    .reduce<EditedObject>((at, step) => (at[step] ??= {}) as EditedObject, copy);
  const last = path.at(-1) ?? '';
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy as JsonObject; // as it was
}

function read(document: Json): void {
  const contract = readContract([document as JsonObject, ...others]); // whatever it is
  const [operation] = contract.values();
  if (!operation) return;
  traceRequirements(operation, generateScenarios(operation, contract));
}

const post = ['paths', '/', 'post'];
const schema = ['components', 'schemas', 'Request'];
const delay = [...schema, 'properties', 'DelayTime'];

/** What a place of the document holds. */
function held<T>(path: readonly string[]): T {
  return path.reduce<unknown>((at, step) => (at as EditedObject)[step], documents[name]) as T; // as our own document has it
}

const gateway = held<object>([...post, 'x-gateway']);
const rows = held<readonly object[]>([...post, 'x-errors']);

/** A member of an answer has these words. */
function answerWith(mistake: string, words: JsonObject): NamedMistake {
  return [mistake, () => compileBody({ type: 'object', properties: { Total: words } }, ['$total'])];
}

/** A member of the operation is this in place of what it is. */
function operationWith(mistake: string, member: string, value: unknown): NamedMistake {
  return [`\`${member}\`: ${mistake}`, () => read(edited([...post, member], value))];
}

/** The schema of a parameter has this beside what it has. */
function parameterWith(mistake: string, words: object): NamedMistake {
  const before = held<object>(delay);
  return [mistake, () => read(edited(delay, { ...before, ...words }))];
}

const common = parse(readFileSync(join(root, 'contract/common.yaml'), 'utf8')) as JsonObject; // ours
const page: JsonObject = {
  operation: 'CreateWidget',
  product: 'widgets',
  version: '2026-01-01',
  page: { title: 'Widgets', updated: '2026-02-03' },
  parameters: [{ name: 'Name', type: 'string', required: true }],
  errors: [{ status: 400, code: 'Name.Wrong', message: 'No.' }],
};

function pageWith(mistake: string, words: JsonObject): NamedMistake {
  return [mistake, () => buildDocument({ page: { ...page, ...words }, common, overlays: [] })];
}

function overlayWith(mistake: string, ...actions: readonly Json[]): NamedMistake {
  return [
    mistake,
    () => applyOverlay({ openapi: '3.1.1', info: { title: 'a' } }, { overlay: '1.0.0', actions }),
  ];
}

export const contracts: readonly MessageSection[] = [
  {
    title: 'Pages',
    causes: [
      pageWith('a word that is not known', { parametres: [] }),
      pageWith('a word of a parameter that is not known', {
        parameters: [{ name: 'A', type: 'string', requird: true }],
      }),
      pageWith('a condition on a parameter that is not there', {
        parameters: [{ name: 'A', type: 'string', when: { B: 'present' } }],
      }),
      pageWith('a condition of another form', {
        parameters: [
          { name: 'A', type: 'string' },
          { name: 'B', type: 'string', when: { A: { x: 1 } } },
        ],
      }),
      pageWith('a parameter without a name', { parameters: [{ type: 'string' }] }),
      pageWith('a form of time that is not known', {
        parameters: [{ name: 'A', type: 'string', format: 'dd.MM.yyyy' }],
      }),
      pageWith('`atLeastOneOf` of another form', { atLeastOneOf: ['Name'] }),
      pageWith('a product that is a number', { product: 1 }),
      pageWith('endpoints that are one text', { endpoints: 'widgets.example.com' }),
      [
        'a page that is a list',
        () => buildDocument({ page: JSON.parse('[]') as JsonObject, common, overlays: [] }),
      ],
      ['a page without an operation', () => buildDocument({ page: {}, common, overlays: [] })],
    ],
  },
  {
    title: 'Overlays',
    causes: [
      overlayWith('an action without a target', { update: {} }),
      overlayWith('an action that does nothing', { target: '$.info' }),
      overlayWith('a misspelt word', { target: '$.info', updates: {} }),
      overlayWith('a target that is no JSONPath', { target: 'info.title', update: {} }),
      overlayWith('a target that selects nothing', { target: '$.infos', update: {} }),
      overlayWith('an action that takes everything away', { target: '$', remove: true }),
    ],
  },
  {
    title: 'Documents',
    causes: [
      ['no document', () => readContract([])],
      ['a document that is no object', () => read(1)],
      ['a document without an operation', () => read(edited(post, undefined))],
      ['two documents of one operation', () => readContract([documents[name] ?? {}, documents[name] ?? {}])],
      ['no schemas', () => read(edited(['components'], undefined))],
      operationWith('missing', 'operationId', undefined),
      operationWith('a misspelt code', 'x-check-order', ['InvalidDelyTime']),
      operationWith('without requests', 'x-rate-limit', { per: 'second' }),
      operationWith('a code that does not exist', 'x-rate-limit', {
        requests: 1,
        per: 'second',
        error: 'Throttling.Usr',
      }),
      operationWith('no kind of effect', 'x-effect', { key: ['AppName'] }),
      operationWith('no key', 'x-effect', { create: 'recordConfigs' }),
      operationWith('a key that is no parameter', 'x-effect', { create: 'recordConfigs', key: ['App'] }),
      operationWith('a misspelt member', 'x-effect', { create: 'recordConfigs', keys: ['AppName'] }),
      operationWith('nothing says what a duplicate means', 'x-effect', {
        create: 'others',
        key: ['AppName'],
      }),
      operationWith('a transition without transitions', 'x-effect', {
        transition: 'a',
        key: ['AppName'],
        by: 'AppName',
        transitions: {},
      }),
      operationWith('a transition with half of what a refusal needs', 'x-effect', {
        transition: 'a',
        key: ['AppName'],
        by: 'AppName',
        transitions: { start: { to: 'running', error: 'InvalidDelayTime' } },
      }),
      operationWith('a map of names that is a list', 'x-effect', {
        replace: 'recordConfigs',
        key: ['AppName'],
        match: [],
      }),
      operationWith('no list', 'x-preconditions', {}),
      operationWith('an entry that is no object', 'x-preconditions', ['buckets']),
      operationWith('an entry without an error', 'x-preconditions', [
        { present: 'buckets', key: ['OssBucket'] },
      ]),
      operationWith('a misspelt collection', 'x-preconditions', [
        { present: 'bucketz', key: ['OssBucket'], error: 'InvalidDelayTime' },
      ]),
      operationWith('`near` without what it needs', 'x-preconditions', [
        { near: 'streams', key: ['AppName'], error: 'InvalidDelayTime' },
      ]),
      operationWith('no list', 'x-errors', {}),
      operationWith('a row that is no object', 'x-errors', [1]),
      operationWith('a row without a message', 'x-errors', [{ status: 400, code: 'A' }]),
      operationWith('a code twice', 'x-errors', [
        { status: 400, code: 'A', message: 'a' },
        { status: 400, code: 'A', message: 'a' },
      ]),
      operationWith('alternatives that are no list', 'x-errors', [
        { status: 400, code: 'A', message: 'a', 'x-alternatives': 1 },
      ]),
      operationWith('an alternative whose message is a number', 'x-errors', [
        { ...rows[0], 'x-alternatives': [{ status: 404, message: 1 }] },
        ...rows.slice(1),
      ]),
      operationWith('an alternative with nothing', 'x-errors', [
        { ...rows[0], 'x-alternatives': [{}] },
        ...rows.slice(1),
      ]),
      operationWith('no row for a role', 'x-common-errors', []),
      operationWith('no checks', 'x-gateway', {}),
      operationWith('a check that does not exist', 'x-gateway', { checks: ['luck'] }),
      operationWith('no tolerance', 'x-gateway', { ...gateway, timeToleranceSeconds: undefined }),
      operationWith('headers in capitals', 'x-gateway', { ...gateway, signedHeaders: ['Host'] }),
      operationWith('no resource', 'x-ram', { action: 'a' }),
      operationWith('a form that does not exist', 'x-answer', {
        defaultFormat: 'csv',
        hostId: 'a',
        recommend: 'b',
      }),
      operationWith('no recommendation', 'x-answer', { defaultFormat: 'JSON', hostId: 'a' }),
      operationWith('an entry without words', 'x-requirements', [{ id: 'a' }]),
      operationWith('a scenario that does not exist', 'x-requirements', [
        { id: 'a', where: 'b', text: 'c', scenarios: ['no-such-id'] },
      ]),
    ],
  },
  {
    title: 'Schemas',
    causes: [
      parameterWith('a keyword that is not known', { maximun: 4 }),
      parameterWith('a keyword that is not supported', { contains: {} }),
      parameterWith('a limit that is a text', { maximum: 'many' }),
      parameterWith('values that are no list', { enum: 'a' }),
      parameterWith('a malformed pattern', { pattern: '(' }),
      parameterWith('a pattern that is a number', { pattern: 1 }),
      parameterWith('a type that does not exist', { type: 'whole' }),
      parameterWith('a level that does not exist', { 'x-evidence': 'maybe' }),
      parameterWith('multiples of 0', { multipleOf: 0 }),
      parameterWith('`uniqueItems` in words', { uniqueItems: 'yes' }),
      parameterWith('a limit without an error', { 'x-error': undefined, maximum: 7 }),
      parameterWith('an error for a keyword that is misspelt', {
        'x-error': { minimun: 'InvalidDelayTime' },
      }),
      parameterWith('a time that is not now', { 'x-not-before': 'today' }),
      parameterWith('doubts that are no list', { 'x-doubts': {} }),
      parameterWith('a doubt without a schema', { 'x-doubts': [{}] }),
      parameterWith('equivalents that are no list', { 'x-equivalents': {} }),
      parameterWith('an equivalent that does not exist', {
        'x-equivalents': [{ variant: 'reversed', as: 'same' }],
      }),
      parameterWith('an equivalent of nothing', { 'x-equivalents': [{ variant: 'upper-case' }] }),
      parameterWith('an empty value as another one', {
        'x-equivalents': [{ variant: 'empty', as: 'other' }],
      }),
      parameterWith('a condition that is no object', { if: 1 }),
      parameterWith('alternatives that are no list', { anyOf: {} }),
      parameterWith('a value worth trying that is refused', {
        'x-accepts': [{ value: -1, title: 'a', 'x-id': 'b' }],
      }),
      parameterWith('a value to refuse that is accepted', {
        'x-refuses': [{ value: 180, title: 'a', 'x-id': 'b', for: 'minimum' }],
      }),
      [
        'two rules of one name',
        () =>
          read(
            edited([...schema, 'properties', 'AppName'], {
              type: 'string',
              maxLength: 4,
              'x-error': 'InvalidDelayTime',
              allOf: [{ maxLength: 3, 'x-error': 'InvalidDelayTime' }],
            }),
          ),
      ],
      [
        'equivalents inside a list',
        () =>
          read(
            edited([...schema, 'properties', 'TranscodeTemplates', 'items'], {
              type: 'string',
              'x-error': 'InvalidDelayTime',
              'x-equivalents': [{ variant: 'upper-case', as: 'same' }],
            }),
          ),
      ],
      ['properties that are a list', () => read(edited([...schema, 'properties'], []))],
      [
        'required parameters that depend on nothing',
        () => read(edited([...schema, 'dependentRequired'], [])),
      ],
      ['servers that are no list', () => read(edited(['servers'], {}))],
      answerWith('an answer from nowhere', { type: 'string', 'x-from': 1 }),
      answerWith('an answer from what the effect does not find', { type: 'string', 'x-from': '$sum' }),
      answerWith('values shown as a list', { type: 'string', 'x-shown-as': [] }),
      ['another answer that is not known', () => compileBody({ 'x-otherwise': 'nothing' }, [])],
      ['a schema that is no object', () => read(edited(delay, 1))],
      [
        'a dependency inside a condition',
        () => read(edited([...schema, 'anyOf'], [{ dependentRequired: { DelayTime: ['AppName'] } }])),
      ],
    ],
  },
];
