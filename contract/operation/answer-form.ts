/** How answers look on the wire, whatever they say. */
import { ContractError } from '../contract-error.ts';
import { isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

export type BodyFormat = (typeof bodyFormats)[number];

export const bodyFormats = ['json', 'xml'] as const;

export interface AnswerForm {
  /** Of a request that asks for no format. */
  readonly defaultFormat: BodyFormat;
  /** Clients compare them as texts. */
  readonly contentTypes: Readonly<Record<BodyFormat, string>>;
  readonly hostId: string;
  /** Where an error sends its reader, with `{code}` and `{requestId}` open. */
  readonly recommend: string;
  /** Headers that say the same in every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestIdHeader: string;
  readonly traceIdHeader: string;
  /** Says in milliseconds when a throttled caller may come again. */
  readonly retryAfterHeader: string;
}

/** Throws ContractError for a form that leaves something out. */
export function readAnswerForm(form: JsonObject, pointer: string): AnswerForm {
  const text = (name: string, holder: JsonObject = form): string => {
    const value = holder[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new ContractError(`Failed to read "${name}": it is missing or not a text.`, {
      pointer: pointerTo(pointer, name),
    });
  };
  const contentTypes = objectOf(form['contentTypes']);
  const defaultFormat = bodyFormats.find((format) => format === text('defaultFormat').toLowerCase());
  if (!defaultFormat)
    throw new ContractError('Failed to read "defaultFormat": it is neither JSON nor XML.', {
      pointer: pointerTo(pointer, 'defaultFormat'),
    });
  return {
    defaultFormat,
    contentTypes: { json: text('json', contentTypes), xml: text('xml', contentTypes) },
    hostId: text('hostId'),
    recommend: text('recommend'),
    headers: Object.fromEntries(
      Object.entries(objectOf(form['headers'])).map(([name, value]) => [name, String(value)]),
    ),
    requestIdHeader: text('requestIdHeader'),
    traceIdHeader: text('traceIdHeader'),
    retryAfterHeader: text('retryAfterHeader'),
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
