/** A call that succeeds once, to paste into a shell. */
import { encodeParameters } from '../../../contract/wire/parameters.ts';
import { percentEncode } from '../../../contract/wire/percent-encoding.ts';
import { toCurl, type SentRequest } from '../../../contract/wire/curl.ts';
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
  const path = `/?Action=${operation.action}&Version=${operation.version}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const callOf = (parameters: JsonObject): SentRequest => ({
    method: 'POST',
    path,
    headers,
    body: encodeParameters(parameters)
      .map(([name, value]) => `${name}=${escapeForForm(value)}`)
      .join('&'),
  });
  const { exchange, fix } = await mock.explain({ ...callOf(minimal), url: path });
  const accepted = exchange.decision.kind === 'accepted' ? minimal : fix?.parameters;
  if (!accepted) return undefined;
  const line = toCurl(url, callOf(accepted));
  return url.startsWith('https') ? line.replace(/^curl/, 'curl -k') : line;
}

/** Only what a form reads as something else: braces, slashes and colons can be read as they are. */
function escapeForForm(text: string): string {
  return text.replaceAll(/[^!-~]+|[%&+]/g, percentEncode);
}
