/** Why a call was not answered, in words. */
import type { Answer } from './target.ts';

type Silence = Omit<Extract<Answer, { kind: 'silent' }>, 'kind'>;

const late: Silence = { reason: 'no answer in time', isAbsent: true };
const closed = 'the connection was closed without an answer';

/** By the code of the error. None of these calls arrived. */
const unsent: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  EAI_AGAIN: 'its name could not be looked up (EAI_AGAIN)',
  EHOSTUNREACH: 'there is no way to the host (EHOSTUNREACH)',
  ENETUNREACH: 'there is no way to its network (ENETUNREACH)',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

/** Whether a connection ended before its answer: one that is kept open for the next call may be closed at any time. */
export function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && closures.has(String(error.code));
}

const closures: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

export function reasonOf(error: unknown): Silence {
  if (!(error instanceof Error)) return { reason: String(error) };
  if (error.name === 'TimeoutError') return late;
  const code = 'code' in error ? String(error.code) : '';
  const known = unsent[code];
  if (known !== undefined) return { reason: known, isAbsent: true, isUnsent: true };
  if (certificate.test(code))
    return {
      reason: `its certificate is not trusted (${code}). Name the authority with --ca FILE, or take any with --insecure`,
      isAbsent: true,
      isUnsent: true,
    };
  if (/^ERR_SSL_|^EPROTO$/.test(code))
    return {
      reason: `what answers there is no https (${code})`,
      isAbsent: true,
      isUnsent: true,
    };
  if (isClosed(error)) return { reason: closed };
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return late;
    default:
      return { reason: code === '' ? error.message : `${error.message} (${code})` };
  }
}
