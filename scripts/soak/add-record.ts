/** The call that loads are made of: it creates a record. */
import type { Pool } from 'undici';
import { operation, valid } from '../../mocks/fixtures/valid-request.ts';

export interface AddAnswer {
  readonly status: number;
  readonly body: string;
}

/** Ask for a record; `parameters` replace those of a valid request, `headers` are sent beside the usual ones. */
export async function addRecord(
  pool: Pool,
  parameters: Readonly<Record<'AppName' | 'AccessKeyId', string>> & Partial<typeof valid>,
  headers: Readonly<Record<string, string>> = {},
): Promise<AddAnswer> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: `/?Action=${operation}&Version=2016-11-01`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ...valid, ...parameters }).toString(),
  });
  return { status: statusCode, body: await body.text() };
}
