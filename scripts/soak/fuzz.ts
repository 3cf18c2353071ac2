/** Sends what nobody should send, and looks whether the server bears it. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { Pool } from 'undici';
import { addRecord } from './add-record.ts';
import { misshapen, rawBytes, type MisshapenRequest } from './fuzz-requests.ts';

export interface FuzzReport {
  readonly requests: number;
  /** By status; `none` where the connection ended without an answer, as after bytes that are not HTTP it may. */
  readonly statuses: Readonly<Record<string, number>>;
  /** One sentence each; empty where the server bore it. */
  readonly problems: readonly string[];
}

const inFlight = 16;
const rawShare = 10;

/** Send so many requests, each tenth of them as raw bytes. The same seed sends the same. */
export async function fuzz(
  url: string,
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<FuzzReport> {
  const pool = new Pool(url, { connections: inFlight });
  const statuses: Record<string, number> = {};
  const problems: string[] = [];
  const add = async (name: string): Promise<number> =>
    (await addRecord(pool, { AppName: name, AccessKeyId: `sentinel-${name}` })).status;

  if ((await add('before')) !== 200)
    problems.push('A normal request was refused before anything else was sent.');
  const todo = drawRequests(requests, seed).values();
  const client = async (): Promise<void> => {
    for (const sent of todo) {
      const status = await (sent instanceof Uint8Array ? sendBytes(url, sent) : sendRequest(pool, sent));
      const shown = String(status ?? 'none');
      statuses[shown] = (statuses[shown] ?? 0) + 1;
      if (status !== undefined && status >= 500) problems.push(`${status} was answered to ${describe(sent)}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  if ((await add('before')) !== 400) problems.push('What was created before was forgotten.');
  if ((await add('after')) !== 200) problems.push('A normal request was refused afterwards.');
  await pool.close();
  return { requests, statuses, problems };
}

function drawRequests(count: number, seed: number): readonly (MisshapenRequest | Uint8Array)[] {
  const shaped = fc.sample(misshapen, { numRuns: count, seed });
  const raw = fc.sample(rawBytes, { numRuns: Math.ceil(count / rawShare), seed });
  return shaped.map((one, index) => (index % rawShare === 0 ? raw[index / rawShare] : undefined) ?? one);
}

function describe(sent: MisshapenRequest | Uint8Array): string {
  return JSON.stringify(sent instanceof Uint8Array ? Buffer.from(sent).toString('base64') : sent);
}

/** The status of the answer; undefined where none came. */
async function sendRequest(
  pool: Pool,
  { method, path, type, encoding, body }: MisshapenRequest,
): Promise<number | undefined> {
  const headers = { 'content-type': type, ...(encoding !== undefined && { 'content-encoding': encoding }) };
  try {
    const answer = await pool.request({ method, path, headers, body: method === 'GET' ? null : body });
    await answer.body.text();
    return answer.statusCode;
  } catch {
    return undefined;
  }
}

/** The status of the first answer; undefined where the connection ended without. */
function sendBytes(url: string, sent: Uint8Array): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const end = (): void => {
      socket.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(received)?.[1];
      resolve(status === undefined ? undefined : Number(status));
    };
    const socket = connect(Number(port), hostname, () => socket.end(sent));
    socket.setEncoding('latin1').on('data', (piece: string) => (received += piece));
    socket.on('error', end).on('close', end);
  });
}
