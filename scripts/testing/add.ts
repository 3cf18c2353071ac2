/** The call that tests of a server make most: it creates a record. */
import { operation, valid } from '../../mocks/fixtures/valid-request.ts';

export interface Added {
  readonly status: number;
  /** `OK` for a success. */
  readonly code: string;
  readonly requestId: string | undefined;
}

/** Create a record; `changes` replace parameters of a valid request. */
export async function add(
  url: string,
  changes: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Added> {
  const body = new URLSearchParams({ ...valid, ...changes });
  const path = `/?Action=${operation}&Version=2016-11-01`;
  const response = await fetch(url + path, { method: 'POST', body, headers });
  const { Code, RequestId } = (await response.json()) as { Code?: string; RequestId?: string };
  return { status: response.status, code: Code ?? 'OK', requestId: RequestId };
}
