/** Probes of several calls: what is kept, what happens at the same time, how often, and over which transport. */
import type { Broken } from '../faults/fault.ts';
import type { Probe, Sent, Step } from './play.ts';
import { hoursAhead } from './play.ts';
import { entry, full } from './calls.ts';

const ok = 'accepted';
const exists = 'ConfigAlreadyExists';
const throttled = 'Throttling.User';

/** One call after the other, a second apart. */
function inTurn(...sent: readonly Sent[]): Step[] {
  return sent.map((parameters) => ({ send: [parameters] }));
}

const add = (change: Sent = {}): Sent => ({ ...full, ...change });
const remove = (change: Sent = {}): Sent => ({ ...add(change), Action: 'DeleteLiveAppRecordConfig' });
const addVod = (change: Sent = {}): Sent => ({ ...add(change), Action: 'AddLiveRecordVodConfig' });
const removeVod = (change: Sent = {}): Sent => ({ ...add(change), Action: 'DeleteLiveRecordVodConfig' });

type Row = readonly [title: string, steps: readonly Step[], expected: readonly string[]];

function exercising(exercises: readonly Broken[], rows: readonly Row[]): Probe[] {
  return rows.map(([title, steps, expected]) => ({ title, exercises, steps, expected }));
}

const elsewhere: readonly (readonly [string, Sent])[] = [
  ['other bucket', { OssBucket: 'other-bucket' }],
  ['other formats', entry('RecordFormat', 1, 'mp4')],
  ['other StartTime', { StartTime: hoursAhead(30) }],
  ['nothing else', {}],
];

const duplicates: Probe[] = exercising(
  ['ConfigAlreadyExists'],
  [
    ...elsewhere.map(([title, change]): Row => [
      `duplicate with ${title}`,
      inTurn(add(), add(change), add()),
      [ok, exists, exists],
    ]),
    ['duplicate for all streams', inTurn(add({ StreamName: '*' }), add({ StreamName: '*' })), [ok, exists]],
    [
      'duplicate without stream',
      inTurn(add({ StreamName: undefined }), add({ StreamName: undefined }), add({ StreamName: '*' })),
      [ok, exists, exists],
    ],
  ],
);

/** Pairs that differ, however little. */
const neighbours: readonly (readonly [string, Sent, Sent])[] = [
  ['another domain', {}, { DomainName: 'other.example.com' }],
  ['another application', {}, { AppName: 'otherApp' }],
  ['another stream', {}, { StreamName: 'otherstream' }],
  ['all streams, then one', { StreamName: '*' }, {}],
  ['one stream, then all', {}, { StreamName: '*' }],
  ['all applications, then one', { AppName: '*' }, {}],
  ['another case of the application', {}, { AppName: 'LIVEAPP' }],
  ['another case of the stream', {}, { StreamName: 'TestStream' }],
  [
    'the border between the names moved',
    { AppName: 'ab', StreamName: 'c' },
    { AppName: 'a', StreamName: 'bc' },
  ],
  ['a hyphen moved', { AppName: 'a-b', StreamName: 'c' }, { AppName: 'a', StreamName: 'b-c' }],
  [
    'the end of a long name',
    { StreamName: 'a-rather-long-stream-1' },
    { StreamName: 'a-rather-long-stream-2' },
  ],
];

const apart: Probe[] = exercising(
  ['state'],
  neighbours.map(([title, first, second]): Row => [
    `keeps apart: ${title}`,
    inTurn(add(first), add(second)),
    [ok, ok],
  ]),
);

/** One call refused for each group of rules that a careless server checks after storing. */
const refusals: readonly (readonly [Broken, Sent])[] = [
  ['InvalidOssBucket.NotFound', { OssBucket: 'no-such-bucket' }],
  ['InvalidDelayTime', { DelayTime: '1' }],
  ['InvalidFormat.Malformed', { 'RecordFormat.1.Format': 'avi' }],
  ['InvalidTemplate.ForbidRaw', { 'TranscodeTemplates.1': 'raw' }],
  ['InvalidEndTime.Mismatch', { EndTime: hoursAhead(24) }],
];

const refusedFirst: Probe[] = refusals.flatMap(([code, change]) =>
  exercising(['state', code], [[`keeps nothing of ${code}`, inTurn(add(change), add()), [code, ok]]]),
);

