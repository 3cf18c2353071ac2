/** A call that succeeds once, to paste into a shell. */
import { encodeParameters } from '../../../contract/wire/parameters.ts';
import { encodePairs } from '../../../contract/wire/percent-encoding.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { AwaitedFetchMock } from '../../../mocks/mock.ts';
import { defaultFixtures } from '../../../scenarios/requests/bindings.ts';
import { minimalRequest } from '../../../scenarios/requests/valid-requests.ts';
import { fillRequest } from '../../../scenarios/scenario/placeholders.ts';

/** A request that the mock's world accepts; undefined if none was found. */
export async function firstCall(
  operation: Operation,
  mock: AwaitedFetchMock,
  url: string,
): Promise<string | undefined> {
  const minimal = fillRequest(minimalRequest(operation), {
    now: mock.clock.now(),
    unique: 'my-app',
    fixtures: defaultFixtures(operation),
  });
  const query = `Action=${operation.action}&Version=${operation.version}`;
  const body = encodePairs(encodeParameters(minimal));
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { exchange, fix } = await mock.explain({ method: 'POST', url: `/?${query}`, headers, body });
  const accepted: JsonObject | undefined = exchange.decision.kind === 'accepted' ? minimal : fix?.parameters;
  if (!accepted) return undefined;
  const parameters = encodeParameters(accepted).map(([name, value]) => `-d '${name}=${value}'`);
  return `curl -s${url.startsWith('https') ? 'k' : ''} '${url}/?${query}' ${parameters.join(' ')}`;
}
