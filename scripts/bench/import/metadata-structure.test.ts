import { expect, test } from 'vitest';
import { buildDocument } from '../../../contract/build/document.ts';
import { importDocuments } from '../../../contract/import/import.ts';
import { readSource } from '../../../contract/import/read-source.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { common } from '../../../contract/openapi/common.ts';
import { scoreMetadata, type KeptStructure } from './metadata-structure.ts';

/** Metadata of an invented operation, in the shape of the vendor's. */
function product(second: JsonObject, code = 'InvalidPart'): JsonObject {
  const properties = { Depth: { type: 'integer', required: true, example: '3' }, Name: second };
  return {
    info: { style: 'RPC', product: 'Workshop', version: '2026-01-01' },
    apis: {
      CreateWidget: {
        methods: ['post'],
        parameters: [
          { name: 'Label', in: 'query', schema: { type: 'string', required: true, example: 'blue' } },
          { name: 'Part', in: 'query', schema: { type: 'array', items: { type: 'object', properties } } },
        ],
        responses: { '200': { schema: { type: 'object', properties: { RequestId: { type: 'string' } } } } },
        errorCodes: { '400': [{ errorCode: code, errorMessage: 'The  part is wrong.' }] },
      },
    },
  };
}

/** What an import of the one keeps of the other. */
function score(read: JsonObject, held: JsonObject): KeptStructure {
  const imported = importDocuments(
    readSource({ name: 'workshop.json', text: JSON.stringify(read), date: '' }),
  );
  const built = imported.operations.map(({ facts, overlay }) =>
    buildDocument({ page: facts.page, common, overlays: [overlay] }),
  );
  return scoreMetadata(held, imported, built);
}

test('finds nothing amiss in an import of the same metadata', () => {
  const same = product({ type: 'string', example: '1.0' });
  const { kept, compared, misses } = score(same, same);

  expect(misses).toStrictEqual([]);
  expect(kept).toBe(compared);
  expect(compared).toBeGreaterThan(30);
});

test('names each fact that the page and the document have otherwise', () => {
  const { misses } = score(
    product({ type: 'string', example: 'a' }),
    product({ type: 'integer', required: true, example: '7' }, 'InvalidParts'),
  );

  expect(misses).toEqual(
    ['page', 'document'].flatMap((label) => [
      `CreateWidget: Part.N.Name, type: integer; ${label} string`,
      `CreateWidget: Part.N.Name, required: true; ${label} false`,
      `CreateWidget: Part.N.Name, example: 7; ${label} a`,
      `CreateWidget: error 400 InvalidParts The  part is wrong.: listed; ${label} nothing`,
      `CreateWidget: error 400 InvalidPart The  part is wrong.: nothing; ${label} listed`,
    ]),
  );
});
