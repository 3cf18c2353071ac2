/** One suite, several hosts: the same requests give the same answers wherever the mock is asked. */
import { answered } from '../fixtures/answered.ts';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { describe, expect, onTestFinished, test } from 'vitest';
import { operation, valid as plain } from '../fixtures/valid-request.ts';
import { createMock, type Mock } from '../index.ts';
import { startServer } from '../server/server.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Ask = (asked: Asked) => Promise<Answered>;

/** Where a mock is asked, until it is disposed of. */
interface Opened extends AsyncDisposable {
  readonly ask: Ask;
}

interface Host {
  readonly host: string;
  readonly open: (mock: Mock) => Promise<Opened>;
}

const hosts: readonly Host[] = [
  {
    host: 'the engine',
    open: async (mock) => opened(async (asked) => answered(await mock.handle(requestOf(asked)))),
  },
  {
    host: 'fetch of the mock',
    open: async (mock) => opened(async (asked) => answerOf(await mock.fetch(fetchRequestOf(asked)))),
  },
  {
    host: 'MSW',
    open: async (mock) => {
      const server = setupServer(...mock.handlers);
      server.listen({ onUnhandledFrame: 'error' });
      return opened(
        async (asked) => answerOf(await fetch(fetchRequestOf(asked))),
        async () => server.close(),
      );
    },
  },
  {
    host: 'the HTTP server',
    open: async (mock) => {
      const server = await startServer(mock, { port: 0 });
      return opened(
        (asked) => askOverHttp(server.url, asked),
        () => server.close(),
      );
    },
  },
];

const common = { Action: operation, Version: '2016-11-01' };
const valid = {
  ...plain,
  'RecordFormat.1.OssObjectPrefix': 'record/{AppName} *+%~/{StartTime}_{EndTime}录',
};
const post: Asked = { query: common, form: valid };

const sequences: readonly {
  readonly title: string;
  readonly calls: readonly Asked[];
  readonly answers: readonly string[];
}[] = [
  { title: 'a form', calls: [{ form: { ...common, ...valid } }], answers: ['200 OK'] },
  { title: 'the query of a POST', calls: [{ query: { ...common, ...valid } }], answers: ['200 OK'] },
  { title: 'a GET', calls: [{ method: 'GET', query: { ...common, ...valid } }], answers: ['200 OK'] },
  { title: 'query and form together', calls: [post], answers: ['200 OK'] },
  {
    title: 'the action in a header',
    calls: [{ headers: { 'x-acs-action': common.Action }, form: valid }],
    answers: ['200 OK'],
  },
  {
    title: 'the same again, each way',
    calls: [
      post,
      post,
      { query: { ...common, ...valid } },
      { method: 'GET', query: { ...common, ...valid } },
    ],
    answers: ['200 OK', ...Array<string>(3).fill('400 ConfigAlreadyExists')],
  },
  {
    title: 'a rule that is broken',
    calls: [{ ...post, form: { ...valid, DelayTime: '14' } }],
    answers: ['400 InvalidDelayTime'],
  },
  {
    title: 'a parameter of the query that the form repeats',
    calls: [{ query: { ...common, DelayTime: '14' }, form: { ...valid, DelayTime: '15' } }],
    answers: ['400 InvalidDelayTime'],
  },
  {
    title: 'a bucket that does not exist',
    calls: [{ ...post, form: { ...valid, OssBucket: 'no-such-bucket' } }],
    answers: ['400 InvalidOssBucket.NotFound'],
  },
  { title: 'no action', calls: [{ form: valid }, {}], answers: Array<string>(2).fill('400 MissingAction') },
  {
    title: 'an unknown action',
    calls: [{ query: { Action: 'NoSuchAction' } }, { query: { Action: 'constructor' } }],
    answers: Array<string>(2).fill('404 InvalidAction.NotFound'),
  },
  {
    title: 'an unknown version',
    calls: [{ query: { ...common, Version: '2014-11-11' }, form: valid }],
    answers: ['400 InvalidVersion'],
  },
  { title: 'another path', calls: [{ ...post, path: '/live' }], answers: ['404 InvalidAction.NotFound'] },
  {
    title: 'methods that the API does not have',
    calls: [
      { ...post, method: 'PUT' },
      { ...post, method: 'PATCH' },
      { method: 'DELETE', query: common },
    ],
    answers: Array<string>(3).fill('403 UnsupportedHTTPMethod'),
  },
  {
    title: 'more calls than are allowed in a second',
    calls: Array.from({ length: 32 }, (_, index) => ({
      ...post,
      form: { ...valid, AppName: `app-${index}` },
    })),
    answers: [...Array<string>(30).fill('200 OK'), ...Array<string>(2).fill('400 Throttling.User')],
  },
];