const streams = Array.from({ length: 12 }, (_, i) => add({ StreamName: `stream-${i}` }));
const firstStream = add({ StreamName: 'stream-0' });

const memory: Probe[] = [
  ...exercising(
    ['state', 'ConfigAlreadyExists'],
    [
      ['remembers the last but one', inTurn(...streams.slice(0, 2), firstStream), [ok, ok, exists]],
      ['remembers four', inTurn(...streams.slice(0, 4), firstStream), [ok, ok, ok, ok, exists]],
      ['remembers twelve', inTurn(...streams, firstStream), [...streams.map(() => ok), exists]],
      ['adds again after removal', inTurn(add(), remove(), add(), add()), [ok, ok, ok, exists]],
      ['removes what is not there', inTurn(remove()), [ok]],
      [
        'removes one stream only',
        inTurn(...streams.slice(0, 2), remove({ StreamName: 'stream-0' }), ...streams.slice(0, 2)),
        [ok, ok, ok, ok, exists],
      ],
      [
        'removes one of three streams only',
        inTurn(...streams.slice(0, 3), remove({ StreamName: 'stream-0' }), ...streams.slice(1, 3)),
        [ok, ok, ok, ok, exists, exists],
      ],
      [
        'adds and removes three times',
        inTurn(add(), remove(), add(), remove(), add(), add()),
        [ok, ok, ok, ok, ok, exists],
      ],
      [
        'removes at once what was asked for twice',
        inTurn(add(), add(), remove(), add()),
        [ok, exists, ok, ok],
      ],
      [
        'keeps what a refused call names',
        inTurn(add(), add({ DelayTime: '1' }), add()),
        [ok, 'InvalidDelayTime', exists],
      ],
      [
        'keeps what was added again from a duplicate',
        inTurn(add(), remove(), add(), add({ DelayTime: '20' })),
        [ok, ok, ok, exists],
      ],
    ],
  ),
  ...exercising(
    ['Live2Vod.ConfigAlreadyExists'],
    [
      ['live-to-VOD first', inTurn(addVod(), add()), [ok, 'Live2Vod.ConfigAlreadyExists']],
      [
        'live-to-VOD first, for a stream and for all',
        inTurn(addVod(), add({ StreamName: 'teststream' }), add({ StreamName: undefined })),
        [ok, 'Live2Vod.ConfigAlreadyExists', 'Live2Vod.ConfigAlreadyExists'],
      ],
      [
        'live-to-VOD that is removed',
        inTurn(addVod(), add(), removeVod(), add()),
        [ok, 'Live2Vod.ConfigAlreadyExists', ok, ok],
      ],
      ['live-to-VOD of another application', inTurn(addVod({ AppName: 'otherApp' }), add()), [ok, ok]],
      ['live-to-VOD of another domain', inTurn(addVod({ DomainName: 'other.example.com' }), add()), [ok, ok]],
    ],
  ),
  ...exercising(['ConfigAlreadyExists'], [['live-to-VOD twice', inTurn(addVod(), addVod()), [ok, exists]]]),
];

const simultaneous: Probe[] = exercising(
  ['concurrency'],
  [
    ['two duplicates at once', [{ send: [add(), add()] }, { send: [add()] }], [exists, ok, exists]],
    [
      'five duplicates at once',
      [{ send: Array.from({ length: 5 }, () => add()) }],
      [...times(4, exists), ok],
    ],
    [
      'three streams at once',
      [{ send: streams.slice(0, 3) }, { send: streams.slice(0, 3) }],
      [...times(3, ok), ...times(3, exists)].toSorted((a, b) => Number(a === exists) - Number(b === exists)),
    ],
  ],
);

function times(count: number, verdict: string): string[] {
  return Array.from({ length: count }, () => verdict);
}

/** So many calls, one after the other and at the same instant, none a duplicate of another. */
function burst(count: number, from: number, change: (i: number) => Sent = () => ({})): Step[] {
  return Array.from({ length: count }, (_, i) => ({
    send: [add({ StreamName: `s-${from + i}`, AccessKeyId: 'key-1', ...change(i) })],
    afterMs: 0,
  }));
}

function after(ms: number, steps: readonly Step[]): Step[] {
  return steps.map((step, i) => (i === 0 ? { ...step, afterMs: ms } : step));
}

