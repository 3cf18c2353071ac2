/** The draft of what an operation asks of everybody: how often it may be called, and what is answered beyond that. */
import { isObject, type Json, type JsonObject } from '../../json.ts';
import type { ImportDraft } from './draft.ts';

/** The actions about the operation itself, and about its answer. */
export function draftOperation(page: JsonObject, { codes }: ImportDraft): readonly JsonObject[] {
  const update: Record<string, Json> = {};
  if (isObject(page['rateLimit'])) {
    const own = codes.find(({ kind }) => kind === 'throttling');
    update['x-rate-limit'] = { error: own?.code ?? 'Throttling.User', window: 'sliding' };
  }
  return [
    ...(Object.keys(update).length > 0 ? [{ target: "$.paths['/'].post", update }] : []),
    {
      target: '$.components.schemas.Response',
      description: 'What nothing is known of is answered with the documented example.',
      update: { 'x-otherwise': 'example' },
    },
  ];
}