describe.each(hosts)('$host', ({ open }) => {
  test.each(sequences)('answers $title', async ({ calls, answers }) => {
    await using host = await open(createMock({ clock: 'virtual' }));
    const answered = await askAll(host.ask, calls);

    expect(answered.map(({ status, body }) => `${status} ${codeOf(body)}`)).toStrictEqual(answers);
  });

  test('gives a success nothing but its id', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));

    const { body } = await host.ask(post);

    expect(JSON.parse(body)).toStrictEqual({ RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
  });

  test('gives an error what the page shows of one', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));

    const { body } = await host.ask({ ...post, form: { ...valid, DelayTime: '14' } });

    expect(JSON.parse(body)).toStrictEqual({
      Code: 'InvalidDelayTime',
      HostId: 'live.aliyuncs.com',
      Message: 'Specified Delaytime is invalid.',
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    });
  });

  test('labels every answer as the gateway does', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));

    for (const { headers, body } of await askAll(host.ask, [
      post,
      post,
      { query: { Action: 'NoSuchAction' } },
    ])) {
      expect(headers).toMatchObject({
        'content-type': 'application/json;charset=utf-8',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
        'x-acs-request-id': (JSON.parse(body) as { RequestId: string }).RequestId,
      });
    }
  });

  test('tells a throttled caller when to come again, and lets it in then', async () => {
    const mock = createMock({ clock: 'virtual' });
    await using host = await open(mock);
    await askAll(host.ask, Array<Asked>(15).fill(post));
    mock.clock.advance({ milliseconds: 400 });
    await askAll(host.ask, Array<Asked>(15).fill(post));

    const throttled = await host.ask(post);
    expect([throttled.status, codeOf(throttled.body)]).toStrictEqual([400, 'Throttling.User']);
    expect(throttled.headers['x-acs-retry-after']).toBe('600');
    mock.clock.advance({ milliseconds: 599 });
    expect(codeOf((await host.ask(post)).body)).toBe('Throttling.User');
    mock.clock.advance({ milliseconds: 1 });
    expect(codeOf((await host.ask(post)).body)).toBe('ConfigAlreadyExists');
  });

  test('counts the calls of each account apart', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));
    const callBy = (AccessKeyId: string): Asked => ({ ...post, query: { ...common, AccessKeyId } });
    await askAll(host.ask, Array<Asked>(30).fill(callBy('one')));

    expect(codeOf((await host.ask(callBy('one'))).body)).toBe('Throttling.User');
    expect(codeOf((await host.ask(callBy('two'))).body)).toBe('OK');
  });

  test('lets a web page of any origin call', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));

    const { status, headers, body } = await host.ask({
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-acs-action' },
    });

    expect([status, body]).toStrictEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'x-acs-action',
    });
    expect(headers).not.toHaveProperty('content-length');
  });

  test('answers a HEAD without a body', async () => {
    await using host = await open(createMock({ clock: 'virtual' }));

    const { status, headers } = await host.ask({ method: 'HEAD', query: common });

    expect(status).toBe(403);
    expect(headers).toMatchObject({ 'content-type': 'application/json;charset=utf-8' });
  });

  test('forgets on reset what was created and how often it was called', async () => {
    const mock = createMock({ clock: 'virtual' });
    await using host = await open(mock);
    await askAll(host.ask, Array<Asked>(31).fill(post));
    mock.reset();

    expect(codeOf((await host.ask(post)).body)).toBe('OK');
    expect(codeOf((await host.ask(post)).body)).toBe('ConfigAlreadyExists');
  });

  test('has no state of its own: two mocks never meet on it', async () => {
    const [one, other] = [createMock({ clock: 'virtual' }), createMock({ clock: 'virtual' })];
    const askOnce = async (mock: Mock): Promise<string> => {
      await using host = await open(mock);
      return codeOf((await host.ask(post)).body);
    };

    expect(await askOnce(one)).toBe('OK');
    expect(await askOnce(other)).toBe('OK');
    expect(await askOnce(one)).toBe('ConfigAlreadyExists');
  });
});

