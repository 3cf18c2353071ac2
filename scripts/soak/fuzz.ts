/** Sends what nobody should send, and looks whether the server bears it. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { Pool } from 'undici';
import { valid } from '../../mocks/fixtures/valid-request.ts';

export interface FuzzReport {
  readonly requests: number;
  /** By status; `none` where the connection ended without an answer, as after bytes that are not HTTP it may. */
  readonly statuses: Readonly<Record<string, number>>;
  /** One sentence each; empty where the server bore it. */
  readonly problems: readonly string[];
}

const words = [
  'Action',
  'Version',
  'AppName',
  'DomainName',
  'RecordFormat',
  'x-acs-action',
  'Signature',
  ...Object.keys(valid),
];
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 12 }),
);
const name = fc.oneof(
  text,
  fc.tuple(fc.constantFrom(...words), fc.integer(), text).map((parts) => parts.join('.')),
);
const pairs = fc.array(fc.tuple(name, text), { maxLength: 12 });
const encode = (all: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(all.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()])).toString();

/** Requests of the right form and wrong contents. None asks for a fault. */
const shaped = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  path: fc.oneof(
    pairs.map((all) => `/?${encode(all)}`),
    pairs.map((all) => `/?Action=AddLiveAppRecordConfig&Version=2016-11-01&${encode(all)}`),
    fc
      .webPath()
      .map((path) => `/${path.replace(/^\/+/, '')}`)
      .filter((path) => !path.startsWith('/_understudy')),
  ),
  type: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
  ),
  encoding: fc.constantFrom(undefined, undefined, undefined, 'gzip', 'br', 'nonsense'),
  body: fc.oneof(pairs.map(encode), fc.string({ maxLength: 200 }), fc.constant('AppName=%zz&=&&&=%00')),
});

/** Bytes that need not be HTTP at all. */
const raw = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(
      fc.constantFrom('GET', 'POST', 'FOO'),
      fc.string({ maxLength: 30 }),
      fc.array(fc.string({ maxLength: 30 })),
      fc.string({ maxLength: 60 }),
    )
    .map(([method, path, headers, body]) =>
      Buffer.from(`${method} /${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`),
    ),
  fc
    .nat(50)
    .map((length) => Buffer.from(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\nshort`)),
);

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
  const note = (status: number | undefined, sent: unknown): void => {
    const shown = String(status ?? 'none');
    statuses[shown] = (statuses[shown] ?? 0) + 1;
    if (status !== undefined && status >= 500)
      problems.push(`${status} was answered to ${JSON.stringify(sent)}`);
  };
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<number> => {
    const answer = await pool.request({
      method,
      path,
      headers,
      body: method === 'GET' ? null : body,
    });
    await answer.body.text();
    return answer.statusCode;
  };
  const add = (app: string): Promise<number> =>
    send(
      'POST',
      '/?Action=AddLiveAppRecordConfig&Version=2016-11-01',
      { 'content-type': 'application/x-www-form-urlencoded' },
      new URLSearchParams({ ...valid, AppName: app, AccessKeyId: `sentinel-${app}` }).toString(),
    );

  if ((await add('before')) !== 200)
    problems.push('A normal request was refused before anything else was sent.');
  const shapes = fc.sample(shaped, { numRuns: requests, seed });
  const bytes = fc.sample(raw, { numRuns: Math.ceil(requests / rawShare), seed });
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next; index < requests; index = next) {
      next += 1;
      if (index % rawShare === 0) {
        const sent = bytes[index / rawShare] ?? Buffer.alloc(0);
        note(await sendBytes(url, sent), Buffer.from(sent).toString('base64'));
        continue;
      }
      const shape = shapes[index];
      if (!shape) return;
      const { method, path, type, encoding, body } = shape;
      const headers = {
        'content-type': type,
        ...(encoding !== undefined && { 'content-encoding': encoding }),
      };
      note(await send(method, path, headers, body).catch(() => undefined), shape);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  if ((await add('before')) !== 400) problems.push('What was created before was forgotten.');
  if ((await add('after')) !== 200) problems.push('A normal request was refused afterwards.');
  await pool.close();
  return { requests, statuses, problems };
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
