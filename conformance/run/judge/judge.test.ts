import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import type { Evidence } from '../../../contract/evidence.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { compileRules } from '../../../contract/schema/rules.ts';
import { readShape } from '../../../contract/wire/shape.ts';
import {
  conforms,
  expectationOf,
  isThrottled,
  judge,
  parseAnswer,
  verdicts,
  worst,
  type AcceptSet,
} from './judge.ts';
import { anyError } from '../../../scenarios/scenario/scenario.ts';
import type { Answer } from '../../targets/target.ts';

const operation = mainOperation(readContract());
const RequestId = '16A96B9A-F203-4EC5-8E43-CB92E68F4A11';

type Answered = Extract<Answer, { kind: 'answered' }>;

function answered(status: number, body: unknown): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, headers: { 'content-type': 'application/json' }, body: text };
}

function refused(status: number, Code: string, Message = ''): Answer {
  return answered(status, { Code, HostId: 'live.aliyuncs.com', Message, RequestId });
}

const success = answered(200, { RequestId });
const delayTime = refused(400, 'InvalidDelayTime', 'Specified Delaytime is invalid.');

describe('a verdict', () => {
  test.for<readonly [string, AcceptSet, Answer, string]>([
    ['a success that was due', ['OK'], success, 'exact'],
    ['the documented status, code and message', ['InvalidDelayTime'], delayTime, 'exact'],
    [
      'what another source gives for the code',
      ['InvalidDomain.NotFound'],
      refused(400, 'InvalidDomain.NotFound', 'Specified Domain is invalid.'),
      'alternative',
    ],
    [
      'another code that another source gives',
      ['MissingOssBucket'],
      refused(400, 'InvalidOssBucket.NotFound', 'The parameter OssBucket does not exist.'),
      'alternative',
    ],
    [
      'one code for all that are missing, with the name in its message',
      ['MissingAppName'],
      refused(400, 'MissingParameter', 'The input parameter "AppName" that is mandatory is not supplied.'),
      'alternative',
    ],
    [
      'one code for all that are missing, with the name of another',
      ['MissingAppName'],
      refused(400, 'MissingParameter', 'The input parameter "DomainName" that is mandatory is not supplied.'),
      'other-error',
    ],
    [
      'any error, where the code is open',
      ['MissingRecordFormat', anyError],
      refused(400, 'Other'),
      'alternative',
    ],
    ['a success, where any error is due', ['MissingRecordFormat', anyError], success, 'accepted'],
    [
      'a failure of the server, where any error is due',
      ['MissingRecordFormat', anyError],
      refused(500, 'InternalError'),
      'broken',
    ],
    ['another message', ['InvalidDelayTime'], refused(400, 'InvalidDelayTime', 'Too short.'), 'code'],
    [
      'any message where the page has %s',
      ['InvalidOssEndpoint.Malformed'],
      refused(400, 'InvalidOssEndpoint.Malformed', 'No such host.'),
      'exact',
    ],
    [
      'no message where the page has %s',
      ['InvalidOssEndpoint.Malformed'],
      refused(400, 'InvalidOssEndpoint.Malformed'),
      'exact',
    ],
    [
      'another code of the accept set',
      ['InvalidCycleDuration.Malformed', 'InvalidDelayTime'],
      delayTime,
      'alternative',
    ],
    ['a success where it is one of several', ['ConfigAlreadyExists', 'OK'], success, 'alternative'],
    [
      'the right code under another status',
      ['InvalidDelayTime'],
      refused(422, 'InvalidDelayTime'),
      'wrong-status',
    ],
    ['an error with status 200', ['InvalidDelayTime'], refused(200, 'InvalidDelayTime'), 'wrong-status'],
    ['another error', ['InvalidDelayTime'], refused(400, 'InvalidParameter'), 'other-error'],
    ['a code in other letters', ['InvalidDelayTime'], refused(400, 'invaliddelaytime'), 'other-error'],
    ['a success where an error was due', ['InvalidDelayTime'], success, 'accepted'],
    ['an error where a success was due', ['OK'], delayTime, 'refused'],
    ['an error with status 200 where a success was due', ['OK'], refused(200, 'InvalidDelayTime'), 'refused'],
    ['a failure of the server', ['InvalidDelayTime'], refused(500, 'InternalError'), 'broken'],
    ['text that is no JSON', ['OK'], answered(200, '<html>'), 'broken'],
    ['JSON that is no object', ['OK'], answered(200, '[]'), 'broken'],
    ['an empty body', ['InvalidDelayTime'], answered(400, ''), 'broken'],
    ['a success without a RequestId', ['OK'], answered(200, {}), 'broken'],
    ['a status of an error without a code', ['InvalidDelayTime'], answered(400, { RequestId }), 'broken'],
    ['silence', ['OK'], { kind: 'silent', reason: 'no answer in time' }, 'unjudged'],
  ])('of %s', ([, expected, answer, verdict]) => {
    expect(judge(operation, expected, parseAnswer(answer))).toBe(verdict);
  });

  test('of what another source gives for one of several codes is "alternative"', () => {
    const answer = refused(400, 'InvalidDomain.NotFound', 'Specified Domain is invalid.');

    expect(judge(operation, ['InvalidDelayTime', 'InvalidDomain.NotFound'], parseAnswer(answer))).toBe(
      'alternative',
    );
  });

  test.for<readonly [Evidence, string]>([
    ['stated', 'wrong-status'],
    ['implied', 'wrong-status'],
    ['assumed', 'exact'],
  ])('of another status than the %s one is "%s"', ([evidence, verdict]) => {
    const find = (code: string) => {
      const row = operation.errors.find(code);
      return row && { ...row, evidence };
    };
    const own: Operation = { ...operation, errors: { ...operation.errors, find } };
    const answer = refused(422, 'InvalidDelayTime', 'Specified Delaytime is invalid.');

    expect(judge(own, ['InvalidDelayTime'], parseAnswer(answer))).toBe(verdict);
  });

  test('of an expected code that the contract does not list asks for no status and no message', () => {
    expect(judge(operation, ['Unlisted'], parseAnswer(refused(418, 'Unlisted', 'Any.')))).toBe('exact');
  });

  test('conforms where it is one of the first three', () => {
    expect(verdicts.filter(conforms)).toEqual(['exact', 'code', 'alternative']);
  });

  test('of several is the worst', () => {
    expect(worst(['exact', 'refused', 'code'])).toBe('refused');
    expect(worst([])).toBe('exact');
  });
});

