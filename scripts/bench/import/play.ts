/** Plays each operation of a contract with the request that its examples make. */
import type { Contract } from '../../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import { encodeParameters } from '../../../contract/wire/parameters.ts';
import { createFetchMock } from '../../../mocks/mock.ts';

export interface PlayedImport {
  readonly operations: number;
  /** Success, or a refusal whose rule and source are known, and never a 5xx. */
  readonly answered: number;
  readonly accepted: number;
}

export async function playExamples(contract: Contract): Promise<PlayedImport> {
  const mock = createFetchMock({ contract, clock: 'virtual', seed: 1 });
  let [operations, answered, accepted] = [0, 0, 0];
  for (const operation of contract.values()) {
    const pairs = encodeParameters(exampleOf(operation.request) as JsonObject);
    const query = new URLSearchParams([
      ['Action', operation.action],
      ['Version', operation.version],
      ...pairs.map(([name, value]): [string, string] => [name, value]),
    ]);
    const { answer, decision } = await mock.handle({
      method: 'POST',
      url: '/',
      headers: {
        host: new URL(operation.servers[0] ?? 'https://x').host,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: query.toString(),
    });
    operations += 1;
    const isExplained =
      decision.kind === 'accepted' ||
      (decision.kind === 'refused' && decision.rule !== '' && decision.source !== '');
    if (!answer) continue;
    if (answer.status < 500 && isExplained) answered += 1;
    else process.stdout.write(`    ${operation.name}: ${answer.status} ${answer.body.slice(0, 120)}\n`);
    if (answer.status === 200) accepted += 1;
  }
  return { operations, answered, accepted };
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
