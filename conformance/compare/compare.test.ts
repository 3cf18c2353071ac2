import { expect, test } from 'vitest';
import { agreementOf } from './agreement.ts';
import { printComparison } from './terminal.ts';
import { alikeDifferences } from './compare.ts';
import type { FetchFunction } from '../targets/fetch.ts';
import { accepts, comparisonOf, documented, mixedComparison, refuses } from '../fixtures/comparisons.ts';

test('puts the score of each target beside that of the others', async () => {
  const { codes } = await comparisonOf(
    [
      ['right', documented],
      ['wrong', accepts],
    ],
    ['delay-time/*'],
  );

  expect(codes.find(({ code }) => code === 'InvalidDelayTime')?.scores).toEqual([1, 0]);
  expect(codes).toHaveLength(21);
});

test('targets that agree with each other and not with the contract come first', async () => {
  const { doubtful, differences } = await comparisonOf(
    [
      ['one', accepts],
      ['two', accepts],
      ['three', documented],
    ],
    ['delay-time/below-minimum'],
  );

  expect(doubtful).toMatchObject([
    {
      id: 'delay-time/below-minimum',
      expected: 'InvalidDelayTime',
      answers: ['OK', 'OK', '400 InvalidDelayTime'],
      agreeing: [0, 1],
    },
  ]);
  expect(differences).toEqual([]);
});

test('targets that differ are listed with their answers', async () => {
  const { doubtful, differences } = await comparisonOf(
    [
      ['one', accepts],
      ['two', refuses('Another')],
    ],
    ['delay-time/below-minimum'],
  );

  expect(doubtful).toEqual([]);
  expect(differences).toMatchObject([
    { answers: ['OK', '400 Another'], verdicts: ['accepted', 'other-error'], agreeing: [] },
  ]);
});

test('says what the call was to be answered with at which each target fell short', async () => {
  const duplicate = ['record-configs/duplicate-chinese'];
  const later = await comparisonOf(
    [
      ['one', accepts],
      ['two', accepts],
    ],
    duplicate,
  );
  expect(later.doubtful).toMatchObject([{ expected: 'ConfigAlreadyExists', answers: ['OK', 'OK'] }]);

  const first = await comparisonOf(
    [
      ['refuses', refuses('ConfigAlreadyExists')],
      ['accepts', accepts],
    ],
    duplicate,
  );
  expect([...first.doubtful, ...first.differences]).toMatchObject([
    {
      expected: 'OK, at another call ConfigAlreadyExists',
      answers: ['400 ConfigAlreadyExists', 'OK'],
      agreeing: [],
    },
  ]);
});

test('differences of one rule are one, where the same targets are wrong in the same way', async () => {
  const targets = [
    ['one', accepts],
    ['two', accepts],
  ] as const;
  const { doubtful } = await comparisonOf(targets, [
    'delay-time/below-minimum*',
    'delay-time/above-maximum*',
  ]);
  const groups = alikeDifferences(doubtful);
  expect(groups.map(({ representative }) => representative.id)).toEqual([
    'delay-time/below-minimum',
    'delay-time/above-maximum',
  ]);
  for (const { representative, similar } of groups)
    for (const { id } of similar) expect(id).toMatch(new RegExp(`^${representative.id}/`));
  const elsewhere = doubtful.map((each, index) => ({
    ...each,
    answers: ['OK', `400 Code${'ab'[index % 2]}`],
  }));
  expect(alikeDifferences(elsewhere)).toHaveLength(2 * groups.length);
});

test('shows the order in which a target looks for what is wrong', async () => {
  const { orders } = await comparisonOf(
    [
      ['one', documented],
      ['two', documented],
    ],
    ['combinations/*delay-time/*'],
  );

  expect(orders[0]?.codes[0]).toBe('InvalidDelayTime');
});

