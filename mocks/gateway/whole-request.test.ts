import { describe, expect, test } from 'vitest';
import { createMock } from '../index.ts';

const url = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';

describe.each(['handle', 'explain'] as const)('a request that %s is given', (verb) => {
  const give = async (request: unknown): Promise<unknown> => {
    const mock = createMock({ clock: 'virtual' });
    return verb === 'handle' ? mock.handle(request as never) : mock.explain(request as never);
  };

  test.for([
    [{ url }],
    [{ method: 'GET', url }],
    [{ method: 'POST', url, body: 'DomainName=a' }],
    [{ method: 'POST', url, headers: undefined, body: undefined }],
    [{ url, headers: {} }],
    [{ url, body: new TextEncoder().encode('DomainName=a') }],
  ])('may leave out what has a default: %o', async ([request]) => {
    const refused = { answer: { status: 400, body: expect.stringMatching(/Missing/) } };
    expect(await give(request)).toMatchObject(verb === 'handle' ? refused : { exchange: refused });
  });

  test.for<readonly [unknown, string]>([
    [
      undefined,
      "\"url\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      null,
      "\"url\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      'http://a/',
      "\"url\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      {},
      "\"url\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      { url: 5 },
      "\"url\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      { url, method: 5 },
      "\"method\" is not a text. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      { url, headers: new Headers() },
      "\"headers\" is not a plain object. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
    [
      { url, body: { DomainName: 'a' } },
      "\"body\" is neither a text nor a Uint8Array. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.",
    ],
  ])('is refused in one sentence where it is none: %o', async ([request, problem]) => {
    await expect(give(request)).rejects.toMatchObject({
      name: 'MisuseError',
      message: `Failed to ${verb} a request: ${problem}`,
    });
  });
});
