import { expect, test } from 'vitest';
import { describeBody, exampleOf } from './response-schema.ts';

const fields = [
  { name: 'RequestId', type: 'string', example: '16A9-CB92' },
  { name: 'Total', type: 'integer' },
  {
    name: 'List',
    fields: [
      {
        name: 'Item',
        type: 'array',
        items: {
          fields: [
            { name: 'Name', example: 'a' },
            { name: 'Tags', type: 'array', items: { type: 'string', example: 't' } },
          ],
        },
      },
    ],
  },
];

test('describes a body whose own fields are always there, and whose records may lack plain values', () => {
  expect(describeBody(fields)).toStrictEqual({
    type: 'object',
    required: ['RequestId', 'Total', 'List'],
    properties: {
      RequestId: { type: 'string', examples: ['16A9-CB92'] },
      Total: { type: 'integer' },
      List: {
        type: 'object',
        required: ['Item'],
        properties: {
          Item: {
            type: 'array',
            items: {
              type: 'object',
              required: ['Tags'],
              properties: {
                Name: { type: 'string', examples: ['a'] },
                Tags: { type: 'array', items: { type: 'string', examples: ['t'] } },
              },
            },
          },
        },
      },
    },
  });
});

test('gives an example of a body, with one item in each list', () => {
  expect(exampleOf(fields)).toStrictEqual({
    RequestId: '16A9-CB92',
    Total: 0,
    List: { Item: [{ Name: 'a', Tags: ['t'] }] },
  });
});
