/** Requests that nobody should send: of the right form with wrong contents, and bytes that need not be HTTP at all. */
import fc from 'fast-check';
import { valid } from '../../mocks/fixtures/valid-request.ts';

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
const pairs = fc
  .array(fc.tuple(name, text), { maxLength: 12 })
  .map((all) =>
    new URLSearchParams(all.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()])).toString(),
  );

/** Well-formed HTTP. None asks for a fault. */
export const misshapen = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  path: fc.oneof(
    pairs.map((query) => `/?${query}`),
    pairs.map((query) => `/?Action=AddLiveAppRecordConfig&Version=2016-11-01&${query}`),
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
  body: fc.oneof(pairs, fc.string({ maxLength: 200 }), fc.constant('AppName=%zz&=&&&=%00')),
});

export type MisshapenRequest = typeof misshapen extends fc.Arbitrary<infer Request> ? Request : never;

export const rawBytes = fc.oneof(
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
