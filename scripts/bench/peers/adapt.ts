/**
 * The contract in the OpenAPI 3.0 that Portman, Dredd and Specmatic read: the same call, as far as 3.0 can say it.
 *
 * As it is built, none of them makes a single request of it that the API accepts, since the lists stand in
 * `patternProperties` and the values in `examples`. Everything goes into the query, which the API reads like the form:
 * the generators of Portman and Specmatic break values in a query and leave a form alone, and Dredd sends no form.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';

/** Values of one request that every correct server accepts, for tools that send what stands in examples. */
const examples: JsonObject = {
  DomainName: 'example.com',
  AppName: 'my-app',
  OssEndpoint: 'oss.example.com',
  OssBucket: 'livebucket',
  OnDemand: 0,
  DelayTime: 180,
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.CycleDuration': 3600,
  'RecordFormat.1.OssObjectPrefix': 'record{StartTime}_{EndTime}',
  'RecordFormat.1.SliceDuration': 30,
  'RecordFormat.1.SliceOssObjectPrefix': 'slices{UnixTimestamp}_{Sequence}',
  'TranscodeTemplates.1': 'sd',
};

/**
 * What a generator has to send so that a server accepts it. 3.0 has no if and then, so the slice prefix, which some
 * formats need and none forbids, is always sent.
 */
const required = [
  'DomainName',
  'AppName',
  'OssEndpoint',
  'OssBucket',
  'RecordFormat.1.Format',
  'RecordFormat.1.OssObjectPrefix',
  'RecordFormat.1.SliceOssObjectPrefix',
];

/** Patterns that a generator can follow: the contract's own look ahead, or stand in `allOf`. */
const patterns: Readonly<Record<string, string>> = {
  OssEndpoint: '^[a-z]{3,9}\\.[a-z]{3,9}\\.com$',
  OssBucket: '^[A-Za-z0-9]{3,20}$',
  OssObjectPrefix: '^[a-z]{0,9}\\{StartTime\\}_\\{EndTime\\}[a-z_]{0,9}$',
  SliceOssObjectPrefix: '^[a-z]{0,9}\\{UnixTimestamp\\}_\\{Sequence\\}[a-z_]{0,9}$',
};

const sliceDuration: JsonObject = { type: 'integer', minimum: 5, maximum: 30 };

export interface AdaptOptions {
  readonly serverUrl: string;
  /** Whether the answer to everything else is told, too. Dredd takes it for another success. */
  readonly hasDefault: boolean;
}

/** Build the document for OpenAPI 3.0. Throws where the contract's form is not as expected. */
export function adaptDocument(document: JsonObject, { serverUrl, hasDefault }: AdaptOptions): JsonObject {
  const schemas = objectAt(document, 'components', 'schemas');
  const path = objectAt(document, 'paths', '/', 'post');
  const form = objectAt(schemas, 'Form');
  return {
    openapi: '3.0.3',
    info: { title: 'AddLiveAppRecordConfig', version: '2016-11-01' },
    servers: [{ url: serverUrl }],
    paths: {
      '/': {
        post: {
          operationId: path['operationId'] ?? null,
          summary: path['summary'] ?? null,
          parameters: [
            {
              name: 'Action',
              in: 'query',
              required: true,
              schema: { type: 'string', enum: ['AddLiveAppRecordConfig'] },
              example: 'AddLiveAppRecordConfig',
            },
            ...adaptParameters(form, document),
          ],
          responses: adaptResponses(schemas, hasDefault),
        },
      },
    },
  };
}

function adaptParameters(form: JsonObject, document: JsonObject): readonly JsonObject[] {
  const fixed = Object.entries(objectAt(form, 'properties'));
  // The first of each list; a generator cannot be told that a second is only valid after a first.
  const firsts = Object.entries(objectAt(form, 'patternProperties')).map(
    ([pattern, schema]) => [firstOf(pattern), schema] as const,
  );
  return (
    [...fixed, ...firsts]
      // Times depend on the clock, and the transcoded list on the templates: no 3.0 schema says so.
      .filter(([name]) => !/^(StartTime|EndTime|TranscodeRecordFormat\..*)$/.test(name))
      .map(([name, schema]) => ({
        name,
        in: 'query',
        required: required.includes(name),
        schema: adaptSchema(name, resolve(schema, document)),
        ...(examples[name] !== undefined && { example: examples[name] }),
      }))
  );
}

/** `^RecordFormat\.[1-9][0-9]*\.Format$` as `RecordFormat.1.Format`. */
export function firstOf(pattern: string): string {
  return pattern
    .replace(/^\^|\$$/g, '')
    .replace('[1-9][0-9]*', '1')
    .replaceAll('\\.', '.');
}

function adaptSchema(name: string, schema: JsonObject): JsonObject {
  const field = name.slice(name.lastIndexOf('.') + 1);
  const parts = [schema, ...listAt(schema, 'allOf').filter(isObject)];
  const kept: JsonObject =
    field === 'SliceDuration'
      ? sliceDuration
      : Object.fromEntries(parts.flatMap((part) => Object.entries(plain(part))));
  return {
    ...kept,
    ...(patterns[field] !== undefined && { pattern: patterns[field] }),
  };
}

/** What 3.0 has in common with 3.1, without our own words. */
function plain(schema: JsonObject): JsonObject {
  const words = ['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'not'];
  return Object.fromEntries(
    Object.entries(schema).filter(([word, value]) => words.includes(word) && !isArrayOfTypes(word, value)),
  );
}

function isArrayOfTypes(word: string, value: Json): boolean {
  return word === 'type' && isArray(value);
}

/** As the API writes it; Dredd compares the header as a whole. */
const mediaType = 'application/json;charset=utf-8';

function adaptResponses(schemas: JsonObject, hasDefault: boolean): JsonObject {
  const error = {
    Code: 'InvalidDelayTime',
    HostId: 'live.aliyuncs.com',
    Message: 'Specified Delaytime is invalid.',
    RequestId: '6EBD1AC4-C34D-4AE1-963E-B688A228BE31',
  };
  const answer = (description: string, name: string, example: JsonObject): JsonObject => {
    const { required: names = [], properties } = objectAt(schemas, name) as {
      readonly required?: Json;
      readonly properties: JsonObject;
    };
    const types = Object.keys(properties).map((property) => [property, { type: 'string' }]);
    const schema = { type: 'object', required: names, properties: Object.fromEntries(types) as JsonObject };
    return { description, content: { [mediaType]: { schema, example } } };
  };
  return {
    '200': answer('Done', 'Response', { RequestId: '16A96B9A-F203-4EC5-8E43-CB92E68F4CF8' }),
    '400': answer('A documented error', 'Error', error),
    ...(hasDefault && { default: answer('An error of the gateway', 'Error', error) }),
  };
}

function resolve(schema: Json, document: JsonObject): JsonObject {
  const reference = isObject(schema) ? schema['$ref'] : undefined;
  if (typeof reference !== 'string') return isObject(schema) ? schema : {};
  return objectAt(document, ...reference.replace('#/', '').split('/'));
}

function objectAt(value: JsonObject, ...path: readonly string[]): JsonObject {
  let found: Json | undefined = value;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  if (isObject(found)) return found;
  throw new Error(`Failed to adapt the contract: it has no object at "${path.join('/')}".`);
}

function listAt(value: JsonObject, name: string): readonly Json[] {
  const list = value[name];
  return isArray(list) ? list : [];
}
