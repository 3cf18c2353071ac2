/** Builds the OpenAPI document of an operation from its page of facts, the shared documents, and its overlays. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { assertPageWords } from './page-words.ts';
import { describeForm } from './form-schema.ts';
import { applyOverlay } from './overlay.ts';
import { serversOf, sharedBy } from './shared.ts';
import { describeRequest, readPageProvenance } from './request-schema.ts';
import { describeBody, exampleOf } from './response-schema.ts';

/** What a document is built of, each parsed from YAML. */
export interface Sources {
  /** `pages/NAME.yaml`, parsed. */
  readonly page: unknown;
  /** `requirements/NAME.yaml`, parsed; undefined where there is no such file. */
  readonly requirements?: unknown;
  /** `common.yaml`, parsed: shared by every operation of the vendor. */
  readonly common: unknown;
  /** `products/PRODUCT.yaml`, parsed, by the product's name in lower case: members that differ for a product. */
  readonly products?: readonly JsonObject[];
  /** Overlays, parsed, in the order in which they apply. */
  readonly overlays: readonly unknown[];
}

/**
 * Build one OpenAPI 3.1 document. It holds all content of the sources, which are not read at run time.
 *
 * Throws ContractError for sources with a missing or an unknown member.
 *
 *     const build = (page: JsonObject, common: JsonObject) => buildDocument({ page, common, overlays: [] });
 */
export function buildDocument({ page, common, products = [], requirements, overlays }: Sources): JsonObject {
  if (!isObject(page) || !isObject(common))
    throw new ContractError(
      'Failed to build contract: a page or common.yaml is not an object. Write it as a map.',
    );
  assertPageWords(page);
  const shared = sharedBy(page, common, products);
  const document = overlays.reduce(
    applyOverlay,
    describe(page, shared, isArray(requirements) ? requirements : undefined),
  );
  return applyOverlay(document, { overlay: '1.0.0', actions: derived(document, page) });
}

/** The parts derived from the rest, after the overlays were applied: the form, and an example of each error. */
function derived(document: JsonObject, page: JsonObject): Json {
  const request = memberAt(document, ['components', 'schemas', 'Request']);
  const rows = memberAt(document, ['paths', '/', 'post', 'x-errors']);
  return [
    { target: '$.components.schemas', update: { Form: describeForm(isObject(request) ? request : {}) } },
    { target: "$.paths['/'].post.responses", update: errorResponses(isArray(rows) ? rows : [], page) },
  ];
}

function memberAt(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((holder, step) => (isObject(holder) ? (holder[step] ?? null) : null), value);
}

function describe(page: JsonObject, common: JsonObject, requirements: Json | undefined): JsonObject {
  const name = wanted(page, 'operation');
  const version = wanted(page, 'version');
  const about = isObject(page['page']) ? page['page'] : {};
  return {
    openapi: '3.1.1',
    info: {
      title: String(about['title'] ?? name),
      version,
      'x-product': common['product'] ?? '',
      ...(about['updated'] === undefined ? {} : { 'x-page': String(about['updated']).slice(0, 10) }),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: serversOf(common),
    paths: {
      '/': {
        post: {
          operationId: name,
          ...(page['summary'] === undefined ? {} : { summary: page['summary'] }),
          security: [],
          parameters: queryParameters(name, version),
          requestBody: {
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: reference('Form') } },
          },
          responses: responses(page),
          'x-methods': common['methods'] ?? ['POST'],
          'x-common-parameters': common['parameters'] ?? [],
          'x-gateway': common['gateway'] ?? {},
          'x-answer': common['answer'] ?? {},
          ...rateLimit(page),
          ...(page['ram'] === undefined ? {} : { 'x-ram': page['ram'] }),
          ...(requirements === undefined ? {} : { 'x-requirements': requirements }),
          'x-errors': errorRows(page),
          'x-common-errors': common['errors'] ?? [],
        },
      },
    },
    components: {
      schemas: {
        Request: describeRequest(page),
        Response: describeBody(isArray(page['response']) ? page['response'] : []),
        Error: {
          type: 'object',
          required: ['Code', 'HostId', 'Message', 'RequestId'],
          properties: Object.fromEntries(
            ['Code', 'HostId', 'Message', 'RequestId', 'Recommend'].map((field) => [
              field,
              { type: 'string' },
            ]),
          ),
        },
      },
    },
  };
}

function queryParameters(name: string, version: string): Json {
  return [
    { name: 'Action', in: 'query', required: true, schema: { type: 'string', enum: [name] } },
    { name: 'Version', in: 'query', required: false, schema: { type: 'string', enum: [version] } },
    { name: 'Format', in: 'query', required: false, schema: { type: 'string' } },
  ];
}

function rateLimit(page: JsonObject): JsonObject {
  if (!isObject(page['rateLimit'])) return {};
  const { evidence, sourceOf } = readPageProvenance(page);
  return {
    'x-rate-limit': { ...page['rateLimit'], 'x-evidence': evidence, 'x-source': sourceOf('QPS limits') },
  };
}

function errorRows(page: JsonObject): Json {
  const { evidence, sourceOf } = readPageProvenance(page);
  return (isArray(page['errors']) ? page['errors'] : []).map((row) =>
    isObject(row)
      ? { ...row, 'x-evidence': evidence, 'x-source': sourceOf(`Error codes, ${String(row['code'])}`) }
      : row,
  );
}

function responses(page: JsonObject): JsonObject {
  const example = exampleOf(isArray(page['response']) ? page['response'] : []);
  return {
    '200': {
      description: 'Done',
      content: { 'application/json': { schema: reference('Response'), example } },
    },
    default: {
      description: 'An error of the gateway',
      content: { 'application/json': { schema: reference('Error') } },
    },
  };
}

/** The documented errors by status, each with an example of its body. */
function errorResponses(rows: readonly Json[], page: JsonObject): JsonObject {
  const sample = isObject(page['errorResponse']) ? page['errorResponse'] : { HostId: '', RequestId: '' };
  const errorExample = (row: JsonObject): [string, Json] => [
    String(row['code']),
    { value: { ...sample, Code: row['code'] ?? '', Message: row['x-message'] ?? row['message'] ?? '' } },
  ];
  const byStatus = Map.groupBy(rows.filter(isObject), (row) => String(row['status']));
  const responses = [...byStatus].map(([status, group]): [string, Json] => [
    status,
    {
      description: 'A documented error',
      content: {
        'application/json': {
          schema: reference('Error'),
          examples: Object.fromEntries(group.map(errorExample)),
        },
      },
    },
  ]);
  return Object.fromEntries(responses);
}

function reference(schema: string): JsonObject {
  return { $ref: `#/components/schemas/${schema}` };
}

function wanted(page: JsonObject, name: string): string {
  const value = page[name];
  if (typeof value === 'string') return value;
  throw new ContractError(`Failed to build contract: the page has no "${name}". Add it.`, {
    pointer: pointerTo('', name),
  });
}
