import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildDocument } from '../../build/document.ts';
import { readContract } from '../../contract.ts';
import type { JsonObject } from '../../json.ts';
import { common } from '../../openapi/common.ts';
import { importDocuments } from '../import.ts';
import { readSource } from '../read-source.ts';
import { kindOf } from './codes.ts';

function api(names: readonly string[], more: JsonObject = {}): JsonObject {
  return {
    methods: ['post'],
    parameters: names.map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string', required: name !== 'Finish', example: 'blue' },
    })),
    responses: { '200': { schema: { type: 'object', properties: { RequestId: { type: 'string' } } } } },
    ...more,
  };
}

const text = (example: string): JsonObject => ({ type: 'string', example });

const family: JsonObject = {
  CreateWidget: api(['Shop', 'Label', 'Finish'], {
    errorCodes: {
      '400': [{ errorCode: 'WidgetAlreadyExists', errorMessage: 'It exists.' }],
      '404': [{ errorCode: 'InvalidShop.NotFound', errorMessage: 'No such shop.' }],
    },
  }),
  UpdateWidget: api(['Shop', 'Label', 'Finish'], {
    errorCodes: { '404': [{ errorCode: 'WidgetNotFound', errorMessage: 'There is none.' }] },
  }),
  DeleteWidget: api(['Shop', 'Label']),
  DescribeWidgets: api(['Shop'], {
    responses: {
      '200': {
        schema: {
          type: 'object',
          properties: {
            RequestId: text('1F'),
            TotalCount: { type: 'integer', example: '7' },
            Widgets: {
              type: 'array',
              items: { type: 'object', properties: { Label: text('red'), Finish: text('matt') } },
            },
          },
        },
      },
    },
  }),
};

function contractOf(apis: JsonObject): ReturnType<typeof readContract> {
  const source = JSON.stringify({ info: { style: 'RPC', product: 'Workshop', version: '2026-01-01' }, apis });
  const { operations } = importDocuments(readSource({ name: 'workshop.json', text: source, date: '' }));
  return readContract(
    operations.map(({ facts, overlay }) => buildDocument({ page: facts.page, common, overlays: [overlay] })),
  );
}

test('makes a story of operations that share their names and what they ask for', () => {
  const contract = contractOf(family);
  const effectOf = (name: string): unknown => contract.get(name)?.effect;

  expect(effectOf('CreateWidget')).toMatchObject({
    kind: 'create',
    collection: 'widgets',
    key: ['Shop', 'Label'],
  });
  expect(effectOf('UpdateWidget')).toMatchObject({
    kind: 'replace',
    collection: 'widgets',
    key: ['Shop', 'Label'],
  });
  expect(effectOf('DeleteWidget')).toMatchObject({ kind: 'remove', collection: 'widgets' });
  expect(effectOf('DescribeWidgets')).toMatchObject({ kind: 'list', collection: 'widgets', key: ['Shop'] });
  expect(contract.get('CreateWidget')?.effectProvenance.evidence).toBe('assumed');
  expect(contract.get('CreateWidget')?.preconditions).toMatchObject([
    { kind: 'present', collection: 'shops', error: 'InvalidShop.NotFound', evidence: 'implied' },
    { kind: 'absent', collection: 'widgets', error: 'WidgetAlreadyExists', evidence: 'assumed' },
  ]);
});

test('leaves the state alone where nobody says what a second record of a key is answered with', () => {
  const contract = contractOf({ ...family, CreateWidget: api(['Shop', 'Label', 'Finish']) });

  expect([...contract.values()].map(({ effect }) => effect)).toStrictEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each(
  parse(`
- [InvalidShop.NotFound, No such shop., existence]
- [WidgetAlreadyExists, It exists., uniqueness]
- [MissingLabel, Label is mandatory., missing]
- [InvalidTeeth.Malformed, Teeth must fit., invalid]
- [QuotaExceeded.Widget, Too many widgets., quota]
- [Forbidden.Shop, Not yours., permission]
- [IncorrectWidgetStatus, The widget is sold., state]
- [Throttling.User, Too fast., throttling]
`) as [string, string, string][],
)('takes %s to be about %s', (code, message, kind) => {
  expect(kindOf({ status: 400, code, message })).toBe(kind);
});

test('puts the end behind the start where a code says that they do not fit', () => {
  const time = (name: string, example: string): JsonObject => ({
    name,
    in: 'query',
    schema: {
      type: 'string',
      required: true,
      example,
      description: 'Specify the time in the yyyy-MM-ddTHH:mm:ssZ format.',
    },
  });
  const contract = contractOf({
    DescribeSales: {
      methods: ['post'],
      parameters: [time('StartTime', '2026-01-01T00:00:00Z'), time('EndTime', '2026-01-02T00:00:00Z')],
      responses: {},
      errorCodes: {
        '400': [{ errorCode: 'InvalidEndTime.Mismatch', errorMessage: 'EndTime does not fit.' }],
      },
    },
  });

  expect(contract.get('DescribeSales')?.rules.find(({ keyword }) => keyword === 'x-after')).toMatchObject({
    limit: 'StartTime',
    error: 'InvalidEndTime.Mismatch',
    evidence: 'implied',
  });
});
