import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
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

  test('conforms where it is one of the first three', () => {
    expect(verdicts.filter(conforms)).toEqual(['exact', 'code', 'alternative']);
  });

  test('of several is the worst', () => {
    expect(worst(['exact', 'refused', 'code'])).toBe('refused');
    expect(worst([])).toBe('exact');
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
    ['a success', success, false],
    ['silence', { kind: 'silent', reason: 'gone' }, false],
  ])('is one answered with %s: %s', ([, answer, throttled]) => {
    expect(isThrottled(operation, parseAnswer(answer))).toBe(throttled);
  });
});