describe('an answer', () => {
  test('is an error where it has a code, whatever its status and without a message too', () => {
    const body = { Code: 'Broken', RequestId };

    expect(parseAnswer(answered(200, body))).toEqual({
      kind: 'error',
      status: 200,
      code: 'Broken',
      message: '',
      body,
    });
    expect(parseAnswer(answered(400, { ...body, Message: 5 }))).toMatchObject({ message: '' });
  });

  test('is a success where the operation documents a Code of its own, and the code is none of its errors', () => {
    const own = { ...operation, responseFields: ['RequestId', 'Code'] };
    const kindOf = (status: number, Code: string) =>
      parseAnswer(answered(status, { Code, RequestId }), own).kind;

    expect(kindOf(200, 'Done')).toBe('success');
    expect(kindOf(200, 'InvalidDelayTime')).toBe('error');
    expect(kindOf(400, 'Done')).toBe('error');
  });

  test.for([
    { Code: 'OK', RequestId },
    { Code: '', RequestId },
    { Code: 5, RequestId },
  ])('is a success with %j', (body) => {
    expect(parseAnswer(answered(200, body))).toEqual({ kind: 'success', status: 200, body });
  });

  test.for<readonly [number, string]>([
    [199, 'broken'],
    [200, 'success'],
    [299, 'success'],
    [300, 'broken'],
  ])('without a code and with status %i is %s', ([status, kind]) => {
    expect(parseAnswer(answered(status, { RequestId })).kind).toBe(kind);
  });

  const redirect = { location: 'https://example.com/login' };

  test.for<{
    body: string;
    reason: string;
    status?: number;
    headers?: Answered['headers'];
    problem?: string;
  }>([
    { body: '', reason: 'the body is empty' },
    { body: ' \r\n ', reason: 'the body is empty' },
    { body: '\n <html> \n<head>', reason: 'the body is no JSON object; it begins with "<html>"' },
    { body: '"text"', reason: String.raw`the body is no JSON object; it begins with "\"text\""` },
    {
      body: `${'a'.repeat(100)}\rb`,
      reason: `the body is no JSON object; it begins with "${'a'.repeat(100)}"`,
    },
    {
      body: 'a'.repeat(101),
      reason: `the body is no JSON object; it begins with "${'a'.repeat(100)}…"`,
    },
    {
      body: '{"RequestId":',
      problem: 'longer than 512 KiB',
      reason: 'the body cannot be read: longer than 512 KiB',
    },
    { body: '{}', reason: 'a success without a RequestId' },
    { body: '{"RequestId":""}', reason: 'a success without a RequestId' },
    { body: '{}', status: 404, reason: 'status 404 without a Code' },
    {
      body: '{}',
      status: 300,
      headers: redirect,
      reason: 'status 300 without a Code: a redirect to "https://example.com/login", not followed',
    },
    { body: '{}', status: 400, headers: redirect, reason: 'status 400 without a Code' },
    { body: '{}', status: 304, reason: 'status 304 without a Code' },
    {
      body: '',
      status: 399,
      headers: redirect,
      reason: 'the body is no JSON object: a redirect to "https://example.com/login", not followed',
    },
    { body: '', status: 299, headers: redirect, reason: 'the body is empty' },
    {
      body: '',
      status: 302,
      headers: { location: 'a'.repeat(501) },
      reason: `the body is no JSON object: a redirect to "${'a'.repeat(500)}", not followed`,
    },
  ])('of status $status with $body is broken: $reason', ({ status = 200, headers = {}, reason, ...rest }) => {
    expect(parseAnswer({ kind: 'answered', status, headers, ...rest })).toEqual({
      kind: 'broken',
      status,
      reason,
    });
  });

  const nested = (levels: number): string => `{"A":${'['.repeat(levels - 2)}{}${']'.repeat(levels - 2)}}`;
  const objects = (levels: number): string => `${'{"A":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const withItems = (values: number): string => JSON.stringify({ RequestId, List: Array(values).fill(1) });

  test.for([
    ['64 lists in each other', nested(64)],
    ['64 objects in each other', objects(64)],
    [
      'many lists beside each other',
      JSON.stringify({ List: Array(100).fill([]), Other: Array(100).fill({}) }),
    ],
    ['brackets and quotes in a text', String.raw`{"A":"\"${'[{'.repeat(100)}","B":"${'{'.repeat(100)}"}`],
    ['commas in a text', JSON.stringify({ A: ','.repeat(9000) })],
    ['5000 members and items', withItems(4999)],
  ])('is read with %s', ([, body]) => {
    expect(parseAnswer(answered(400, body)).kind).toBe('broken');
    expect(parseAnswer(answered(400, body))).toMatchObject({ reason: 'status 400 without a Code' });
  });

  test.for([
    [objects(65), 'the body is nested more than 64 levels deep'],
    [nested(65), 'the body is nested more than 64 levels deep'],
    [withItems(5000), 'the body has more than 5000 members and items'],
  ])('is not read where it is too large: %#', ([body, reason]) => {
    expect(parseAnswer(answered(200, body))).toEqual({ kind: 'broken', status: 200, reason });
  });
});

describe('what is due', () => {
  const now = Date.UTC(2026, 0, 1);
  const valid = {
    DomainName: 'example.com',
    AppName: 'my-app',
    OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
    OssBucket: 'live-bucket',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
  };

  test('is what the scenario knows of the state, where the request breaks no rule', () => {
    expect(expectationOf(operation, Object.entries(valid), now, ['ConfigAlreadyExists'])).toEqual([
      'ConfigAlreadyExists',
    ]);
  });

  test('is what the request as sent breaks, whatever the scenario meant', () => {
    const sent = { ...valid, DelayTime: '14' };
    expect(expectationOf(operation, Object.entries(sent), now, ['OK'])).toEqual(['InvalidDelayTime']);
  });

  test('is each code of what is broken, the one that was meant first', () => {
    const sent = { ...valid, DelayTime: '14', OssBucket: 'under_score' };
    const expected = expectationOf(operation, Object.entries(sent), now, ['InvalidDelayTime']);
    expect(expected).toEqual(['InvalidDelayTime', 'InvalidOssBucket.Malformed']);
  });

  test('is what the state calls for as well, but no success', () => {
    const sent = { ...valid, DelayTime: '14' };
    expect(expectationOf(operation, Object.entries(sent), now, ['ConfigAlreadyExists', 'OK'])).toEqual([
      'InvalidDelayTime',
      'ConfigAlreadyExists',
    ]);
  });

  test.for<readonly [Evidence, Evidence, boolean]>([
    ['stated', 'assumed', true],
    ['stated', 'implied', false],
    ['assumed', 'assumed', false],
  ])(
    'of a rule that is %s and has a code that is %s is any error: %s',
    ([evidence, codeEvidence, isOpen]) => {
      const schema = {
        properties: {
          Size: {
            minimum: 5,
            maximum: 9,
            type: 'integer',
            'x-error': 'InvalidSize',
            'x-evidence': { minimum: evidence, '*': 'stated' },
            'x-code-evidence': { minimum: codeEvidence, '*': 'stated' },
          },
          Name: { maxLength: 2, 'x-error': 'InvalidName', 'x-evidence': 'stated' },
        },
      };
      const own: Operation = { ...operation, rules: compileRules(schema), shape: readShape(schema) };
      const dueTo = (sent: Readonly<Record<string, string>>): AcceptSet =>
        expectationOf(own, Object.entries(sent), now, ['OK']);

      expect(dueTo({ Size: '4' })).toEqual(['InvalidSize', ...(isOpen ? [anyError] : [])]);
      expect(dueTo({ Size: '4', Name: 'abc' })).toEqual([
        'InvalidSize',
        'InvalidName',
        ...(isOpen ? [anyError] : []),
      ]);
      expect(dueTo({ Size: '10' })).toEqual(['InvalidSize']);
    },
  );

  test('depends on the time of the call', () => {
    const sent = { ...valid, StreamName: 'my-stream', EndTime: '2026-01-02T00:00:00Z' };
    expect(expectationOf(operation, Object.entries(sent), now, ['OK'])).toEqual(['OK']);
    const later = Date.UTC(2026, 0, 3);
    expect(expectationOf(operation, Object.entries(sent), later, ['OK'])).toEqual([
      'InvalidEndTime.Mismatch',
    ]);
  });
});

describe('a throttled call', () => {
  test.for<readonly [string, Answer, boolean]>([
    ['the documented code', refused(400, 'Throttling.User'), true],
    ['a code of its kin', refused(503, 'Throttling'), true],
    ['status 429, whatever the code', refused(429, 'TooManyRequests'), true],
    ['status 429 without a body', answered(429, ''), true],
    ['another error', delayTime, false],
    ['a code that only begins like it', refused(400, 'TooMany'), false],
    ['an error of the server without a code', answered(503, ''), false],
    ['a success', success, false],
    ['silence', { kind: 'silent', reason: 'gone' }, false],
  ])('is one answered with %s: %s', ([, answer, throttled]) => {
    expect(isThrottled(operation, parseAnswer(answer))).toBe(throttled);
  });

  test('has no code of its own where the contract states no limit', () => {
    const own: Operation = { ...operation, rateLimit: undefined };

    expect(isThrottled(own, parseAnswer(refused(400, 'Throttling.User')))).toBe(false);
    expect(isThrottled(own, parseAnswer(refused(429, 'Throttling.User')))).toBe(true);
  });
});
