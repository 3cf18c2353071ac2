/** Plays each operation of a contract with the request that its examples make. */
import type { Contract } from '../../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { encodeParameters } from '../../../contract/wire/parameters.ts';
import type { WireRequest } from '../../../mocks/gateway/request.ts';
import { createFetchMock } from '../../../mocks/mock.ts';

export interface PlayedImport {
  readonly operations: number;
  /** Success, or a refusal whose rule and source are known, and never a 5xx. */
  readonly explained: number;
  readonly accepted: number;
  /** Of each other operation: its name, and the beginning of the answer. */
  readonly unexplained: readonly string[];
}

export async function playExamples(contract: Contract): Promise<PlayedImport> {
  const mock = createFetchMock({ contract, clock: 'virtual', seed: 1 });
  let [explained, accepted] = [0, 0];
  const unexplained: string[] = [];
  for (const operation of contract.values()) {
    const { answer, decision } = await mock.handle(exampleRequest(operation));
    const isExplained =
      decision.kind === 'accepted' ||
      (decision.kind === 'refused' && decision.rule !== '' && decision.source !== '');
    if (answer && answer.status < 500 && isExplained) explained += 1;
    else unexplained.push(`${operation.name}: ${answer?.status} ${answer?.body.slice(0, 120)}`);
    if (answer?.status === 200) accepted += 1;
  }
  return { operations: contract.size, explained, accepted, unexplained };
}

function exampleRequest(operation: Operation): WireRequest {
  const pairs = encodeParameters(exampleOf(operation.request) as JsonObject); // of an object it is one
  const form = new URLSearchParams([
    ['Action', operation.action],
    ['Version', operation.version],
    ...pairs.map(([name, value]): [string, string] => [name, value]),
  ]);
  return {
    method: 'POST',
    url: '/',
    headers: {
      host: new URL(operation.servers[0] ?? 'https://x').host,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  };
}

/** The request as the documentation's examples have it: everything that has an example, and what is required. */
function exampleOf(schema: JsonObject): Json {
  const { properties, items, examples } = schema;
  if (isObject(properties))
    return Object.fromEntries(
      Object.entries(properties).flatMap(([name, member]) =>
        isObject(member) ? [[name, exampleOf(member)]] : [],
      ),
    );
  if (isObject(items)) return [exampleOf(items)];
  return (isArray(examples) ? examples[0] : undefined) ?? '';
}
