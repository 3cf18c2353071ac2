/** The vendor's own clients call the mock: over HTTP, and in process through MSW, where they keep the real endpoint. */
import { setupServer } from 'msw/node';
import { describe, expect, test } from 'vitest';
import { encodePairs } from '../../contract/wire/percent-encoding.ts';
import { signV1 } from '../../contract/wire/signature-v1.ts';
import { callWithRetries, vendorCalls, type Caller, type Setup } from '../fixtures/vendor-clients.ts';
import { createMock, readCredentials, type Mock, type MockOptions } from '../index.ts';
import { createHandlers } from '../msw.ts';
import { startServer } from '../server/server.ts';

const operation = 'AddLiveAppRecordConfig';
const caller: Caller = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const temporaryCaller: Caller = {
  accessKeyId: 'teststsid',
  accessKeySecret: 'testsecret',
  securityToken: 'teststoken',
};
const parameters = {
  DomainName: 'example.com',
  AppName: '*',
  StreamName: "test ~(1)!'",
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': 'record/{AppName}/{StreamName}/{EscapedStartTime}_{EscapedEndTime}',
};

interface Host extends AsyncDisposable {
  readonly endpoint: string;
}

const hosts: Readonly<Record<string, (mock: Mock) => Promise<Host>>> = {
  async 'over HTTP'(mock) {
    const server = await startServer(mock, { port: 0 });
    return { endpoint: server.url, [Symbol.asyncDispose]: () => server.close() };
  },
  async 'in process'(mock) {
    const server = setupServer(...mock.handlers);
    server.listen({ onUnhandledFrame: 'error' });
    return { endpoint: 'https://live.aliyuncs.com', [Symbol.asyncDispose]: async () => server.close() };
  },
};

// A real clock: the clients write their own times.
const verifying = (options: MockOptions = {}): Mock => createMock({ auth: 'verify', ...options });
const setupFor = (host: Host, who = caller): Setup => ({
  endpoint: host.endpoint,
  version: '2016-11-01',
  caller: who,
});