function every(ms: number, steps: readonly Step[]): Step[] {
  return steps.map((step) => ({ ...step, afterMs: ms }));
}

const rates: Probe[] = exercising(
  ['rate-limit'],
  [
    ['25 a second for four seconds', every(40, burst(100, 0)), times(100, ok)],
    ['70 in an instant', burst(70, 0), [...times(30, ok), ...times(40, throttled)]],
    [
      'a second burst after a second',
      [...burst(35, 0), ...after(1000, burst(35, 100))],
      [...times(30, ok), ...times(5, throttled), ...times(30, ok), ...times(5, throttled)],
    ],
    [
      'a second burst after half a second',
      [...burst(30, 0), ...after(500, burst(2, 100))],
      [...times(30, ok), ...times(2, throttled)],
    ],
    [
      'seventy seconds later',
      [...burst(35, 0), ...after(70_000, burst(1, 100))],
      [...times(30, ok), ...times(5, throttled), ok],
    ],
    [
      'ten seconds later',
      [...burst(35, 0), ...after(10_000, burst(1, 100))],
      [...times(30, ok), ...times(5, throttled), ok],
    ],
    [
      '40 at once',
      [{ send: burst(40, 0).flatMap((step) => step.send) }],
      [...times(10, throttled), ...times(30, ok)].toSorted((a, b) => (a < b ? -1 : 1)),
    ],
    ['another account', [...burst(30, 0), ...burst(5, 100, () => ({ AccessKeyId: 'key-2' }))], times(35, ok)],
    [
      'over many domains',
      burst(40, 0, (i) => ({ DomainName: `d${i}.example.com` })),
      [...times(30, ok), ...times(10, throttled)],
    ],
    [
      'over many applications',
      burst(40, 0, (i) => ({ AppName: `app-${i}` })),
      [...times(30, ok), ...times(10, throttled)],
    ],
    [
      'over both methods',
      burst(40, 0).map((step, i) => (i % 2 === 0 ? { ...step, as: 'get' } : step)),
      [...times(30, ok), ...times(10, throttled)],
    ],
    [
      'calls that are refused',
      burst(40, 0, () => ({ DelayTime: '1' })),
      [...times(30, 'InvalidDelayTime'), ...times(10, throttled)],
    ],
  ],
);

const throttledIsNotStored: Probe[] = exercising(
  ['state', 'rate-limit'],
  [
    [
      'keeps nothing of a throttled call',
      [...burst(31, 0), ...after(1000, burst(1, 30))],
      [...times(30, ok), throttled, ok],
    ],
  ],
);

const spaced = add({ StreamName: 'a stream' });

const transport: Probe[] = [
  ...exercising(
    ['accepts'],
    (['get', 'form', 'mixed'] as const).map((as): Row => [`accepts ${as}`, [{ send: [add()], as }], [ok]]),
  ),
  ...exercising(
    ['state'],
    [
      [
        'one space written in two ways',
        [
          { send: [spaced], as: 'form' },
          { send: [spaced], as: 'raw-form' },
        ],
        [ok, exists],
      ],
    ],
  ),
  ...exercising(
    ['answer-shape', 'request-id'],
    [
      [
        'new request ids',
        inTurn(...streams.slice(0, 4), add({ DelayTime: '1' }), add({ DelayTime: '1' })),
        [ok, ok, ok, ok, 'InvalidDelayTime', 'InvalidDelayTime'],
      ],
    ],
  ),
];

const unknown: Probe[] = exercising(
  [],
  [
    ['an unknown action', inTurn({ Action: 'AddLiveApp' }), ['InvalidAction.NotFound']],
    ['no action', inTurn(add({ Action: undefined })), ['MissingAction']],
    [
      'no format list',
      inTurn({
        DomainName: 'd.example.com',
        AppName: 'a',
        OssEndpoint: 'e.example.com',
        OssBucket: 'bucket',
      }),
      ['MissingRecordFormat'],
    ],
  ],
);

export const sequenceProbes: readonly Probe[] = [
  ...duplicates,
  ...apart,
  ...refusedFirst,
  ...memory,
  ...simultaneous,
  ...rates,
  ...throttledIsNotStored,
  ...transport,
  ...unknown,
];
