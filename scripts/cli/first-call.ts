/** A call that succeeds once, to paste into a shell. */
import { encodeParameters } from '../../contract/wire/parameters.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { minimalRequest } from '../../scenarios/requests/valid-requests.ts';
import { fillRequest } from '../../scenarios/scenario/placeholders.ts';

export function firstCall(operation: Operation, url: string): string {
  const request = fillRequest(minimalRequest(operation), {
    now: 0,
    unique: 'my-app',
    fixtures: defaultFixtures(operation),
  });
  const parameters = encodeParameters(request).map(([name, value]) => `-d '${name}=${value}'`);
  return `curl -s '${url}/?Action=${operation.action}&Version=${operation.version}' ${parameters.join(' ')}`;
}
