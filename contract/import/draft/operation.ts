/** The draft of what an operation asks of everybody: how often it may be called, and what is answered beyond that. */
import { isObject, type Json, type JsonObject } from '../../json.ts';
import type { Draft } from './draft.ts';

/** The action about the operation itself; undefined where there is nothing to say. */
export function draftOperation(page: JsonObject, { codes }: Draft): JsonObject {
  const update: Record<string, Json> = {};
  if (isObject(page['rateLimit'])) {
    const own = codes.find(({ kind }) => kind === 'throttling');
    update['x-rate-limit'] = { error: own?.code ?? 'Throttling.User', window: 'sliding' };
  }
  return { target: "$.paths['/'].post", update };
}
