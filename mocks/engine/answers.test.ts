import { expect, test } from 'vitest';
import { contentSha256 } from '../../contract/wire/signature-v3.ts';
import { callUnsigned, callV1, callV3, edited, now } from '../fixtures/calls.ts';
import { createMock, type Mock, type MockOptions, type WireAnswer } from '../index.ts';
import { answered } from '../fixtures/answered.ts';
import type { WireRequest } from '../gateway/request.ts';

const standing = (options: MockOptions = {}): Mock => createMock({ clock: now, seed: 1, ...options });

async function answerTo(request: WireRequest, mock = standing()): Promise<WireAnswer> {
  return answered(await mock.handle(request));
}

test('writes JSON with the headers of the gateway', async () => {
  const { status, headers, body } = await answerTo(callUnsigned());

  const { RequestId, ...others } = JSON.parse(body) as Record<string, string>;
  expect(status).toBe(200);
  expect(RequestId).toMatch(/^[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}$/);
  expect(others).toEqual({});
  expect(headers).toEqual({
    'content-type': 'application/json;charset=utf-8',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
    'x-acs-request-id': RequestId,
    'x-acs-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    etag: `"${RequestId}"`,
  });
});

test('writes a documented error as the page shows one', async () => {
  const { status, body } = await answerTo(callUnsigned({ DelayTime: '1' }));

  expect(status).toBe(400);
  expect(JSON.parse(body)).toEqual({
    Code: 'InvalidDelayTime',
    HostId: 'live.aliyuncs.com',
    Message: 'Specified Delaytime is invalid.',
    RequestId: expect.any(String),
  });
});

test('tells the reader of a gateway error where to look', async () => {
  const { body } = await answerTo(callUnsigned({ Action: 'AddLiveNothing' }));

  const { RequestId, Recommend } = JSON.parse(body) as Record<string, string>;
  expect(Recommend).toBe(
    `https://api.aliyun.com/troubleshoot?q=InvalidAction.NotFound&product=live&requestId=${RequestId}`,
  );
});

test.each(['XML', 'xml'])('writes XML where Format is %s', async (Format) => {
  const { headers, body } = await answerTo(callUnsigned({ Format }));

  const id = headers['x-acs-request-id'];
  expect(headers['content-type']).toBe('text/xml;charset=utf-8');
  expect(body).toBe(
    `<?xml version='1.0' encoding='UTF-8'?>` +
      `<AddLiveAppRecordConfigResponse><RequestId>${id}</RequestId></AddLiveAppRecordConfigResponse>`,
  );
});

test('writes errors as XML, with & escaped and the link in CDATA', async () => {
  const mock = standing({ auth: 'verify' });
  const { headers, body } = await answerTo(callV1({ Format: 'XML' }, { secret: 'wrong' }), mock);

  const id = headers['x-acs-request-id'];
  expect(headers['content-type']).toBe('text/xml;charset=utf-8');
  expect(body).toMatch(
    /^<\?xml version='1\.0' encoding='UTF-8'\?><Error><RequestId>[\w-]+<\/RequestId><HostId>[\w.]+<\/HostId><Code>SignatureDoesNotMatch<\/Code><Message>.*<\/Message><Recommend>/,
  );
  expect(body).toContain('<HostId>live.aliyuncs.com</HostId>');
  expect(body).toContain('server string to sign is:POST&amp;%2F&amp;AccessKeyId%3Dtestid%26');
  expect(body).toContain(
    `<Recommend><![CDATA[https://api.aliyun.com/troubleshoot?q=SignatureDoesNotMatch&product=live&requestId=${id}]]></Recommend></Error>`,
  );
});

test.each(['JSON', 'json', 'Json'])('writes JSON where Format is %s', async (Format) => {
  const { headers } = await answerTo(callUnsigned({ Format }), standing({ defaultFormat: 'xml' }));

  expect(headers['content-type']).toBe('application/json;charset=utf-8');
});

test('writes the default format where none is asked for', async () => {
  const typeOf = async (options?: MockOptions): Promise<unknown> =>
    (await answerTo(callUnsigned(), standing(options))).headers['content-type'];

  expect(await typeOf()).toBe('application/json;charset=utf-8');
  expect(await typeOf({ defaultFormat: 'json' })).toBe('application/json;charset=utf-8');
  expect(await typeOf({ defaultFormat: 'xml' })).toBe('text/xml;charset=utf-8');
});

test('goes by accept in V3, and in V3 only', async () => {
  const typeOf = async (request: WireRequest): Promise<unknown> =>
    (await answerTo(request, standing({ defaultFormat: 'xml' }))).headers['content-type'];
  const accept = { accept: 'application/json' };

  expect(await typeOf(callV3(accept))).toBe('application/json;charset=utf-8');
  expect(await typeOf(callV3({ accept: 'application/xml' }))).toBe('text/xml;charset=utf-8');
  expect(await typeOf(callV3({ accept: '*/*' }))).toBe('text/xml;charset=utf-8');
  expect(await typeOf({ ...callV1(), headers: accept })).toBe('text/xml;charset=utf-8');
});

