import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../../contract/json.ts';
import { createReference } from '../../mutants/reference/reference.ts';
import { adaptDocument, firstOf } from './adapt.ts';

const contract = fileURLToPath(
  new URL('../../../contract/openapi/AddLiveAppRecordConfig.yaml', import.meta.url),
);
const document = parse(await readFile(contract, 'utf8')) as JsonObject;
const adapted = adaptDocument(document, { serverUrl: 'http://127.0.0.1:4010', hasDefault: true });

interface Parameter {
  readonly name: string;
  readonly schema: { readonly pattern?: string };
  readonly example?: string | number;
}
const { parameters } = (adapted as unknown as { paths: { '/': { post: { parameters: Parameter[] } } } })
  .paths['/'].post; // as adaptDocument builds it

test('is valid OpenAPI 3.0', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(adapted));
  expect(valid, JSON.stringify(errors)).toBe(true);
});

test('gives examples that the reference accepts, and that follow the patterns', async () => {
  const url = new URL('http://127.0.0.1/');
  for (const { name, example } of parameters)
    if (example !== undefined) url.searchParams.set(name, String(example));

  const response = await createReference()(new Request(url, { method: 'POST' }));

  expect(response.status, await response.text()).toBe(200);
  for (const { example, schema } of parameters)
    if (schema.pattern !== undefined) expect(example).toMatch(new RegExp(schema.pattern));
});

test('keeps bounds and values of the contract', () => {
  expect(parameters).toContainEqual(
    expect.objectContaining({ name: 'DelayTime', schema: { type: 'integer', minimum: 15, maximum: 21600 } }),
  );
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: 'RecordFormat.1.Format',
      schema: { type: 'string', enum: ['m3u8', 'flv', 'mp4', 'cmaf'] },
    }),
  );
});

test('spells the first parameter of a list', () => {
  expect(firstOf('^TranscodeTemplates\\.[1-9][0-9]*$')).toBe('TranscodeTemplates.1');
  expect(firstOf('^RecordFormat\\.[1-9][0-9]*\\.Format$')).toBe('RecordFormat.1.Format');
});
