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
    [undefined, 'it is undefined, and no request. Give an object like { method, url, headers, body }.'],
    [null, 'it is null, and no request. Give an object like { method, url, headers, body }.'],
    ['http://a/', 'it is a string, and no request. Give an object like { method, url, headers, body }.'],
    [{}, 'its url is undefined, and no text. Write its path and query, such as "/?Action=…".'],
    [{ url: 5 }, 'its url is a number, and no text. Write its path and query, such as "/?Action=…".'],
    [{ url, method: 5 }, 'its method is a number, and no text. Write GET or POST.'],
    [
      { url, headers: new Headers() },
      'its headers are a Headers, and no plain object. Write them like { "content-type": "…" }; Object.fromEntries(headers) makes one of Headers.',
    ],
    [
      { url, body: { DomainName: 'a' } },
      'its body is an Object, and neither text nor a Uint8Array. Write it as it is sent; mock.fetch and mock.explain take a Request.',
    ],
  ])('is refused in one sentence where it is none: %o', async ([request, problem]) => {
    await expect(give(request)).rejects.toMatchObject({
      name: 'MisuseError',
      message: `Failed to ${verb} a request: ${problem}`,
    });
  });
});