test('refuses a format that does not exist, in the default format', async () => {
  const { status, headers, body } = await answerTo(callUnsigned({ Format: 'csv' }));

  expect(status).toBe(400);
  expect(headers['content-type']).toBe('application/json;charset=utf-8');
  expect(JSON.parse(body)).toMatchObject({
    Code: 'InvalidParameter.Format',
    Message: 'Specified parameter format is not valid.',
  });
});

test('answers throttled calls as the contract says, or as it is told', async () => {
  const throttled = async (options: MockOptions): Promise<readonly unknown[]> => {
    const mock = standing(options);
    for (let index = 0; index < 30; index++) await mock.handle(callUnsigned());
    mock.clock.advance({ milliseconds: 400 });
    const { status, headers, body } = await answerTo(callUnsigned(), mock);
    const { Code, Message } = JSON.parse(body) as Record<string, string>;
    return [status, Code, Message, headers['x-acs-retry-after']];
  };

  const usual = ['Throttling.User', 'Request was denied due to user flow control.', '600'];
  expect(await throttled({})).toEqual([400, ...usual]);
  expect(await throttled({ throttling: { status: 429 } })).toEqual([429, ...usual]);
  expect(await throttled({ throttling: { status: 503, code: 'Throttling' } })).toEqual([
    503,
    'Throttling',
    'Request was denied due to request throttling.',
    '600',
  ]);
});

test('lets pages in browsers call, with the headers that a signature needs', async () => {
  const request = { method: 'OPTIONS', url: '/', body: '' };
  const asked = 'authorization, x-acs-date';

  const preflight = await answerTo({ ...request, headers: { 'access-control-request-headers': asked } });
  const plain = await answerTo({ ...request, headers: {} });

  expect(preflight).toMatchObject({
    status: 204,
    body: '',
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': asked,
    },
  });
  expect(plain).toMatchObject({
    status: 204,
    headers: { allow: 'GET, POST, OPTIONS', 'access-control-allow-headers': '*, authorization' },
  });
});

test('answers HEAD without a body, and with the status of its error', async () => {
  const response = await standing().fetch(new Request('https://live.aliyuncs.com/', { method: 'HEAD' }));

  expect(response.status).toBe(403);
  expect(await response.text()).toBe('');
});

test('verifies Requests by the host of their URL', async () => {
  const { url, headers, method } = callV3();
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host')) as HeadersInit;
  const verifying = (): Mock => standing({ auth: 'verify' });

  const right = await verifying().fetch(new Request(`http://localhost${url}`, { method, headers: sent }));
  const wrong = await verifying().fetch(new Request(`http://localhost:81${url}`, { method, headers: sent }));

  expect([right.status, wrong.status]).toEqual([200, 400]);
});

test('verifies a body by its bytes, whether they are text or not', async () => {
  const body = Uint8Array.from([0xff, 0xfe, 0x00, 0xef, 0xbb, 0xbf]);
  const request = callV3({
    'content-type': 'application/octet-stream',
    'x-acs-content-sha256': contentSha256(body),
  });

  const { decision } = await standing({ auth: 'verify' }).handle({ ...request, body });

  expect(decision).toEqual({ kind: 'accepted' });
});

test('verifies the bytes of a Request', async () => {
  // A byte order mark, which reading as text would take away.
  const body = Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]);
  const { url, headers, method } = callV3({ 'x-acs-content-sha256': contentSha256(body) });
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host')) as HeadersInit;

  const request = new Request(`http://localhost${url}`, { method, headers: sent, body });

  expect((await standing({ auth: 'verify' }).fetch(request)).status).toBe(200);
});

test('counts an empty common parameter as absent', async () => {
  expect((await answerTo(callUnsigned({ Format: '', Version: '' }))).status).toBe(200);
  const { body } = await answerTo(callUnsigned({ Action: '' }));
  expect(JSON.parse(body)).toMatchObject({ Code: 'MissingAction' });
});

test('writes what XML cannot hold as replacement characters', async () => {
  const request = callV3({ accept: 'text/xml', 'x-acs-odd': 'a\u0001b<c>' }, { secret: 'wrong' });

  const { body } = await answerTo(request, standing({ auth: 'verify' }));

  expect(body).toContain('x-acs-odd:a\uFFFDb&lt;c&gt;');
});

test('reads the same parameters from any percent form', async () => {
  const mock = standing();
  const url = callUnsigned({ AppName: 'a b' }).url;
  const forms = [url, url.replace('a%20b', 'a+b'), url.replace('a%20b', '%61%20%62'), `${url}&&=&x`];

  const decisions = await Promise.all(forms.map((form) => mock.handle({ ...callUnsigned(), url: form })));

  expect(decisions.map(({ parameters }) => parameters['AppName'])).toEqual(['a b', 'a b', 'a b', 'a b']);
  expect(decisions.map(({ answer }) => answer?.status)).toEqual([200, 400, 400, 400]);
});

test('reads malformed escapes as a browser does', async () => {
  const mock = standing();
  for (const raw of ['%', '%zz', '%E4%B8', 'a%3', '100%+x', '%FF']) {
    const url = edited(callUnsigned(), { AppName: undefined }).url;
    const { parameters } = await mock.handle({ ...callUnsigned(), url: `${url}&AppName=${raw}` });
    expect(parameters['AppName'], raw).toBe(new URLSearchParams(`a=${raw}`).get('a'));
  }
});
