/** Answers as the gateway writes them. */
import type { ErrorRow } from '../contract/errors.ts';
import type { AnswerForm } from '../contract/operation.ts';

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function writeSuccess(form: AnswerForm, requestId: string): WireAnswer {
  return write(form, 200, requestId, { RequestId: requestId });
}

export function writeError(form: AnswerForm, requestId: string, error: ErrorRow): WireAnswer {
  return write(form, error.status, requestId, {
    Code: error.code,
    HostId: form.hostId,
    Message: error.wireMessage,
    RequestId: requestId,
  });
}

/** The answer to a browser's question whether a page may call: it may. */
export function writePreflight(form: AnswerForm): WireAnswer {
  return {
    status: 204,
    headers: {
      ...form.headers,
      'access-control-allow-methods': '*',
      'access-control-allow-headers': '*',
      'access-control-max-age': '86400',
    },
    body: '',
  };
}

function write(
  form: AnswerForm,
  status: number,
  requestId: string,
  content: Readonly<Record<string, string>>,
): WireAnswer {
  return {
    status,
    headers: { 'content-type': form.contentType, ...form.headers, [form.requestIdHeader]: requestId },
    body: JSON.stringify(content),
  };
}