test('shows that order pair by pair, and no code that a target never answers', async () => {
  const checksIn = (order: readonly string[]): FetchFunction => {
    const broken: Readonly<Record<string, RegExp>> = {
      InvalidDelayTime: /DelayTime=(14|21601)(&|$)/,
      'InvalidOssBucket.Malformed': /OssBucket=(bad|under)/,
    };
    return async (request) => {
      const body = await request.text();
      const code = order.find((each) => broken[each]?.test(body));
      return code === undefined ? accepts(request) : refuses(code)(request);
    };
  };
  const one = ['InvalidDelayTime', 'InvalidOssBucket.Malformed'];
  const { orders } = await comparisonOf(
    [
      ['one', checksIn(one)],
      ['other', checksIn(one.toReversed())],
    ],
    ['combinations/*'],
  );
  expect(orders.map(({ codes }) => codes)).toEqual([one, one.toReversed()]);
});

test('another message is a difference, in a row of its own', async () => {
  const { agreement, differences } = await comparisonOf(
    [
      ['one', documented],
      ['other', refuses('InvalidDelayTime', 'Too short.')],
    ],
    ['delay-time/below-minimum'],
  );
  expect(agreement).toEqual({ same: 0, of: 1 });
  expect(differences).toMatchObject([
    {
      id: 'delay-time/below-minimum',
      answers: ['400 InvalidDelayTime', '400 InvalidDelayTime "Too short."'],
    },
  ]);
});

test('states how often targets answer alike: of each two, of all, and for each code', async () => {
  const { agreement, pairs, codes } = await mixedComparison();
  const shares = pairs.map(({ between, same, of }) => [...between, same === of]);
  expect(shares).toEqual([
    [0, 1, true],
    [0, 2, false],
    [0, 3, false],
    [1, 2, false],
    [1, 3, false],
    [2, 3, false],
  ]);
  expect(agreement.same).toBe(0);
  expect(agreement.of).toBe(pairs[0]?.of);
  const ofCode = codes.find(({ code }) => code === 'InvalidDelayTime')?.agreement;
  expect(ofCode?.of).toBeGreaterThan(5);
  expect(codes.find(({ code }) => code === 'MissingTemplate')?.agreement).toEqual({ same: 0, of: 0 });
});

test('two that are right answer alike, but for which of two broken rules they name', async () => {
  const only = [
    'delay-time/below-minimum',
    'combinations/transcode-templates/missing+delay-time/below-minimum',
  ];
  const { agreement, differences } = await comparisonOf(
    [
      ['one', documented],
      [
        'two',
        async (request) =>
          (await request.text()).includes('TranscodeRecordFormat')
            ? refuses('MissingTemplate')(request)
            : documented(request),
      ],
    ],
    only,
  );
  expect(agreement).toEqual({ same: 1, of: 2 });
  expect(differences).toEqual([]);
});

test('what somebody skipped is not compared', () => {
  expect(agreementOf([[undefined, undefined]], [0, 1])).toEqual({ same: 0, of: 0 });
});

test('prints a row for each documented code, the agreement, and each difference in a line', async () => {
  const text = printComparison(await mixedComparison());

  expect(text).toMatch(/^ {2}code +one +two +three +http:\/\/127\.0\.0\.1:4999 +agree$/m);
  expect(text).toMatch(/^ {2}InvalidDelayTime +0 % +0 % +0 % +9\d % +0 %$/m);
  expect(text).toMatch(/^one, two, three and http:\S+ answer 0 % of \d+ scenarios alike$/m);
  expect(text).toMatch(/^ {2}one and two: 100 % of \d+ scenarios alike$/m);
  expect(text).toContain('Targets agree with each other and not with the contract');
  expect(text).toMatch(
    /^ {2}delay-time\/below-minimum and \d+ more alike \(stated\): expected InvalidDelayTime; one and two: OK; three: 400 Another$/m,
  );
  expect(text).toMatch(
    /^Targets differ:\n {2}accepted\/minimal.*: expected OK; three: 400 Another; http:\S+: 400 InvalidDelayTime$/m,
  );
});