describe.each(Object.entries(hosts))('%s', (_, startHost) => {
  describe.each(Object.entries(vendorCalls))('%s', (name, call) => {
    test('is answered', async () => {
      await using host = await startHost(verifying());

      expect(await call(setupFor(host), operation, parameters)).toEqual({
        RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      });
    });

    test('is answered with temporary credentials', async () => {
      await using host = await startHost(verifying());

      expect(await call(setupFor(host, temporaryCaller), operation, parameters)).toHaveProperty('RequestId');
    });

    test('throws the documented error of the operation', async () => {
      await using host = await startHost(verifying());
      await call(setupFor(host), operation, parameters);

      await expect(call(setupFor(host), operation, parameters)).rejects.toMatchObject({
        code: 'ConfigAlreadyExists',
        message: expect.stringContaining('Config has already exist.'),
        data: { Code: 'ConfigAlreadyExists', HostId: 'live.aliyuncs.com' },
        ...(name.startsWith('openapi-core') && { name: 'ClientError', statusCode: 400 }),
      });
    });

    test('throws the errors of the gateway', async () => {
      await using host = await startHost(verifying());

      await expect(
        call(setupFor(host, { ...caller, accessKeyId: 'nobody' }), operation, parameters),
      ).rejects.toMatchObject({ code: 'InvalidAccessKeyId.NotFound' });
      await expect(
        call(setupFor(host, { ...caller, accessKeySecret: 'wrong' }), operation, parameters),
      ).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
      await expect(call(setupFor(host), 'AddLiveNothing', parameters)).rejects.toMatchObject({
        code: 'InvalidAction.NotFound',
      });
      const { DomainName: __, ...others } = parameters;
      await expect(call(setupFor(host), operation, others)).rejects.toMatchObject({
        code: 'MissingDomainName',
      });
    });

    test('throws a denial with its details', async () => {
      const credentials = readCredentials({
        accounts: [
          { id: '1', users: [{ name: 'guest', accessKeys: [{ id: 'guestid', secret: 'guestsecret' }] }] },
        ],
      });
      await using host = await startHost(verifying({ credentials }));

      const guest = { accessKeyId: 'guestid', accessKeySecret: 'guestsecret' };
      await expect(call(setupFor(host, guest), operation, parameters)).rejects.toMatchObject({
        code: 'Forbidden.RAM',
        data: {
          AccessDeniedDetail: { AuthPrincipalDisplayName: 'guest', NoPermissionType: 'ImplicitDeny' },
        },
        ...(name.startsWith('openapi') && { accessDeniedDetail: { AuthPrincipalType: 'SubUser' } }),
      });
    });

    test('throws throttling with the time to wait', async () => {
      await using host = await startHost(verifying({ clock: new Date() }));
      const calls = Array.from({ length: 31 }, (__, index) =>
        call(setupFor(host), operation, { ...parameters, AppName: `live${index}` }),
      );

      const refused = (await Promise.allSettled(calls)).filter((one) => one.status === 'rejected');

      expect(refused.map(({ reason }) => reason as unknown)).toMatchObject([
        {
          code: 'Throttling.User',
          ...(name.startsWith('openapi-core') && { name: 'ThrottlingError', retryAfter: 1000 }),
        },
      ]);
    });

    test('throws an error of the server', async () => {
      const throttling = { code: 'ServiceUnavailable' } as const;
      const mock = verifying({ throttling, clock: new Date() });
      await using host = await startHost(mock);
      for (let index = 0; index < 30; index++) await fill(mock, index);

      await expect(call(setupFor(host), operation, parameters)).rejects.toMatchObject({
        code: 'ServiceUnavailable',
        ...(name.startsWith('openapi-core') && { name: 'ServerError', statusCode: 503 }),
      });
    });
  });

  test('openapi-core waits as long as it is told, and tries again', async () => {
    const mock = verifying({ clock: new Date() });
    for (let index = 0; index < 30; index++) await fill(mock, index);
    mock.clock.advance({ milliseconds: 995 });
    const waits: number[] = [];
    const listened = listenTo(mock, (milliseconds) => {
      waits.push(milliseconds);
      mock.clock.advance({ milliseconds });
    });
    await using host = await startHost(listened);

    const answer = await callWithRetries(setupFor(host), operation, parameters, 'ThrottlingError');

    expect(answer).toHaveProperty('RequestId');
    expect(waits).toEqual([5]);
  });

  test('pop-core does not try again', async () => {
    await using host = await startHost(verifying({ credentials: readCredentials({ accounts: [] }) }));

    await expect(vendorCalls['pop-core, GET']?.(setupFor(host), operation, parameters)).rejects.toMatchObject(
      { name: 'InvalidAccessKeyId.NotFoundError' },
    );
  });
});

/** Use up a place in the account's rate limit, without waiting for a client. */
async function fill(mock: Mock, index: number): Promise<void> {
  const signed = signV1(
    [
      ['Action', operation],
      ['Version', '2016-11-01'],
    ],
    { method: 'GET', ...caller, now: new Date(mock.clock.now()), nonce: `fill-${index}` },
  );
  await mock.handle({ method: 'GET', url: `/?${encodePairs(signed)}`, headers: {}, body: '' });
}

/** The same mock, and somebody who hears how long each throttled client is told to wait. */
function listenTo(mock: Mock, onWait: (milliseconds: number) => void): Mock {
  const answer: Mock['handle'] = async (request, host) => {
    const exchange = await mock.answer(request, host);
    const wait = exchange.answer?.headers['x-acs-retry-after'];
    if (wait !== undefined) onWait(Number(wait));
    return exchange;
  };
  const listening = { ...mock, answer, handle: answer };
  return { ...listening, handlers: createHandlers(listening) };
}