test('all hosts give the same answers, byte for byte', async () => {
  const calls = sequences.flatMap((sequence) => sequence.calls);
  const transcripts = [];
  for (const { open } of hosts) {
    const mock = createMock({ clock: 'virtual', seed: 1 });
    await using host = await open(mock);
    transcripts.push((await askAll(host.ask, calls)).map(ofTheContract));
  }

  const [engine, ...others] = transcripts;
  for (const transcript of others) expect(transcript).toStrictEqual(engine);
});

test('MSW leaves to other handlers what is not of the API', async () => {
  const theirs = http.get('https://other.example.com/', () => new Response('theirs'));
  const server = setupServer(...createMock().handlers, theirs);
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());

  expect(await (await fetch('https://other.example.com/')).text()).toBe('theirs');
  expect(codeOf(await (await fetch('http://live.aliyuncs.com/')).text())).toBe('MissingAction');
});

test.for(['live.ap-southeast-1.aliyuncs.com', 'live.eu-central-1.aliyuncs.com'])(
  'MSW answers clients of other regions too, at %s',
  async (host) => {
    const server = setupServer(...createMock().handlers);
    onTestFinished(() => server.close());
    server.listen({ onUnhandledFrame: 'error' });

    const response = await fetch(`https://${host}/?Action=Nothing`, { method: 'POST' });

    expect(await response.json()).toMatchObject({ Code: 'InvalidAction.NotFound', HostId: host });
  },
);

function opened(ask: Ask, close: () => Promise<void> = async () => undefined): Opened {
  return { ask, [Symbol.asyncDispose]: close };
}

function requestOf({ method = 'POST', path = '/', query = {}, form, headers = {} }: Asked) {
  const search = new URLSearchParams(query).toString();
  const type = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  return {
    method,
    url: search === '' ? path : `${path}?${search}`,
    headers: { ...type, ...headers },
    body: form ? new URLSearchParams(form).toString() : '',
  };
}

function fetchRequestOf(asked: Asked): Request {
  const { method, url, headers, body } = requestOf(asked);
  return new Request(`https://live.aliyuncs.com${url}`, {
    method,
    headers,
    ...(body === '' ? {} : { body }),
  });
}

async function answerOf(response: Response): Promise<Answered> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

async function askOverHttp(baseUrl: string, asked: Asked): Promise<Answered> {
  const { method, url, headers, body } = requestOf(asked);
  const agent = request(baseUrl);
  const call = agent[method.toLowerCase() as 'post'](url).set(headers); // supertest has a function for each method
  const response = await (body === '' ? call : call.send(body));
  return {
    status: response.status,
    headers: response.headers,
    body: response.text ?? '', // an answer to HEAD has none
  };
}

/** One after the other: a rate limit depends on the order. */
async function askAll(ask: Ask, calls: readonly Asked[]): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const asked of calls) answers.push(await ask(asked));
  return answers;
}

function codeOf(body: string): string {
  return (JSON.parse(body) as { Code?: string }).Code ?? 'OK';
}

/** Without the headers that a host adds, such as `date` and `connection`. */
function ofTheContract({ status, headers, body }: Answered): Answered {
  const own = Object.entries(headers).filter(([name]) =>
    /^(?:content-type|etag|access-control-.*|x-.*)$/.test(name),
  );
  return { status, headers: Object.fromEntries(own.toSorted(([a], [b]) => (a < b ? -1 : 1))), body };
}
