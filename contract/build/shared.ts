/** The members that an operation shares with all others of the vendor, or of its product. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/**
 * The members of `common.yaml` for the product of a page, with `{#product}` and `{#endpoint}` filled in.
 *
 * Each of `products` is a product's own members by its name, later ones over earlier ones; a page's own `endpoints` come over
 * those. Objects are merged, all else replaced. A page without a product has the one that `common.yaml` names.
 *
 * Throws ContractError for a product that is not a text.
 */
export function sharedBy(page: JsonObject, common: JsonObject, products: readonly JsonObject[]): JsonObject {
  const name = page['product'] ?? common['product'];
  if (typeof name !== 'string' || name === '')
    throw new ContractError(
      'Failed to build contract: "product" is not a text. Correct it, such as "live".',
      {
        pointer: pointerTo('', 'product'),
      },
    );
  const own = page['endpoints'] === undefined ? {} : { endpoints: page['endpoints'] };
  const named = products.map((one) => one[name.toLowerCase()]).filter((one) => isObject(one));
  const merged = replaceIn(named.reduce(replaceIn, common), { ...own, product: name });
  const [endpoint = ''] = endpointsOf(merged).map((one) => fill(one, { product: name.toLowerCase() }));
  return fillAll(merged, { product: name.toLowerCase(), endpoint: String(endpoint) }) as JsonObject; // an object stays one
}

/** Each endpoint under each scheme: `https://live.aliyuncs.com`. */
export function serversOf(shared: JsonObject): Json {
  const schemes = isArray(shared['schemes']) ? shared['schemes'] : ['https'];
  return endpointsOf(shared).flatMap((endpoint) =>
    schemes.map((scheme) => ({ url: `${String(scheme)}://${String(endpoint)}` })),
  );
}

function endpointsOf(shared: JsonObject): readonly string[] {
  const { endpoints } = shared;
  if (isArray(endpoints) && endpoints.length > 0 && endpoints.every((one) => typeof one === 'string'))
    return endpoints;
  throw new ContractError('Failed to build contract: "endpoints" is not a list of host names. Correct it.', {
    pointer: pointerTo('', 'endpoints'),
  });
}

/** Objects are merged, all else is replaced. */
function replaceIn(old: JsonObject, changes: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...old };
  for (const [name, value] of Object.entries(changes)) {
    const before = merged[name];
    merged[name] = isObject(before) && isObject(value) ? replaceIn(before, value) : value;
  }
  return merged;
}

function fillAll(value: Json, values: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') return fill(value, values);
  if (isArray(value)) return value.map((item) => fillAll(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillAll(member, values)]));
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{#(\w+)\}/g, (brace, name: string) => values[name] ?? brace);
}
