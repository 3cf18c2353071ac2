/** The form of answers on the wire: format, headers, members that every answer has. */
import { ContractError } from '../contract-error.ts';
import { isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

export type BodyFormat = (typeof bodyFormats)[number];

export const bodyFormats = ['json', 'xml'] as const;

export interface AnswerForm {
  /** Format of answers to requests without `Format`. */
  readonly defaultFormat: BodyFormat;
  /** Written exactly so: clients compare content types as text. */
  readonly contentTypes: Readonly<Record<BodyFormat, string>>;
  readonly hostId: string;
  /** The link of an error to its documentation, with the placeholders `{code}` and `{requestId}`. */
  readonly recommend: string;
  /** Constant headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestIdHeader: string;
  readonly traceIdHeader: string;
  /** Header of throttled answers: milliseconds until the caller may retry. */
  readonly retryAfterHeader: string;
}

/** Throws ContractError for a missing member. */
export function readAnswerForm(form: JsonObject, pointer: string): AnswerForm {
  const text = (name: string, holder: JsonObject = form): string => {
    const value = holder[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new ContractError(`Failed to read "${name}": it is missing or not a text. Write a text.`, {
      pointer: pointerTo(pointer, name),
    });
  };
  const contentTypes = objectOf(form['contentTypes']);
  const defaultFormat = bodyFormats.find((format) => format === text('defaultFormat').toLowerCase());
  if (!defaultFormat)
    throw new ContractError(
      'Failed to read "defaultFormat": it is neither JSON nor XML. Write one of the two.',
      {
        pointer: pointerTo(pointer, 'defaultFormat'),
      },
    );
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
