/** Writes answers in the gateway's form: status, headers, and a body in JSON or XML. */
import type { AnswerForm, BodyFormat } from '../../contract/operation/answer-form.ts';
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { writeXml } from './xml.ts';

/**
 * An answer as it goes over the wire.
 *
 *     createMock().events.on('request:end', (entry) => console.log(entry.answer?.status));
 */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The form of an answer, whatever its content. */
export interface Envelope {
  readonly form: AnswerForm;
  readonly format: BodyFormat;
  readonly requestId: string;
  readonly traceId: string;
}

/** Writes a success. `body` is added to the members that every answer has. */
export function writeSuccess(envelope: Envelope, operation: string, body: JsonObject): WireAnswer {
  const { requestId, format } = envelope;
  // Most successes say nothing else.
  if (format === 'json' && isEmpty(body)) return answerOf(envelope, 200, `{"RequestId":"${requestId}"}`);
  const { RequestId: _, ...rest } = body;
  return write(envelope, 200, `${operation}Response`, { RequestId: requestId, ...rest });
}

function isEmpty(body: JsonObject): boolean {
  for (const _ in body) return false;
  return true;
}

/**
 * Write an error. `detail` stands in its body beside the usual members, `headers` in front.
 *
 * What the page itself shows has no `Recommend`; the answers of the gateway have one.
 */
export function writeError(
  envelope: Envelope,
  error: ErrorRow,
  more: { readonly detail?: JsonObject; readonly headers?: Readonly<Record<string, string>> } = {},
): WireAnswer {
  const { form, format, requestId } = envelope;
  const { code: Code, wireMessage: Message } = error;
  const { hostId: HostId } = form;
  const recommend = form.recommend.replace('{code}', Code).replace('{requestId}', requestId);
  const answer = write(envelope, error.status, 'Error', {
    // As the page shows JSON, and as answers in XML were quoted in public.
    ...(format === 'xml'
      ? { RequestId: requestId, HostId, Code, Message }
      : { Code, HostId, Message, RequestId: requestId }),
    ...(error.evidence === 'stated' ? {} : { Recommend: recommend }),
    ...more.detail,
  });
  return more.headers ? { ...answer, headers: { ...answer.headers, ...more.headers } } : answer;
}

/**
 * Answers a CORS preflight request (OPTIONS): every call is allowed.
 *
 * The headers that it asks about are named: `*` would not cover `authorization`.
 */
export function writePreflight(
  form: AnswerForm,
  methods: readonly string[],
  requestedHeaders = '*, authorization',
): WireAnswer {
  const allowed = [...methods, 'OPTIONS'].join(', ');
  return {
    status: 204,
    headers: {
      ...form.headers,
      allow: allowed,
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': requestedHeaders,
      'access-control-max-age': '86400',
    },
    body: '',
  };
}

function write(envelope: Envelope, status: number, root: string, content: JsonObject): WireAnswer {
  const isXml = envelope.format === 'xml';
  return answerOf(envelope, status, isXml ? writeXml(root, content) : JSON.stringify(content));
}

function answerOf({ form, format, requestId, traceId }: Envelope, status: number, body: string): WireAnswer {
  const headers: Record<string, string> = { ...templateOf(form)[format] };
  headers[form.requestIdHeader] = requestId;
  headers[form.traceIdHeader] = traceId;
  // Each answer has an id of its own in its body, so no two are the same thing.
  headers['etag'] = `"${requestId}"`;
  return { status, headers, body };
}

type HeaderTemplate = Readonly<Record<BodyFormat, Readonly<Record<string, string>>>>;

const templates = new WeakMap<AnswerForm, HeaderTemplate>();

/** All headers of an answer, with empty ids: to copy and to fill in. */
function templateOf(form: AnswerForm): HeaderTemplate {
  const known = templates.get(form);
  if (known) return known;
  const headersOf = (format: BodyFormat): Readonly<Record<string, string>> => ({
    'content-type': form.contentTypes[format],
    ...form.headers,
    [form.requestIdHeader]: '',
    [form.traceIdHeader]: '',
    etag: '',
  });
  const template = { json: headersOf('json'), xml: headersOf('xml') };
  templates.set(form, template);
  return template;
}
