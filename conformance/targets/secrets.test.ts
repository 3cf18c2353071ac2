import { expect, test } from 'vitest';
import { readContract } from '../../contract/contract.ts';
import { createSignedTarget, type SignatureScheme } from './signed.ts';
import { createProbe } from '../fixtures/probe.ts';
import { hideUser, secretsOfHeaders, strikeOut, withoutUser } from './secrets.ts';
import type { Answer, Call } from './target.ts';

const body = (text: string): Answer => ({ kind: 'answered', status: 400, headers: {}, body: text });
const token = 'CAIS/4+ab==&"<secret>"';

test.each([
  ['as it is', `you sent ${token}`],
  ['as JSON', JSON.stringify({ Message: `you sent ${token}` })],
  [
    'as JSON that escapes more than it has to',
    `{"Message":"${[...token].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
  ],
  ['as the name of a member', JSON.stringify({ [token]: 1 })],
  ['in a URL', `token=${encodeURIComponent(token)}`],
  [
    'in a URL, in small letters',
    `token=${encodeURIComponent(token).replaceAll(/%../g, (code) => code.toLowerCase())}`,
  ],
  ['in a string to sign', encodeURIComponent(encodeURIComponent(token))],
  ['as base64', btoa(token)],
  ['in HTML', `<p>CAIS/4+ab==&amp;"&lt;secret&gt;"</p>`],
])('strikes a secret out where it comes back %s', (_, text) => {
  const answer = strikeOut(body(text), [token]);
  expect(answer).toMatchObject({ body: expect.stringContaining('***') });
  const [raw, decoded] = [
    JSON.stringify(answer),
    decodeURIComponent(decodeURIComponent(JSON.stringify(answer))),
  ];
  for (const shown of [raw, decoded]) expect(shown).not.toMatch(/CAIS|secret|Q0FJUy/);
});

test('strikes it out of headers, and of the reason where nothing came', () => {
  const answered = { ...body('{}'), headers: { 'x-echo': token } } as Answer;
  expect(strikeOut(answered, [token])).toMatchObject({ headers: { 'x-echo': '***' } });
  expect(strikeOut({ kind: 'silent', reason: `no ${token}` }, [token])).toEqual({
    kind: 'silent',
    reason: 'no ***',
  });
});

test('leaves an answer without secrets as it came, byte for byte', () => {
  const text = '{ "Code" : "A\\u0042",  "n": 1.0 }';
  expect(strikeOut(body(text), [token, '', 'a'])).toEqual(body(text));
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  expect(strikeOut(body(deep), [token])).toEqual(body(deep));
});

test.each<SignatureScheme>(['v1', 'v3'])(
  'what a %s signature was made of and the signature itself never come back',
  async (scheme) => {
    let sent: Call | undefined;
    const echo = createProbe(() => accept());
    const target = createSignedTarget(
      {
        ...echo,
        send: (call) => {
          sent = call;
          return Promise.resolve(
            body(JSON.stringify({ Code: 'X', Message: `${call.path} ${JSON.stringify(call.headers)}` })),
          );
        },
      },
      {
        contract: readContract(),
        scheme,
        credentials: { accessKeyId: 'my-key', accessKeySecret: 'my-secret', securityToken: 'my-token' },
        nextNonce: () => 'nonce',
      },
    );

    const answer = await target.send({
      method: 'POST',
      path: '/?Action=A&Version=1',
      headers: {},
      body: 'a=b',
    });

    const query = new URLSearchParams(sent?.path.slice(2));
    const signature =
      query.get('Signature') ?? /Signature=(.*)$/.exec(sent?.headers['authorization'] ?? '')?.[1];
    expect(signature?.length).toBeGreaterThan(10);
    const shown = JSON.stringify(answer);
    expect(shown).toContain('***');
    for (const secret of [signature ?? '', 'my-token', 'my-secret'])
      expect(decodeURIComponent(shown)).not.toContain(secret);
  },
);

test('user and password of an address are out of its name, and of what it answers', async () => {
  const url = 'http://me:p%40ss@127.0.0.1:4010/base';
  const probe = createProbe(() => body(`Basic ${btoa('me:p@ss')} of me:p@ss`), { name: url, baseUrl: url });
  const target = hideUser(probe, url);
  expect([target.name, target.baseUrl]).toEqual(Array(2).fill('http://***@127.0.0.1:4010/base'));
  expect(await target.send({ method: 'GET', path: '/', headers: {}, body: '' })).toMatchObject({
    body: 'Basic *** of ***',
  });
  expect(withoutUser('http://127.0.0.1/a@b')).toBe('http://127.0.0.1/a@b');
  expect(hideUser(probe, 'http://127.0.0.1')).toBe(probe);
});

test.each<readonly [string, string, readonly string[]]>([
  ['authorization', 'Bearer my+token/1=', ['Bearer my+token/1=', 'my+token/1=']],
  ['authorization', `Basic ${btoa('me:pass-word')}`, [btoa('me:pass-word'), 'me:pass-word', 'pass-word']],
  ['cookie', 'a=first-one; session=second', ['first-one', 'second']],
  ['x-api-key', 'abcdef', ['abcdef']],
])('of the header %s: %s, the parts are secrets too', (name, value, secrets) => {
  expect(secretsOfHeaders({ [name]: value })).toEqual(expect.arrayContaining([...secrets]));
});

test('what says how to talk, or is as short as a flag, is no secret', () => {
  expect(
    secretsOfHeaders({ accept: 'application/json', 'user-agent': 'my-ci/1.0', 'x-debug': 'true' }),
  ).toEqual([]);
});

test('strikes nothing out of JSON but texts, which keeps it JSON', () => {
  const answer = strikeOut(body('{"on":true,"text":"is true","n":12345}'), ['true', '12345']);
  expect(answer).toMatchObject({ body: '{"on":true,"text":"is ***","n":12345}' });
});

function accept(): Answer {
  return body('{}');
}
